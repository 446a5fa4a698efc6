import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { deviceFolder, readDevice, storeDevice } from "../../../scripts/lib/robot/device-folder.js";
import { readNumber, readRobotName } from "../../../scripts/lib/robot/options.js";
import { chooseTarget } from "../../../scripts/lib/robot/target.js";
import { temporaryFolder } from "../../local/support/temporary-folder.js";

describe("the target", () => {
  test.each([
    [{}, {}, true, "local", "http://localhost:3000"],
    [{}, { PORT: "4000" }, true, "local", "http://localhost:4000"],
    [{ local: true, stage: "dev" }, {}, true, "dev", "http://localhost:3000"],
    [{}, { TF_VAR_stage: "mine" }, true, "mine", "http://localhost:3000"],
    [{ stage: "dev" }, { PORT: "4000", TF_VAR_stage: "mine" }, false, "dev", undefined],
  ])("of %j with %j", (options, environment, isLocal, stage, endpoint) => {
    expect(chooseTarget(options, environment)).toMatchObject({ isLocal, stage, endpoint });
  });

  test("is none at a port that is no number", () => {
    expect(() => chooseTarget({}, { PORT: "x" })).toThrow('The port is "x"');
  });
});

describe("a device's folder", () => {
  test("is in the user's settings, by stage and name", () => {
    expect(deviceFolder("dev", "robot1", { XDG_CONFIG_HOME: "/c" })).toBe(
      join("/c", "stepwright", "devices", "dev", "robot1"),
    );
    expect(deviceFolder("dev", "robot1", {})).toMatch(/\.config.stepwright.devices.dev.robot1$/u);
  });

  test("keeps what it is given, for its owner alone, also over a file that was open to others", async () => {
    const folder = join(await temporaryFolder(), "devices", "robot1");
    const device = { certificateArn: "arn:c", certificatePem: "cert", privateKey: "key" };
    expect(await readDevice(folder)).toBeUndefined();
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await writeFile(join(folder, "private-key.pem"), "old", { mode: 0o644 });
    await storeDevice(folder, device);
    expect(await readDevice(folder)).toEqual(device);
    for (const name of ["certificate.pem", "private-key.pem", "device.json"]) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readFile(join(folder, "private-key.pem"), "utf8")).toBe("key");
    await writeFile(join(folder, "device.json"), "{}");
    expect(await readDevice(folder)).toBeUndefined();
  });
});

describe("what a person gives", () => {
  test.each(["", " ", "x", "-1", "1.01", "NaN", "Infinity"])("the chance %j is refused", (text) => {
    expect(() => readNumber("--fail", text, 0, 1)).toThrow("must be a number from 0 to 1");
  });

  test.each([
    ["0", 0],
    ["0.1", 0.1],
    ["1", 1],
  ])("the chance %j is %d", (text, value) => {
    expect(readNumber("--fail", text, 0, 1)).toBe(value);
  });

  test.each(["a b", "a/b", "+", "#", "a:b", "", "x".repeat(65)])("the name %j is refused", (name) => {
    expect(() => readRobotName(name)).toThrow("cannot be a device's name");
  });

  test("no name is asked for", () => {
    expect(() => readRobotName(undefined)).toThrow("npm run robot -- --name robot1");
    expect(readRobotName("robot-1_a")).toBe("robot-1_a");
  });
});
