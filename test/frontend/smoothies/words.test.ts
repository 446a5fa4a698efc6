import { describe, expect, test } from "vitest";
import type { Kitchen, RobotStatus } from "../../../frontend/smoothies/kitchen.js";
import type { OrderState } from "../../../frontend/smoothies/order.js";
import { orderTitle, orderWords } from "../../../frontend/smoothies/order-words.js";
import { lookProblemText, orderProblemText } from "../../../frontend/smoothies/problem-text.js";
import { kitchenSentence, robotSentence } from "../../../frontend/smoothies/robot-words.js";

const now = Date.parse("2026-11-21T09:10:00Z");
const times = { createdAt: now - 20_000, updatedAt: now - 8000 };

describe("a robot in words", () => {
  test.each<[RobotStatus, number, boolean, string]>([
    ["ONLINE", 180, false, "Free for 3 minutes"],
    ["ONLINE", 0, false, "Free"],
    ["WORKING", 12, false, "Blending Mango for 12 seconds"],
    ["WORKING", 12, true, "Blending your Mango for 12 seconds"],
    ["WORKING", 0, true, "Just started on your Mango"],
    ["BROKEN", 1, false, "Broke down 1 second ago"],
    ["BROKEN", 0, false, "Broke down just now"],
    ["OFFLINE", 7200, false, "Gone for 2 hours"],
    // The kitchen's clock is ahead of this machine's.
    ["OFFLINE", -30, false, "Lost its connection just now"],
  ])("%s for %i seconds, yours: %s", (status, seconds, isYours, sentence) => {
    const robot = { robotId: "robot1", status, since: now - seconds * 1000, smoothie: "Mango" };
    expect(robotSentence(robot, now, isYours)).toBe(sentence);
  });

  test("that blends nobody knows what", () => {
    const robot = { robotId: "robot1", status: "WORKING", since: now - 2000 } as const;
    expect(robotSentence(robot, now, false)).toBe("Blending an order for 2 seconds");
    expect(robotSentence(robot, now, true)).toBe("Blending your order for 2 seconds");
  });
});

describe("the kitchen in words", () => {
  test.each<[readonly RobotStatus[], number, RegExp]>([
    [[], 0, /^No robot has come to work yet/],
    [["BROKEN", "OFFLINE"], 3, /^No robot can blend right now/],
    [["WORKING", "BROKEN"], 3, /^No robot is free/],
    [["WORKING", "ONLINE"], 3, /^The robots are working off the queue/],
    [["WORKING", "ONLINE"], 0, /^One robot is free/],
    [["ONLINE", "ONLINE"], 0, /^2 robots are free/],
  ])("%j with %i in the queue", (statuses, queueLength, sentence) => {
    const robots = statuses.map((status, index) => ({ robotId: `robot${index}`, status, since: now }));
    const kitchen: Kitchen = { robots, queueLength, menu: [] };
    expect(kitchenSentence(kitchen)).toMatch(sentence);
  });
});

describe("an order in words", () => {
  const order = (status: "queued" | "waiting" | "blending" | "served" | "failed", more = {}): OrderState => ({
    ...{ status, smoothie: "Mango", ...times },
    ...more,
  });

  test.each<[OrderState, string | undefined, string, string]>([
    [{ status: "checking" }, undefined, "Checking", "Asking the kitchen about it…"],
    [{ status: "unknown" }, undefined, "Not found", "The kitchen does not know this order any more."],
    [order("queued"), undefined, "Queued", "In the queue. It starts as soon as a robot is free."],
    [order("waiting"), undefined, "Waiting for a robot", "It is next. Looking for a robot."],
    [order("waiting"), "robot1", "Waiting for a robot", "robot1 did not finish it. Looking for another robot."],
    [order("blending", { robotId: "robot1" }), undefined, "Blending", "robot1 is blending it."],
    [order("blending", { robotId: "robot1" }), "robot1", "Blending", "robot1 is blending it."],
    [order("blending", { robotId: "robot2" }), "robot1", "Blending", "robot2 has taken over from robot1."],
    [order("served", { robotId: "robot1" }), undefined, "Served", "Made by robot1 in 12 seconds. Enjoy!"],
    [order("served", { updatedAt: times.createdAt }), undefined, "Served", "Made in 1 second. Enjoy!"],
    [order("failed", { reason: "Every robot is broken." }), "robot1", "Failed", "Every robot is broken."],
    [order("failed"), undefined, "Failed", "The kitchen has a problem."],
  ])("%j after %s", (state, gaveUp, label, sentence) => {
    expect(orderWords(state, gaveUp)).toMatchObject({ label, sentence });
  });

  test("is called by what it is and whose", () => {
    expect(orderTitle(order("queued"))).toBe("Mango");
    expect(orderTitle(order("queued", { customer: "Ada" }))).toBe("Mango for Ada");
    expect(orderTitle({ status: "checking" })).toBe("A smoothie");
  });
});

describe("a problem in words", () => {
  const problem = (status?: number, detail?: string) => ({
    errors: [],
    ...(status === undefined ? {} : { status }),
    ...(detail === undefined ? {} : { detail }),
  });

  test.each<[string, ReturnType<typeof problem>, boolean, RegExp]>([
    ["offline", problem(), false, /^You are offline\./],
    ["no answer", problem(), true, /it is not known whether it has your order\. .*it will be made once\./],
    ["throttled", problem(429), true, /Wait a few seconds/],
    ["trouble", problem(503), false, /could not take your order \(error 503\)/],
    ["refused with words", problem(415, "Send JSON."), true, /^Send JSON\.$/],
    ["refused without", problem(403), true, /did not accept this \(error 403\)/],
  ])("ordering: %s", (_, what, isOnline, text) => {
    expect(orderProblemText(what, isOnline)).toMatch(text);
  });

  test.each<[string, Parameters<typeof lookProblemText>[0], boolean, RegExp]>([
    ["offline", problem(), false, /^You are offline\./],
    ["no answer", problem(), true, /cannot be reached/],
    ["another's answer", { errors: [], isGarbled: true }, true, /was not from the kitchen/],
    ["throttled", problem(429), true, /Too many people/],
    ["trouble", problem(500), true, /\(error 500\)/],
  ])("looking: %s", (_, what, isOnline, text) => {
    expect(lookProblemText(what, isOnline)).toMatch(text);
  });
});
