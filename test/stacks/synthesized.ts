import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { Json } from "../../asl/spec/index.js";
import { follow } from "../../local/terraform/resolve.js";
import { type Declaration, readStacks, type Stack } from "../../local/terraform/stack.js";

/** Where `npm run synth` has put the stacks. */
export const OUT = process.env.CDKTF_OUTDIR ?? "cdktf.out";

/** Every stack as it was synthesized. */
export const stacks = await readStacks(OUT);

/** The stack of one system. */
export function stackOf(system: string): Stack {
  const stack = stacks.find((one) => one.system === system);
  if (stack) return stack;
  throw new Error(`There is no stack "${system}" in ${OUT}.`);
}

const documentSchema = v.record(v.string(), v.unknown());

/** All of a stack's `cdk.tf.json`, with the blocks that `Stack` leaves out. */
export async function rawStack(system: string, out = OUT): Promise<Readonly<Record<string, unknown>>> {
  return v.parse(documentSchema, JSON.parse(await readFile(join(out, "stacks", system, "cdk.tf.json"), "utf8")));
}

/** The resources of one type. */
export function ofType({ resources }: Stack, type: string): readonly Declaration[] {
  return resources.filter((resource) => resource.type === type);
}

/** The one resource of a type. @throws Error when there is none, or more than one */
export function theOnly(stack: Stack, type: string): Declaration {
  const [only, ...more] = ofType(stack, type);
  if (only && more.length === 0) return only;
  throw new Error(`${stack.system} has ${more.length + (only ? 1 : 0)} resources of the type ${type}, not one.`);
}

/** What stands at a path such as `logging_configuration.level`; `undefined` where nothing does. */
export function at({ config }: Declaration, path: string): Json | undefined {
  return follow(
    config,
    path.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
  );
}

/** The same, for a text. @throws Error when it is none */
export function textAt(resource: Declaration, path: string): string {
  const value = at(resource, path);
  if (typeof value === "string") return value;
  throw new Error(`${resource.address} has no text at ${path}.`);
}

/** Every string in a JSON value, keys left out. */
export function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** For `describe.each`: each stack by its name. */
export const eachStack = stacks.map((stack) => [stack.system, stack] as const);
