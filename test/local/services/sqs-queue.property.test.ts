import fc from "fast-check";
import { expect, it } from "vitest";
import { virtualClock } from "../../../asl/interpreter/index.js";
import { createQueue, type Queue } from "../../../local/services/sqs/queue.js";
import type { QueueSettings } from "../../../local/services/sqs/settings.js";

const settings: QueueSettings = {
  ...{ visibilityTimeoutSeconds: 10, messageRetentionSeconds: 1_209_600, delaySeconds: 0, receiveWaitTimeSeconds: 0 },
  ...{ maxMessageSize: 262_144, redrive: undefined, redriveAllow: undefined, policy: undefined },
  encryption: { kmsKeyId: undefined, managed: true },
};

type Step =
  | { readonly do: "send"; readonly delay: number }
  | { readonly do: "receive"; readonly max: number; readonly visibility: number | undefined }
  | { readonly do: "delete" | "release" | "stale"; readonly nth: number }
  | { readonly do: "wait"; readonly seconds: number };

const nth = fc.nat(30);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("send" as const), delay: fc.constantFrom(0, 0, 5) }),
  fc.record({
    ...{ do: fc.constant("receive" as const), max: fc.integer({ min: 1, max: 10 }) },
    visibility: fc.constantFrom(undefined, undefined, 0, 3),
  }),
  fc.record({ do: fc.constantFrom("delete" as const, "release" as const, "stale" as const), nth }),
  fc.record({ do: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 12 }) }),
);

/** What a queue and its dead-letter queue hold, by their own count. */
const held = (...queues: readonly Queue[]): number =>
  queues
    .map((queue) => queue.counts())
    .reduce((sum, { visible, inFlight, delayed }) => sum + visible + inFlight + delayed, 0);

it("a queue loses no message, gives none to two receivers at a time, and lets none go but to the dead letters", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120, size: "max" }), async (steps) => {
      let ids = 0;
      const clock = virtualClock({ start: 0 });
      const context = { clock, uuid: () => `id-${ids++}` };
      const dead = createQueue(context, { name: "dead", arn: "dead" }, settings, () => undefined);
      const redrive = { targetArn: "dead", maxReceiveCount: 3 };
      const queue = createQueue(context, { name: "q", arn: "q" }, { ...settings, redrive }, () => dead);
      const sent = new Set<string>();
      const deleted = new Set<string>();
      /** Who has which message until when, by the newest receipt. */
      const leases = new Map<string, { readonly handle: string; readonly until: number; readonly count: number }>();
      const handles: { readonly id: string; readonly handle: string }[] = [];

      for (const one of steps) {
        if (one.do === "send") {
          const draft = { body: "x", attributes: new Map(), senderId: "me" };
          sent.add(queue.send(draft, one.delay).id);
        } else if (one.do === "receive") {
          const { max, visibility } = one;
          const request = { max, ...(visibility !== undefined && { visibilitySeconds: visibility }) };
          const messages = await queue.receive(request);
          expect(messages.length).toBeLessThanOrEqual(max);
          for (const { id, receiptHandle: handle, receiveCount: count } of messages) {
            const lease = leases.get(id);
            expect(deleted.has(id)).toBe(false);
            expect(lease === undefined || lease.until <= clock.now()).toBe(true);
            expect(count).toBe((lease?.count ?? 0) + 1);
            expect(count).toBeLessThanOrEqual(3);
            leases.set(id, { handle, count, until: clock.now() + (visibility ?? 10) * 1000 });
            handles.push({ id, handle });
          }
        } else if (one.do === "wait") {
          await clock.advanceBy(one.seconds * 1000);
        } else {
          const known = handles[one.nth % Math.max(1, handles.length)];
          if (known === undefined) continue;
          const lease = leases.get(known.id);
          const isNewest = lease?.handle === known.handle;
          if (one.do === "release") {
            const isHeld = isNewest && !deleted.has(known.id) && lease.until > clock.now();
            if (!isHeld) continue;
            queue.changeVisibility(known.handle, 0);
            leases.set(known.id, { ...lease, until: clock.now() });
          } else if (isNewest === (one.do === "delete")) {
            const before = held(queue, dead);
            queue.delete(known.handle);
            const isGone = held(queue, dead) < before;
            // A stale handle deletes nothing; the newest one deletes what is still in the queue.
            if (isGone) expect(one.do === "delete" && !deleted.has(known.id)).toBe(true);
            if (isGone) deleted.add(known.id);
          }
        }
        expect(held(queue, dead)).toBe(sent.size - deleted.size);
        const inHands = [...leases].filter(([id, { until }]) => !deleted.has(id) && until > clock.now());
        expect(queue.counts().inFlight).toBe(inHands.length);
      }
      expect(clock.next).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});
