import { join } from "node:path";
import { configDeltas } from "./config.js";
import { nameOf, pairs } from "./foretold.js";
import type { FieldDelta, FunctionChange } from "./model.js";
import type { FilePorts, Resource, Stack } from "./stack.js";

function sizeOf(stack: Stack | undefined, resource: Resource | undefined, files: FilePorts) {
  const file = resource?.config.filename;
  return stack === undefined || typeof file !== "string" ? undefined : files.size(join(stack.folder, file));
}

const isCode = ({ path }: FieldDelta) => path === "source_code_hash" || path === "filename";
const variable = /^environment(?:\[0\])?\.variables\.?/;

/** Environment variables one by one, whether the block stands by itself or in a list. */
function environmentOf(resource: Resource | undefined): Readonly<Record<string, unknown>> {
  const block = resource?.config.environment;
  const one: unknown = Array.isArray(block) ? block[0] : block;
  if (typeof one !== "object" || one === null || !("variables" in one)) return {};
  const { variables } = one;
  return typeof variables === "object" && variables !== null ? { ...variables } : {};
}

/** The functions that appear, change or go, with the sizes of their zips. */
export async function functionChanges(
  before: Stack | undefined,
  after: Stack | undefined,
  files: FilePorts,
): Promise<readonly FunctionChange[]> {
  const found = pairs(before, after).map(async ({ old, now }): Promise<FunctionChange[]> => {
    const resource = now ?? old;
    if (resource?.type !== "aws_lambda_function") return [];
    const [sizeBefore, sizeAfter] = await Promise.all([sizeOf(before, old, files), sizeOf(after, now, files)]);
    const sizes = { ...(sizeBefore !== undefined && { sizeBefore }), ...(sizeAfter !== undefined && { sizeAfter }) };
    const of = { address: resource.address, name: nameOf(resource), ...sizes };
    const environment = configDeltas({ variables: environmentOf(old) }, { variables: environmentOf(now) }).map(
      (delta) => ({ ...delta, path: delta.path.replace(/^variables\./, "") }),
    );
    if (old === undefined || now === undefined) {
      const kind = old === undefined ? "created" : "destroyed";
      return [{ ...of, kind, codeChanged: false, fields: [], environment: kind === "created" ? environment : [] }];
    }
    const deltas = configDeltas(old.config, now.config);
    const codeChanged = deltas.some(({ path }) => path === "source_code_hash");
    const fields = deltas.filter(
      (delta) => !isCode(delta) && !variable.test(delta.path) && delta.path !== "environment",
    );
    if (!codeChanged && fields.length === 0 && environment.length === 0) return [];
    return [{ ...of, kind: "changed", codeChanged, fields, environment }];
  });
  return (await Promise.all(found)).flat();
}
