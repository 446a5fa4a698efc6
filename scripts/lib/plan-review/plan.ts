import * as v from "valibot";
import { field } from "../../../asl/views/values.js";
import { WrongInput } from "./problem.js";
import { type FilePorts, readJsonObject } from "./stack.js";

// Terraform JSON Output Format, "Plan Representation" and "Change Representation": fields may be added within a major version.
const changeSchema = v.object({
  actions: v.array(v.string()),
  before: v.optional(v.unknown()),
  after: v.optional(v.unknown()),
  after_unknown: v.optional(v.unknown()),
  before_sensitive: v.optional(v.unknown()),
  after_sensitive: v.optional(v.unknown()),
  replace_paths: v.optional(v.array(v.array(v.union([v.string(), v.number()])))),
  importing: v.optional(v.unknown()),
});

const resourceChangeSchema = v.object({
  address: v.string(),
  previous_address: v.optional(v.string()),
  mode: v.optional(v.string()),
  type: v.string(),
  name: v.string(),
  deposed: v.optional(v.string()),
  change: changeSchema,
});

const planSchema = v.object({
  errored: v.optional(v.boolean()),
  complete: v.optional(v.boolean()),
  resource_changes: v.optional(v.array(resourceChangeSchema)),
  resource_drift: v.optional(v.array(resourceChangeSchema)),
  variables: v.optional(v.record(v.string(), v.unknown())),
  configuration: v.optional(v.unknown()),
});

/** What a plan does to one resource. */
export type PlannedChange = v.InferOutput<typeof resourceChangeSchema>;

/** What `terraform show -json` tells of a plan. */
export interface Plan {
  readonly path: string;
  /** Whether Terraform stopped before the plan was complete. */
  readonly errored: boolean;
  /** Whether applying it leaves nothing to do. */
  readonly complete: boolean;
  readonly changes: readonly PlannedChange[];
  /** What has changed outside of Terraform since it was applied last. */
  readonly drift: readonly PlannedChange[];
  /** The addresses of every resource that it speaks of. */
  readonly addresses: ReadonlySet<string>;
  /** Stage and region, where they are variables. */
  readonly plannedFor: string;
}

const isManaged = ({ mode }: PlannedChange) => mode === undefined || mode === "managed";

/**
 * Reads the answer of `terraform show -json PLANFILE`.
 *
 * @throws WrongInput when there is no such file, or it is another kind of file
 */
export async function readPlan(path: string, files: FilePorts): Promise<Plan> {
  const content = await readJsonObject(path, files);
  const version = content.format_version;
  if (typeof version !== "string" || !/^1\.\d+$/.test(version)) {
    const found =
      version === undefined ? "it has no format_version" : `its format_version is ${JSON.stringify(version)}`;
    throw new WrongInput(
      `${path} is no plan that can be read here: ${found}, and 1.x is wanted (terraform show -json PLANFILE).`,
    );
  }
  const parsed = v.safeParse(planSchema, content);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new WrongInput(`${path} is no plan that can be read here: ${v.getDotPath(issue) ?? "it"}: ${issue.message}.`);
  }
  const {
    errored = false,
    complete = true,
    resource_changes = [],
    resource_drift = [],
    variables = {},
  } = parsed.output;
  if (content.resource_changes === undefined && content.planned_values === undefined) {
    throw new WrongInput(`${path} shows a state, not a plan: give the answer of terraform show -json PLANFILE.`);
  }
  const configured = field(field(parsed.output.configuration, "root_module"), "resources");
  const inConfiguration = (Array.isArray(configured) ? configured : [])
    .filter((one) => field(one, "mode") === "managed")
    .map((one) => field(one, "address"))
    .filter((address) => typeof address === "string");
  const named = ["stage", "region"].map((name) => field(variables[name], "value"));
  return {
    path,
    errored,
    complete,
    changes: resource_changes.filter(isManaged),
    drift: resource_drift.filter(isManaged),
    addresses: new Set([...inConfiguration, ...resource_changes.filter(isManaged).map(({ address }) => address)]),
    plannedFor: named.filter((value) => typeof value === "string").join(", "),
  };
}
