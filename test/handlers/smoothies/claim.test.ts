import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../asl/interpreter/index.js";
import { claimRobot } from "../../../handlers/smoothies/claim.js";
import { clock, useTables } from "./robots.js";

const tables = useTables();
const random = seededRandom(1);
const claim = (jobId: string) =>
  claimRobot(
    { index: tables.index(), table: tables.table(), now: () => clock.now, random },
    { jobId, orderId: `order-${jobId}`, smoothie: "Mango" },
    60,
  );

describe("claiming a robot", () => {
  test("without any robot fails as no robot left", async () => {
    await expect(claim("j")).rejects.toMatchObject({ name: "NoRobotLeft" });
  });

  test("of fifty at once on five robots, five get one each, and no robot has two", async () => {
    const names = ["r1", "r2", "r3", "r4", "r5"];
    await tables.online(...names);
    const claims = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => claim(`j${index}`)));
    const won = claims.flatMap((one, index) => (one.status === "fulfilled" ? [[one.value.robotId, `j${index}`]] : []));
    expect(won.map(([robotId]) => robotId).sort()).toEqual(names);
    for (const [robotId, jobId] of won)
      expect(await tables.row(robotId ?? "")).toMatchObject({ status: "WORKING", jobId });
    const lost = claims.flatMap((one) => (one.status === "rejected" ? [one.reason.name] : []));
    expect(lost).toHaveLength(45);
    expect(new Set(lost)).toEqual(new Set(["NoRobotAvailable"]));
  });

  test("asked again for the same job gives the same robot, and keeps its token", async () => {
    const row = await tables.row("r1");
    const jobId = row.jobId ?? "";
    await tables.table().keepToken("r1", jobId, "secret", 100);
    expect(await Promise.all([claim(jobId), claim(jobId)])).toEqual([{ robotId: "r1" }, { robotId: "r1" }]);
    expect(await tables.row("r1")).toMatchObject({ jobId, taskToken: "secret" });
  });

  test("takes a robot over whose claim has run out, and nothing of the old job stays", async () => {
    const { jobId = "" } = await tables.row("r1");
    clock.now += 61_000;
    // r1 has 100 seconds from when it was sent its order.
    const taken = await Promise.all(["n1", "n2", "n3", "n4"].map(claim));
    expect(taken.map(({ robotId }) => robotId).sort()).toEqual(["r2", "r3", "r4", "r5"]);
    clock.now += 41_000;
    expect(await claim("n5")).toEqual({ robotId: "r1" });
    const row = await tables.row("r1");
    expect(row).toMatchObject({ jobId: "n5", orderId: "order-n5" });
    expect(row.taskToken).toBeUndefined();
    expect(await tables.table().keepToken("r1", jobId, "late", 100)).toBe(false);
    expect(await tables.table().settleAnswer("r1", jobId, "success")).toBeUndefined();
  });

  test("the index shows neither token nor session", async () => {
    const { jobId = "" } = await tables.row("r1");
    await tables.table().keepToken("r1", jobId, "secret", 100);
    const seen = JSON.stringify(await tables.index().list("WORKING"));
    expect(seen).toContain("n5");
    expect(seen).not.toMatch(/secret|session/u);
  });
});
