import { spawn, spawnSync } from "node:child_process";
import * as v from "valibot";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { available } from "../support/requires.js";
import { openKitchen } from "./smoothies-kitchen.js";

// A person with Mosquitto's clients is a robot of the whole system: orders come to `mosquitto_sub`, words go by `mosquitto_pub`.

// Its exit code for --help is 1 in some versions.
const isThere = spawnSync("mosquitto_pub", ["--help"], { stdio: "ignore" }).error === undefined;
const patience = { timeout: 25_000, interval: 100 };

/** A kitchen whose only robot is a person. */
async function openByHand() {
  const kitchen = await openKitchen();
  for (const name of ["robot1", "robot2"]) await kitchen.provision(name, "robot");
  const run = (tool: string, ...args: readonly string[]) => {
    const at = ["-h", "127.0.0.1", "-p", String(kitchen.runtime.mqttPort), "-q", "1"];
    const child = spawn(tool, [...args, ...at]);
    onTestFinished(() => void child.kill());
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    return { output: () => output, ended };
  };
  const say = async (topic: string, message: string) =>
    await run("mosquitto_pub", "-i", "robot1", "-t", topic, "-m", message).ended;
  return {
    ...kitchen,
    say,
    /** Orders one, and takes it as robot1: gives the order's id and the job's. */
    async take() {
      // By lines: into a pipe it would write when it ends.
      const listening = run(
        "stdbuf",
        "-oL",
        "mosquitto_sub",
        "-d",
        "-i",
        "robot1",
        "-t",
        "robots/robot1/order",
        "-C",
        "1",
      );
      await vi.waitFor(() => expect(listening.output()).toContain("SUBACK"), patience);
      const orderId = await kitchen.order("Peach");
      await listening.ended;
      const [message] = /\{.*\}/u.exec(listening.output()) ?? ["no message"];
      const job = v.parse(v.strictObject({ jobId: v.string(), smoothie: v.literal("Peach") }), JSON.parse(message));
      return { orderId, jobId: job.jobId };
    },
    /** Waits until the order is so. */
    becomes: (orderId: string, wanted: object) =>
      vi.waitFor(async () => expect(await kitchen.find(orderId)).toMatchObject(wanted), patience),
    robots: (wanted: Readonly<Record<string, string>>) =>
      vi.waitFor(async () => {
        const { robots } = await kitchen.kitchen();
        expect(Object.fromEntries(robots.map(({ robotId, status }) => [robotId, status]))).toEqual(wanted);
      }, patience),
  };
}

describe.runIf(available(isThere, "'mosquitto_pub' is not installed"))("a robot by hand", () => {
  test("makes one; garbage before that, and words on another robot's topics, change nothing", async () => {
    const { say, take, becomes, robots, find, lines } = await openByHand();
    expect(await say("robots/robot1/status", '{"status":"ONLINE","session":"by hand"}')).toBe(0);
    await robots({ robot1: "ONLINE" });
    const { orderId, jobId } = await take();
    await becomes(orderId, { status: "blending", robotId: "robot1" });
    for (const garbage of ["garbage", "[]", '{"jobId":7}', '{"jobId":"of nobody"}']) {
      expect(await say("robots/robot1/success", garbage)).toBe(0);
    }
    // The broker puts it out, as AWS IoT does.
    expect(await say("robots/robot2/success", JSON.stringify({ jobId }))).not.toBe(0);
    expect(lines.join("\n")).toContain("its policies do not allow iot:Publish on topic/robots/robot2/success");
    await vi.waitFor(() => expect(lines.join("\n")).toContain("not its job"), patience);
    expect(await find(orderId)).toMatchObject({ status: "blending" });

    expect(await say("robots/robot1/success", JSON.stringify({ jobId }))).toBe(0);
    await becomes(orderId, { status: "served", robotId: "robot1" });
    await robots({ robot1: "ONLINE" });
  });

  test("fails at one: it is broken, and the order with it when nobody else is there", async () => {
    const { say, take, becomes, robots } = await openByHand();
    await say("robots/robot1/status", '{"status":"ONLINE","session":"by hand"}');
    await robots({ robot1: "ONLINE" });
    const { orderId, jobId } = await take();
    expect(await say("robots/robot1/failure", JSON.stringify({ jobId, error: "Jam", cause: "A peach stone." }))).toBe(
      0,
    );
    await robots({ robot1: "BROKEN" });
    await becomes(orderId, { status: "failed", reason: "Every robot is broken or offline." });
    // A new session heals it.
    await say("robots/robot1/status", '{"status":"ONLINE","session":"mended"}');
    await robots({ robot1: "ONLINE" });
  });
});
