import type { Json, JsonObject } from "../../asl/spec/index.js";
import { type Attributes, blocks, type Resource } from "../service.js";
import { checkStack, orderResources } from "./check.js";
import { problems, StackError } from "./problems.js";
import { follow, resolve, resolveValue } from "./resolve.js";
import type { Stack } from "./stack.js";
import type { Reference } from "./template.js";
import { resolveVariables, type VariableSource } from "./variables.js";

/** The account and place that the data sources tell of. */
export interface Account {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
}

/** A stack that was checked and whose variables have values: ready to be created. */
export interface PlannedStack {
  readonly stack: Stack;
  readonly variables: ReadonlyMap<string, Json>;
  readonly region: string;
  /** Rules of variables that only Terraform can check. */
  readonly unchecked: readonly string[];
}

/**
 * Checks a stack and its variables, without creating anything.
 *
 * @throws StackError with every problem found
 */
export function planStack(stack: Stack, sources: readonly VariableSource[]): PlannedStack {
  const { values, problems: refused, unchecked } = resolveVariables(stack.variables, sources);
  const found = [...checkStack(stack), ...refused];
  if (found.length > 0) throw new StackError(stack.system, found);
  const region = resolveValue(
    stack.region ?? "us-east-1",
    ({ target }) => values.get(target.slice("var.".length)) ?? null,
  );
  return { stack, variables: values, region: String(region), unchecked };
}

/** What became of a stack. */
export interface AppliedStack {
  readonly system: string;
  /** Every attribute of each resource, by address. */
  readonly resources: ReadonlyMap<string, JsonObject>;
  readonly outputs: JsonObject;
}

/**
 * Creates a stack's resources, each after those it depends on, through the services.
 *
 * @throws StackError with the address of the resource that could not be created
 */
export async function applyStack(
  { stack, variables }: PlannedStack,
  account: Account,
  create: (resource: Resource) => Promise<Attributes> | Attributes,
): Promise<AppliedStack> {
  const order = orderResources(stack.resources);
  if ("cycle" in order) throw new StackError(stack.system, [problems.cycle(order.cycle)]);
  const state = new Map<string, JsonObject>(
    stack.dataSources.map(({ address, type }) => [`data.${address}`, dataSource(type, account)]),
  );
  const lookUp = (address: string) => (reference: Reference) => {
    if (reference.target.startsWith("var.")) return variables.get(reference.target.slice("var.".length)) ?? null;
    const attributes = state.get(reference.target) ?? {};
    const value = follow(attributes, reference.path);
    if (value !== undefined) return value;
    throw new StackError(stack.system, [problems.unknownAttribute(address, reference.source, Object.keys(attributes))]);
  };
  for (const { address, type, name, config } of order.ordered) {
    try {
      const attributes = resolve(config, lookUp(address));
      const resource = { address, type, name, system: stack.system, folder: stack.folder, attributes };
      state.set(address, { ...attributes, ...(await create(resource)) });
    } catch (error) {
      if (error instanceof StackError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new StackError(stack.system, [problems.createFailed(address, reason)]);
    }
  }
  const outputs = Object.entries(stack.outputs).flatMap(([name, block]) =>
    blocks(block).map(({ value }) => [name, resolveValue(value ?? null, lookUp(`output.${name}`))] as const),
  );
  return { system: stack.system, resources: state, outputs: Object.fromEntries(outputs) };
}

function dataSource(type: string, { region, accountId, partition }: Account): JsonObject {
  const values: Readonly<Record<string, JsonObject>> = {
    aws_region: { name: region, id: region, endpoint: `ec2.${region}.amazonaws.com` },
    aws_caller_identity: {
      account_id: accountId,
      id: accountId,
      arn: `arn:${partition}:iam::${accountId}:user/local`,
      user_id: "AIDALOCALUSERXXXXXXXX",
    },
    aws_partition: { partition, id: partition, dns_suffix: "amazonaws.com" },
  };
  return values[type] ?? {};
}
