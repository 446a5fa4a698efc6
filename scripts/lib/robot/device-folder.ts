import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";

/** A provisioned device as it is kept. */
export interface StoredDevice {
  readonly certificateArn: string;
  readonly certificatePem: string;
  readonly privateKey: string;
}

const recordSchema = v.object({ certificateArn: v.string() });

/**
 * Where a device's certificate is kept: in the user's settings, outside of any repository.
 *
 * @param target `local`, or the stage
 * @example deviceFolder("dev", "robot1", process.env); // "/home/ann/.config/stepwright/devices/dev/robot1"
 */
export function deviceFolder(
  target: string,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const settings = environment.XDG_CONFIG_HOME ?? environment.APPDATA ?? join(homedir(), ".config");
  return join(settings, "stepwright", "devices", target, name);
}

/** Keeps a device so that its owner alone can read it: folder mode 700, files 600. */
export async function storeDevice(folder: string, device: StoredDevice): Promise<void> {
  const { certificateArn, certificatePem, privateKey } = device;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A mode is only for what is new: what there was may have been open to others.
  await chmod(folder, 0o700);
  const files = {
    "certificate.pem": certificatePem,
    "private-key.pem": privateKey,
    "device.json": `${JSON.stringify({ certificateArn }, null, 2)}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    await rm(join(folder, name), { force: true });
    await writeFile(join(folder, name), text, { mode: 0o600 });
  }
}

/** Reads a device; `undefined` when there is none, or not all of it. */
export async function readDevice(folder: string): Promise<StoredDevice | undefined> {
  try {
    const [certificatePem, privateKey, record] = await Promise.all(
      ["certificate.pem", "private-key.pem", "device.json"].map((name) => readFile(join(folder, name), "utf8")),
    );
    if (certificatePem === undefined || privateKey === undefined || record === undefined) return undefined;
    const { certificateArn } = v.parse(recordSchema, JSON.parse(record));
    return { certificateArn, certificatePem, privateKey };
  } catch (error) {
    if (error instanceof v.ValiError || error instanceof SyntaxError) return undefined;
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
