import { describe, expect, test } from "vitest";
import { virtualClock } from "../../../asl/interpreter/index.js";
import { createRobot, heartbeatSeconds, type RobotBehaviour } from "../../../scripts/lib/robot/robot.js";

function robotUnderTest(behaviour: Partial<RobotBehaviour> = {}, random = 0.5) {
  const clock = virtualClock();
  const words: { at: number; word: string; payload: Readonly<Record<string, string>> }[] = [];
  const lines: string[] = [];
  const robot = createRobot(
    {
      clock,
      random: () => random,
      send: (word, payload) => words.push({ at: clock.now() / 1000, word, payload }),
      say: (line) => lines.push(line),
    },
    { speedSeconds: 5, failChance: 0, isSilent: false, ...behaviour },
  );
  return { clock, robot, words, lines };
}

const order = (jobId: string, smoothie = "Mango") => JSON.stringify({ jobId, smoothie });

describe("a mock robot", () => {
  test("says heartbeats while it blends, and success at the end", async () => {
    const { clock, robot, words, lines } = robotUnderTest();
    robot.connected();
    robot.order(order("j1"));
    await clock.advanceBy(20_000);
    expect(heartbeatSeconds).toBe(2);
    expect(words).toEqual([
      { at: 0, word: "heartbeat", payload: { jobId: "j1" } },
      { at: 2, word: "heartbeat", payload: { jobId: "j1" } },
      { at: 4, word: "heartbeat", payload: { jobId: "j1" } },
      { at: 5, word: "success", payload: { jobId: "j1" } },
    ]);
    expect(lines).toEqual(["blends Mango (j1)", "Mango is ready (j1)"]);
  });

  test.each([
    [0.29, "failure"],
    [0.3, "success"],
  ])("with a chance to fail of 0.3 and %d drawn says %s", async (random, word) => {
    const { clock, robot, words } = robotUnderTest({ failChance: 0.3, speedSeconds: 1 }, random);
    robot.connected();
    robot.order(order("j1"));
    await clock.advanceBy(1000);
    expect(words.at(-1)).toMatchObject({ at: 1, word, payload: { jobId: "j1" } });
    if (word === "failure") expect(words.at(-1)?.payload.error).toBe("BlenderJammed");
  });

  test("that is silent takes the order and never says a word", async () => {
    const { clock, robot, words, lines } = robotUnderTest({ isSilent: true });
    robot.connected();
    robot.order(order("j1"));
    await clock.advanceBy(60_000);
    expect(words).toEqual([]);
    expect(lines).toEqual(["took Mango (j1) and falls silent"]);
  });

  test("takes an order that comes twice for one, also when it is done", async () => {
    const { clock, robot, words } = robotUnderTest({ speedSeconds: 1 });
    robot.connected();
    robot.order(order("j1"));
    robot.order(order("j1"));
    await clock.advanceBy(3000);
    expect(words.map(({ word }) => word)).toEqual(["heartbeat", "success"]);
    robot.order(order("j1"));
    expect(words.map(({ word }) => word)).toEqual(["heartbeat", "success", "success"]);
  });

  test("puts down its job for another one, of which alone it speaks then", async () => {
    const { clock, robot, words } = robotUnderTest();
    robot.connected();
    robot.order(order("j1"));
    await clock.advanceBy(3000);
    robot.order(order("j2", "Berry"));
    await clock.advanceBy(20_000);
    const later = words.filter(({ at }) => at >= 3);
    expect(later.map(({ payload }) => payload.jobId)).not.toContain("j1");
    expect(later.at(-1)).toEqual({ at: 8, word: "success", payload: { jobId: "j2" } });
  });

  test("without a connection blends on, and says the end once it is back", async () => {
    const { clock, robot, words } = robotUnderTest();
    robot.connected();
    robot.order(order("j1"));
    robot.disconnected();
    await clock.advanceBy(10_000);
    expect(words.map(({ word }) => word)).toEqual(["heartbeat"]);
    robot.connected();
    expect(words.at(-1)).toEqual({ at: 10, word: "success", payload: { jobId: "j1" } });
    robot.disconnected();
    robot.connected();
    expect(words).toHaveLength(2);
  });

  test.each(["", "{", "[]", "null", '{"smoothie":"Mango"}', '{"jobId":"","smoothie":"Mango"}', '{"jobId":1}'])(
    "leaves the order %j alone",
    async (payload) => {
      const { clock, robot, words, lines } = robotUnderTest();
      robot.connected();
      robot.order(payload);
      await clock.advanceBy(10_000);
      expect(words).toEqual([]);
      expect(lines).toEqual(["got an order that it cannot read, and leaves it"]);
    },
  );

  test("that is stopped says nothing more", async () => {
    const { clock, robot, words } = robotUnderTest();
    robot.connected();
    robot.order(order("j1"));
    robot.stop();
    await clock.advanceBy(10_000);
    expect(words.map(({ word }) => word)).toEqual(["heartbeat"]);
    expect(clock.next).toBeUndefined();
  });
});
