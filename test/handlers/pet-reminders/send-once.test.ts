import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineError } from "../../../handlers/common/define-error.js";
import { type Attempt, type Claim, type SendMarkers, sendOnce } from "../../../handlers/pet-reminders/send-once.js";
import { MemoryLog } from "./support.js";

const errors = {
  Throttled: defineError("Throttled"),
  Rejected: defineError("Rejected"),
  Unconfirmed: defineError("Unconfirmed"),
};
const timeout = Object.assign(new Error("no answer"), { name: "TimeoutError" });
const throttling = Object.assign(new Error("slow down"), { name: "Throttling", $metadata: { httpStatusCode: 400 } });
const rejection = Object.assign(new Error("owner@example.com is not verified"), {
  name: "MessageRejected",
  $metadata: { httpStatusCode: 400 },
});

/** Markers and a service as they are in truth, whatever their callers get to know. */
class World {
  readonly markers = new Map<string, { attemptId: string; messageId?: string }>();
  sent = 0;

  claim({ key, attemptId }: Attempt): Claim {
    const marker = this.markers.get(key);
    if (!marker || marker.attemptId === attemptId) {
      this.markers.set(key, { attemptId });
      return { state: "claimed" };
    }
    return marker.messageId === undefined ? { state: "sending" } : { state: "sent", messageId: marker.messageId };
  }

  confirm({ key, attemptId }: Attempt, messageId: string): void {
    if (this.markers.get(key)?.attemptId === attemptId) this.markers.set(key, { attemptId, messageId });
  }

  release({ key, attemptId }: Attempt): void {
    if (this.markers.get(key)?.attemptId === attemptId) this.markers.delete(key);
  }

  send(): string {
    this.sent += 1;
    return `message-${this.sent}`;
  }
}

const attempt = (
  attemptId: string,
  markers: SendMarkers,
  send: () => Promise<string | undefined>,
  log = new MemoryLog(),
) => sendOnce({ channel: "email", reminderId: "r", attemptId, markers, send, errors, log });

/** What may become of a call: done or not, and answered or not; a killed function learns nothing and does no more. */
const FATES = ["ok", "done, answer lost", "not done, answer lost", "killed before", "killed after"] as const;
const REFUSALS = ["throttled", "rejected"] as const;
type Fate = (typeof FATES)[number] | (typeof REFUSALS)[number];

/** Runs something once for every sequence of choices that it can make. */
async function everyWay(run: (choose: <T>(options: readonly T[]) => T) => Promise<void>): Promise<number> {
  let path: { chosen: number; of: number }[] = [];
  for (let count = 1; ; count += 1) {
    let depth = 0;
    await run((options) => {
      const step = path[depth] ?? { chosen: 0, of: options.length };
      path[depth] = step;
      depth += 1;
      const option = options[step.chosen];
      if (option === undefined) throw new Error("a choice without options");
      return option;
    });
    while (path.length > 0 && (path.at(-1)?.chosen ?? 0) + 1 >= (path.at(-1)?.of ?? 0)) path.pop();
    const last = path.at(-1);
    if (!last) return count;
    path = [...path.slice(0, -1), { ...last, chosen: last.chosen + 1 }];
  }
}

/** One attempt in a faulty world, as the workflow sees its end: a message id, an error's name, or that it was killed. */
async function faultyAttempt(
  world: World,
  attemptId: string,
  choose: (options: readonly Fate[]) => Fate,
): Promise<string> {
  let kill = (): void => undefined;
  const killed = new Promise<string>((resolve) => {
    kill = () => resolve("killed");
  });
  const call = async <T>(fates: readonly Fate[], act: () => T): Promise<T> => {
    const fate = choose(fates);
    if (fate === "throttled") throw throttling;
    if (fate === "rejected") throw rejection;
    const done =
      fate === "ok" || fate === "done, answer lost" || fate === "killed after" ? { value: act() } : undefined;
    if (fate.startsWith("killed")) {
      kill();
      return new Promise<never>(() => undefined);
    }
    if (fate === "ok" && done) return done.value;
    throw timeout;
  };
  const markers: SendMarkers = {
    claim: (which) => call(FATES, () => world.claim(which)),
    confirm: (which, id) => call(FATES, () => world.confirm(which, id)),
    release: (which) => call(FATES, () => world.release(which)),
  };
  const send = () => call([...FATES, ...REFUSALS], () => world.send());
  const ended = attempt(attemptId, markers, send).catch((error: Error) => error.name);
  return Promise.race([ended, killed]);
}

describe("whatever is lost or killed, in three attempts one after the other", () => {
  test("at most one message leaves, and what is said of it is true", async () => {
    const ends = new Set<string>();
    const ways = await everyWay(async (choose) => {
      const world = new World();
      for (const attemptId of ["1", "2", "3"]) {
        const before = world.sent;
        const end = await faultyAttempt(world, attemptId, choose);
        ends.add(end);
        expect(world.sent).toBeLessThanOrEqual(1);
        if (end.startsWith("message-")) expect(world.sent).toBe(1);
        if (end === "Throttled" || end === "Rejected") expect(world.sent).toBe(before);
      }
    });
    expect(ends).toEqual(new Set(["message-1", "killed", "Throttled", "Rejected", "Unconfirmed"]));
    expect(ways).toBeGreaterThan(5_000);
  });

  test("after a refusal whose marker went away, the next attempt sends", async () => {
    await everyWay(async (choose) => {
      const world = new World();
      const first = await faultyAttempt(world, "1", choose);
      if (world.markers.size > 0) return;
      expect(["Throttled", "Rejected", "killed"]).toContain(first);
      expect(await faultyAttempt(world, "2", () => "ok")).toBe("message-1");
    });
  });

  test("after a message was confirmed, every attempt gives its id", async () => {
    const world = new World();
    for (const attemptId of ["1", "2", "3"])
      expect(await faultyAttempt(world, attemptId, () => "ok")).toBe("message-1");
  });
});

test("attempts at once send one message, in whatever order their calls are answered", async () => {
  const fates = fc.array(fc.constantFrom<Fate>("ok", "ok", "throttled", "rejected"), { minLength: 3, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fates, async (scheduler, sends) => {
      const world = new World();
      const later = async <T>(act: () => T): Promise<T> => {
        await scheduler.schedule(Promise.resolve());
        const value = act();
        await scheduler.schedule(Promise.resolve());
        return value;
      };
      const markers: SendMarkers = {
        claim: (which) => later(() => world.claim(which)),
        confirm: (which, id) => later(() => world.confirm(which, id)),
        release: (which) => later(() => world.release(which)),
      };
      const refusals: Partial<Record<Fate, Error>> = { throttled: throttling, rejected: rejection };
      const ends = sends.map((fate, index) => {
        const send = () =>
          later(() => {
            const refusal = refusals[fate];
            if (refusal) throw refusal;
            return world.send();
          });
        return attempt(String(index), markers, send).catch((error: Error) => error.name);
      });
      const results = await scheduler.waitFor(Promise.all(ends));
      expect(world.sent).toBeLessThanOrEqual(1);
      for (const result of results) expect(["message-1", "Throttled", "Rejected", "Unconfirmed"]).toContain(result);
      expect(results.includes("message-1")).toBe(world.sent === 1);
    }),
    { numRuns: 500 },
  );
});

describe("what is said", () => {
  const world = () => {
    const truth = new World();
    return {
      claim: async (a: Attempt) => truth.claim(a),
      confirm: async () => undefined,
      release: async (a: Attempt) => truth.release(a),
    };
  };

  test("names AWS's error and quotes none of its words, in the error and in the log", async () => {
    const log = new MemoryLog();
    const error = await attempt("1", world(), () => Promise.reject(rejection), log).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: "Rejected", message: "Nothing was sent: MessageRejected." });
    expect(log.lines).toEqual([
      { level: "warn", message: "send rejected", reminderId: "r", channel: "email", errorCode: "MessageRejected" },
    ]);
  });

  test("an answer without message id is no confirmation", async () => {
    await expect(attempt("1", world(), async () => undefined)).rejects.toMatchObject({ name: "Unconfirmed" });
  });
});
