import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { zipSync } from "fflate";
import type { Json } from "../../../asl/spec/index.js";

/** The content of a `cdk.tf.json`. */
export type StackContent = Readonly<Record<string, Json>>;

/** Writes a stack, and the files beside it, as CDKTF lays them out; gives the folder to run from. */
export async function writeStack(
  folder: string,
  content: StackContent | string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  system = "demo",
): Promise<string> {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  for (const [path, body] of Object.entries({ ...files, "cdk.tf.json": text })) {
    const file = join(folder, "stacks", system, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, body);
  }
  return folder;
}

/** A function's zip, of the source of its `index.mjs`. */
export function zipOf(source: string): Uint8Array {
  return zipSync({ "index.mjs": new TextEncoder().encode(source) });
}
