import { beforeEach, describe, expect, test } from "vitest";
import { hearRobot } from "../../../handlers/smoothies/hear-robot.js";
import type { TaskAnswers } from "../../../handlers/smoothies/task-answers.js";
import { clock, MemoryLog, useTables } from "./robots.js";

const tables = useTables();
let count = 0;
let robotId = "";
let log = new MemoryLog();
/** What the workflow was told; a token counts once, as in Step Functions. */
let told: string[] = [];
/** What happens between the end of a connection and the word that is said of it. */
let meanwhile: () => Promise<unknown> = async () => {};
const lastWords = async () => void (await meanwhile());
/** How many of the next answers fail as a service in trouble does. */
let trouble = 0;

const spent = new Set<string>();
const answer = (what: string) => async (taskToken: string, error?: string, cause?: string) => {
  if (trouble > 0) {
    trouble -= 1;
    throw Object.assign(new Error("no"), { name: "ServiceUnavailable" });
  }
  if (what === "heartbeat") return !spent.has(taskToken);
  if (spent.has(taskToken)) return false;
  spent.add(taskToken);
  told.push([what, taskToken, error, cause].filter((part) => part !== undefined).join(" "));
  return true;
};
const answers: TaskAnswers = {
  success: answer("success"),
  failure: answer("failure"),
  heartbeat: answer("heartbeat"),
};

const hear = (word: string, fields: object, at = clock.now) =>
  hearRobot({ table: tables.table(), answers, log, lastWords }, { word, robotId, at, ...fields });
const job = { jobId: "job", orderId: "order", smoothie: "Mango" };

beforeEach(async () => {
  count += 1;
  robotId = `robot-${count}`;
  [log, told, trouble, meanwhile] = [new MemoryLog(), [], 0, async () => {}];
  spent.clear();
  await tables.online(robotId);
});

/** The robot has the job and the workflow waits. */
async function atWork(): Promise<void> {
  await tables.table().claim(robotId, job, 60);
  await tables.table().keepToken(robotId, "job", "token", 100);
}

describe("a robot's word", () => {
  test("of success answers the workflow once, and takes the token away", async () => {
    await atWork();
    expect(await hear("heartbeat", { jobId: "job" })).toBe("answered");
    expect(await hear("success", { jobId: "job" })).toBe("answered");
    expect(await hear("success", { jobId: "job" })).toBe("not its job");
    expect(await hear("failure", { jobId: "job", error: "x" })).toBe("not its job");
    expect(await hear("heartbeat", { jobId: "job" })).toBe("not its job");
    expect(told).toEqual(["success token"]);
    expect((await tables.row(robotId)).taskToken).toBeUndefined();
    expect(JSON.stringify(log.lines)).not.toMatch(/token/iu);
  });

  test("said many times at once answers once", async () => {
    await atWork();
    await Promise.all(Array.from({ length: 10 }, () => hear("success", { jobId: "job" })));
    expect(told).toEqual(["success token"]);
  });

  test("of failure tells what the robot says is wrong, cut to size", async () => {
    await atWork();
    await hear("failure", { jobId: "job", error: "Jam\u0007med", cause: "x".repeat(5000) });
    expect(told[0]).toMatch(/^failure token RobotFailed Jam med: x+$/u);
    expect(told[0]?.length).toBeLessThan(1100);
  });

  test.each([{ error: 7 }, { error: "", cause: null }, {}])(
    "of failure counts however badly it is said: %j",
    async (said) => {
      await atWork();
      expect(await hear("failure", { jobId: "job", ...said })).toBe("answered");
      expect(told).toEqual(["failure token RobotFailed The robot did not say what is wrong."]);
    },
  );

  test("that cannot be passed on for now comes again: the first word still is the one that counts", async () => {
    await atWork();
    trouble = 2;
    await expect(hear("success", { jobId: "job" })).rejects.toThrow();
    // Meanwhile the robot says something else, as does its Last Will.
    expect(await hear("failure", { jobId: "job", error: "x" })).toBe("not its job");
    await expect(hear("success", { jobId: "job" })).rejects.toThrow();
    expect(await hear("success", { jobId: "job" })).toBe("answered");
    expect(told).toEqual(["success token"]);
  });

  test("after which the function died before it took the token away, comes again and harms nothing", async () => {
    await atWork();
    const table = { ...tables.table(), dropToken: () => Promise.reject(new Error("killed")) };
    const event = { word: "success", robotId, at: clock.now, jobId: "job" };
    await expect(hearRobot({ table, answers, log, lastWords }, event)).rejects.toThrow("killed");
    expect(await hear("success", { jobId: "job" })).toBe("nobody waits");
    expect(told).toEqual(["success token"]);
  });

  test("about another job, of another robot, or before the order was sent finds nothing", async () => {
    await tables.table().claim(robotId, job, 60);
    expect(await hear("success", { jobId: "job" })).toBe("not its job");
    await tables.table().keepToken(robotId, "job", "token", 100);
    expect(await hear("success", { jobId: "other" })).toBe("not its job");
    const other = { word: "success", robotId: "stranger", at: 1, jobId: "job" };
    expect(await hearRobot({ table: tables.table(), answers, log, lastWords }, other)).toBe("not its job");
    expect(told).toEqual([]);
    expect(await tables.row(robotId)).toMatchObject({ status: "WORKING", taskToken: "token" });
    expect(await tables.row("stranger")).toEqual({});
  });

  test("said for a job that was sent twice answers with the later token", async () => {
    await atWork();
    await hear("success", { jobId: "job" });
    await tables.table().keepToken(robotId, "job", "second", 100);
    expect(await hear("success", { jobId: "job" })).toBe("answered");
    expect(told).toEqual(["success token", "success second"]);
  });

  test.each([
    undefined,
    null,
    "text",
    [],
    {},
    { word: "success" },
    { word: "success", robotId: "../x", at: 1, jobId: "job" },
    { word: "success", robotId: "r", at: 1 },
    { word: "success", robotId: "r", at: 1, jobId: { S: "job" } },
    { word: "success", robotId: "r", at: 1, jobId: "x".repeat(1000) },
    { word: "explode", robotId: "r", at: 1, jobId: "secret text" },
    { word: "status", robotId: "r", at: 1, status: "BROKEN", session: "s" },
    { word: "status", robotId: "r", at: 1, status: "ONLINE", session: 7 },
  ])("that is malformed is let go, and nothing of it is logged: %j", async (event) => {
    expect(await hearRobot({ table: tables.table(), answers, log, lastWords }, event)).toBe("malformed");
    expect(JSON.stringify(log.lines)).not.toContain("secret text");
  });
});

describe("a robot's connection", () => {
  test("that ends takes the job off the row and tells the workflow, once", async () => {
    await atWork();
    expect(await hear("status", { status: "OFFLINE", session: `${robotId}-session` })).toBe("gone");
    expect(await hear("status", { status: "OFFLINE", session: `${robotId}-session` })).toBe("gone");
    expect(told).toEqual(["failure token RobotOffline The robot has lost its connection."]);
    const row = await tables.row(robotId);
    expect(row).toMatchObject({ status: "OFFLINE" });
    expect([row.jobId, row.taskToken]).toEqual([undefined, undefined]);
  });

  test("that ends while the workflow cannot be told is told again", async () => {
    await atWork();
    trouble = 1;
    await expect(hear("status", { status: "OFFLINE", session: `${robotId}-session` })).rejects.toThrow();
    expect((await tables.row(robotId)).status).toBe("OFFLINE");
    expect(await hear("status", { status: "OFFLINE", session: `${robotId}-session` })).toBe("gone");
    expect(told).toHaveLength(1);
  });

  test("that ends after the job did changes no answer", async () => {
    await atWork();
    await hear("success", { jobId: "job" });
    await hear("status", { status: "OFFLINE", session: `${robotId}-session` });
    expect(told).toEqual(["success token"]);
    expect(await tables.row(robotId)).toMatchObject({ status: "OFFLINE" });
  });

  test("that ends just after the robot's last word, but is heard before it, leaves that word its say", async () => {
    await atWork();
    meanwhile = () => hear("success", { jobId: "job" });
    expect(await hear("status", { status: "OFFLINE", session: `${robotId}-session` })).toBe("gone");
    expect(told).toEqual(["success token"]);
    const row = await tables.row(robotId);
    expect([row.status, row.jobId, row.answer]).toEqual(["OFFLINE", undefined, undefined]);
  });

  test("that ends tells the workflow even if the robot is back, and at another job, before that", async () => {
    await atWork();
    meanwhile = async () => {
      await hear("status", { status: "ONLINE", session: "new" }, clock.now + 5);
      await tables.table().claim(robotId, { ...job, jobId: "next" }, 60);
    };
    await hear("status", { status: "OFFLINE", session: `${robotId}-session` });
    expect(told).toEqual(["failure token RobotOffline The robot has lost its connection."]);
    expect(await tables.row(robotId)).toMatchObject({ status: "WORKING", jobId: "next" });
  });

  test("of another session is old news", async () => {
    await atWork();
    expect(await hear("status", { status: "OFFLINE", session: "older" })).toBe("old news");
    expect(await tables.row(robotId)).toMatchObject({ status: "WORKING", jobId: "job", taskToken: "token" });
  });

  test("that is new heals a broken robot and takes no job away", async () => {
    await atWork();
    expect(await hear("status", { status: "ONLINE", session: "new" }, clock.now + 5)).toBe("connected");
    expect(await tables.row(robotId)).toMatchObject({ status: "WORKING", session: "new", taskToken: "token" });
    // The Last Will of the connection before it comes late.
    expect(await hear("status", { status: "OFFLINE", session: `${robotId}-session` })).toBe("old news");
    await hear("status", { status: "OFFLINE", session: "new" });
    expect(await hear("status", { status: "ONLINE", session: "newer" }, clock.now + 9)).toBe("connected");
    expect(await tables.row(robotId)).toMatchObject({ status: "ONLINE", session: "newer" });
  });

  test("that a late repeat speaks of does not bring a robot back", async () => {
    await hear("status", { status: "OFFLINE", session: `${robotId}-session` });
    expect(await hear("status", { status: "ONLINE", session: `${robotId}-session` }, clock.now + 9)).toBe("old news");
    expect(await hear("status", { status: "ONLINE", session: "earlier" }, clock.now - 9)).toBe("old news");
    expect(await tables.row(robotId)).toMatchObject({ status: "OFFLINE" });
  });

  // Lambda's asynchronous calls come in any order: each of these tells of two short connections, `a` from 1 to 2 and `b` from 3 to 4.
  const words = [
    { status: "ONLINE", session: "a", at: clock.now + 1 },
    { status: "OFFLINE", session: "a", at: clock.now + 2 },
    { status: "ONLINE", session: "b", at: clock.now + 3 },
    { status: "OFFLINE", session: "b", at: clock.now + 4 },
  ] as const;
  test.each(permutations(words))(
    "that is over leaves no robot online, whichever word comes first: %#",
    async (...order) => {
      await hear("status", { status: "OFFLINE", session: `${robotId}-session` });
      for (const { at, ...word } of order) await hear("status", word, at);
      expect(await tables.row(robotId)).toMatchObject({ status: "OFFLINE" });
      expect(await hear("status", { status: "ONLINE", session: "c" }, clock.now + 5)).toBe("connected");
      expect(await tables.row(robotId)).toMatchObject({ status: "ONLINE", session: "c" });
    },
  );

  test("that is over before its beginning is heard, at the same moment, or by a repeated word, is over", async () => {
    await Promise.all(words.map(({ at, ...word }) => hear("status", word, at)));
    for (const { at, ...word } of words) await hear("status", word, at);
    expect(await tables.row(robotId)).toMatchObject({ status: "OFFLINE" });
  });

  test("that begins and ends while the robot is at work, the end heard first, takes the job off the row", async () => {
    await atWork();
    expect(await hear("status", { status: "OFFLINE", session: "new" }, clock.now + 6)).toBe("old news");
    expect(told).toEqual([]);
    expect(await hear("status", { status: "ONLINE", session: "new" }, clock.now + 5)).toBe("gone");
    expect(told).toEqual(["failure token RobotOffline The robot has lost its connection."]);
    expect(await tables.row(robotId)).toMatchObject({ status: "OFFLINE" });
  });
});

/** All orders of some things. */
function permutations<T>(things: readonly T[]): T[][] {
  if (things.length === 0) return [[]];
  return things.flatMap((thing, at) =>
    permutations(things.filter((_, index) => index !== at)).map((rest) => [thing, ...rest]),
  );
}
