import { join } from "node:path";
import { field, isObject } from "../../../asl/views/values.js";
import { WrongInput } from "./problem.js";

/** A resource of a synthesized stack. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** Its arguments as they are written, references unresolved, meta-arguments left out. */
  readonly config: Readonly<Record<string, unknown>>;
  /** `lifecycle` (but for `prevent_destroy`), `provider` and `provisioner`. */
  readonly meta: Readonly<Record<string, unknown>>;
  readonly preventsDestroy: boolean;
  /** Where it stood before a `moved` block of the other side moved it. */
  readonly formerAddress?: string;
}

/** A synthesized stack. */
export interface Stack {
  readonly name: string;
  /** Where its files are, which arguments such as `filename` are relative to. */
  readonly folder: string;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Old address to new address. */
  readonly moved: ReadonlyMap<string, string>;
  /** Addresses that a `removed` block takes out of the state without destroying what is there. */
  readonly forgotten: ReadonlySet<string>;
  /** Addresses that an `import` block takes into the state. */
  readonly imported: ReadonlySet<string>;
  /** All other blocks, such as `terraform`, `provider`, `module` and `variable`. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** What the review needs of the disk. */
export interface FilePorts {
  /** The names of the folders inside a folder; `undefined` when there is no such folder. */
  readonly folders: (path: string) => Promise<readonly string[] | undefined>;
  /** A file's text; `undefined` when there is no such file. */
  readonly read: (path: string) => Promise<string | undefined>;
  /** A file's size in bytes; `undefined` when there is no such file. */
  readonly size: (path: string) => Promise<number | undefined>;
}

const metaArguments: ReadonlySet<string> = new Set(["lifecycle", "provider", "provisioner"]);
const unread: ReadonlySet<string> = new Set(["//", "depends_on"]);

/** A JSON file. @throws WrongInput when it is missing or no JSON object */
export async function readJsonObject(path: string, { read }: FilePorts): Promise<Readonly<Record<string, unknown>>> {
  const text = await read(path);
  if (text === undefined) throw new WrongInput(`There is no file ${path}.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new WrongInput(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (isObject(value)) return value;
  throw new WrongInput(`${path} is JSON but not an object.`);
}

function resourcesOf(block: unknown, path: string): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>();
  if (block === undefined) return found;
  if (!isObject(block)) throw new WrongInput(`${path} is no synthesized stack: its "resource" is not an object.`);
  for (const [type, byName] of Object.entries(block)) {
    if (!isObject(byName)) throw new WrongInput(`${path} is no synthesized stack: ${type} is not an object.`);
    for (const [name, body] of Object.entries(byName)) {
      const address = `${type}.${name}`;
      if (!isObject(body)) throw new WrongInput(`${path} is no synthesized stack: ${address} is not an object.`);
      const own = Object.entries(body).filter(([key]) => !unread.has(key));
      const config = Object.fromEntries(own.filter(([key]) => !metaArguments.has(key)));
      const { prevent_destroy: _, ...lifecycle } = isObject(body.lifecycle) ? body.lifecycle : {};
      const meta = { ...Object.fromEntries(own.filter(([key]) => metaArguments.has(key))), lifecycle };
      const preventsDestroy = field(body.lifecycle, "prevent_destroy") === true;
      found.set(address, { address, type, name, config, meta, preventsDestroy });
    }
  }
  return found;
}

const blocksOf = (block: unknown): readonly unknown[] =>
  Array.isArray(block) ? block : block === undefined ? [] : [block];

function movesOf(block: unknown): ReadonlyMap<string, string> {
  return new Map(
    blocksOf(block).flatMap((move): [string, string][] => {
      const from = field(move, "from");
      const to = field(move, "to");
      return typeof from === "string" && typeof to === "string" ? [[from, to]] : [];
    }),
  );
}

/** The addresses that a field of some blocks names, where they are as wanted. */
function named(block: unknown, name: string, wanted: (one: unknown) => boolean = () => true): ReadonlySet<string> {
  const values = blocksOf(block)
    .filter(wanted)
    .map((one) => field(one, name));
  return new Set(values.filter((value) => typeof value === "string"));
}

const isKept = (block: unknown) => blocksOf(field(block, "lifecycle")).some((one) => field(one, "destroy") === false);

async function readStack(out: string, name: string, files: FilePorts): Promise<Stack> {
  const folder = join(out, "stacks", name);
  const path = join(folder, "cdk.tf.json");
  const content = await readJsonObject(path, files);
  const { resource, moved, removed, import: imports, "//": _, ...rest } = content;
  return {
    ...{ name, folder, rest, resources: resourcesOf(resource, path), moved: movesOf(moved) },
    ...{ forgotten: named(removed, "from", isKept), imported: named(imports, "to") },
  };
}

/**
 * Reads the stacks that `npm run synth` has put into a folder, by their names. An empty folder has none.
 *
 * @throws WrongInput when there is no such folder, or a file in it is no synthesized stack
 */
export async function readStacks(out: string, files: FilePorts): Promise<ReadonlyMap<string, Stack>> {
  if ((await files.folders(out)) === undefined) throw new WrongInput(`There is no folder ${out}.`);
  const names = (await files.folders(join(out, "stacks"))) ?? [];
  const stacks = await Promise.all([...names].sort().map((name) => readStack(out, name, files)));
  return new Map(stacks.map((stack) => [stack.name, stack]));
}
