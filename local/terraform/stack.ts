import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Json, JsonObject } from "../../asl/spec/index.js";
import { isObject } from "../service.js";
import { problems, StackError } from "./problems.js";

/** A resource as synthesized: its references not yet resolved. */
export interface Declaration {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** Its arguments, without the meta-arguments. */
  readonly config: JsonObject;
  readonly dependsOn: readonly string[];
  /** Meta-arguments that Terraform reads and the local runtime does not: `count`, `for_each`, `provisioner`, ... */
  readonly unsupportedMeta: readonly string[];
}

/** A synthesized stack: the content of one `cdk.tf.json`. */
export interface Stack {
  /** The system's name, which is its folder's. */
  readonly system: string;
  readonly folder: string;
  readonly resources: readonly Declaration[];
  /** Addresses of data sources, without `data.`, e.g. `aws_region.current`. */
  readonly dataSources: readonly Declaration[];
  readonly variables: JsonObject;
  readonly outputs: JsonObject;
  /** The region of the aws provider, as written, or `undefined`. */
  readonly region: Json | undefined;
  readonly unknownBlocks: readonly string[];
}

// What has moved in a state is Terraform's concern: a run here begins with none.
const knownBlocks = ["//", "terraform", "provider", "resource", "data", "variable", "output", "moved"];
const meta = ["//", "depends_on", "lifecycle"];
const unsupportedMeta = ["count", "for_each", "provider", "provisioner", "connection"];

/**
 * Reads every stack under a folder that CDKTF synthesized.
 *
 * @param outDir e.g. `cdktf.out`
 * @throws StackError where there is none, or a file is not a stack
 */
export async function readStacks(outDir: string): Promise<readonly Stack[]> {
  const folder = join(outDir, "stacks");
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  if (names.length === 0)
    throw new StackError(folder, [problems.notAStack(folder, "there is no stack in this folder")]);
  return Promise.all(names.map((name) => readStack(join(folder, name), name)));
}

async function readStack(folder: string, system: string): Promise<Stack> {
  const file = join(folder, "cdk.tf.json");
  const refuse = (reason: string) => new StackError(system, [problems.notAStack(file, reason)]);
  const text = await readFile(file, "utf8").catch(() => {
    throw refuse("the file cannot be read");
  });
  let content: Json;
  try {
    content = JSON.parse(text);
  } catch {
    throw refuse("it is not JSON");
  }
  if (!isObject(content)) throw refuse("it is not a JSON object");
  return {
    system,
    folder,
    resources: declarations(content.resource, refuse),
    dataSources: declarations(content.data, refuse),
    variables: isObject(content.variable) ? content.variable : {},
    outputs: isObject(content.output) ? content.output : {},
    region: providerRegion(content.provider),
    unknownBlocks: Object.keys(content).filter((block) => !knownBlocks.includes(block)),
  };
}

function declarations(block: Json | undefined, refuse: (reason: string) => StackError): readonly Declaration[] {
  if (block === undefined) return [];
  if (!isObject(block)) throw refuse("resource and data must be objects");
  return Object.entries(block).flatMap(([type, named]) => {
    if (!isObject(named)) throw refuse(`${type} must be an object`);
    return Object.entries(named).map(([name, config]) => {
      if (!isObject(config)) throw refuse(`${type}.${name} must be an object`);
      return declaration(type, name, config);
    });
  });
}

function declaration(type: string, name: string, config: JsonObject): Declaration {
  const dependsOn = Array.isArray(config.depends_on) ? config.depends_on : [];
  return {
    address: `${type}.${name}`,
    type,
    name,
    config: Object.fromEntries(
      Object.entries(config).filter(([key]) => !meta.includes(key) && !unsupportedMeta.includes(key)),
    ),
    dependsOn: dependsOn.map(String),
    unsupportedMeta: Object.keys(config).filter((key) => unsupportedMeta.includes(key)),
  };
}

function providerRegion(providers: Json | undefined): Json | undefined {
  const aws = isObject(providers) ? providers.aws : undefined;
  const first = Array.isArray(aws) ? aws[0] : aws;
  return isObject(first) ? first.region : undefined;
}
