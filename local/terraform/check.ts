import type { Json } from "../../asl/spec/index.js";
import { accepted, unknownArguments } from "./accepted.js";
import { type Problem, problems } from "./problems.js";
import { referencesIn, templatesIn } from "./resolve.js";
import type { Declaration, Stack } from "./stack.js";

/** The data sources that have a value here. */
export const dataSources = ["aws_region", "aws_caller_identity", "aws_partition"] as const;

/** Everything in a stack that the local runtime cannot run, found without running it. */
export function checkStack(stack: Stack): readonly Problem[] {
  const targets = new Set([
    ...stack.resources.map(({ address }) => address),
    ...stack.dataSources.map(({ address }) => `data.${address}`),
    ...Object.keys(stack.variables).map((name) => `var.${name}`),
  ]);
  const outputs = Object.entries(stack.outputs);
  return [
    ...stack.unknownBlocks.map(problems.unknownBlock),
    ...stack.dataSources.filter(({ type }) => !dataSources.some((known) => known === type)).map(refusedSource),
    ...stack.resources.flatMap((declaration) => [
      ...checkArguments(declaration),
      ...checkTemplates(declaration.address, declaration.config, targets),
      ...declaration.dependsOn
        .filter((address) => !targets.has(address))
        .map((address) => problems.danglingReference(declaration.address, address)),
    ]),
    ...outputs.flatMap(([name, value]) => checkTemplates(`output.${name}`, value, targets)),
    ...checkTemplates("provider.aws", stack.region ?? null, targets),
    ...checkOrder(stack.resources),
  ];
}

function refusedSource({ address }: Declaration): Problem {
  return problems.unknownDataSource(`data.${address}`);
}

function checkArguments({ address, type, config, unsupportedMeta }: Declaration): readonly Problem[] {
  if (accepted[type] === undefined) return [problems.unknownResourceType(address, type)];
  return [
    ...unsupportedMeta.map((argument) => problems.metaArgument(address, argument)),
    ...unknownArguments(type, config).map((path) => problems.unknownArgument(address, path)),
  ];
}

function checkTemplates(address: string, value: Json, targets: ReadonlySet<string>): readonly Problem[] {
  const dangling = referencesIn(value).filter(({ target }) => !targets.has(target));
  return [
    ...templatesIn(value).flatMap(({ unsupported }) =>
      unsupported.map((expression) => problems.unsupportedExpression(address, expression)),
    ),
    ...dangling.map(({ source }) => problems.danglingReference(address, source)),
  ];
}

function checkOrder(resources: readonly Declaration[]): readonly Problem[] {
  const order = orderResources(resources);
  return "cycle" in order ? [problems.cycle(order.cycle)] : [];
}

/** The resources in an order in which each comes after those that it needs, or a circle among them. */
export function orderResources(
  resources: readonly Declaration[],
): { readonly ordered: readonly Declaration[] } | { readonly cycle: readonly string[] } {
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const ordered = new Set<Declaration>();
  const visit = (resource: Declaration, trail: readonly string[]): readonly string[] | undefined => {
    if (ordered.has(resource)) return undefined;
    const path = [...trail, resource.address];
    if (trail.includes(resource.address)) return path.slice(trail.indexOf(resource.address));
    const needs = [...resource.dependsOn, ...referencesIn(resource.config).map(({ target }) => target)];
    for (const need of new Set(needs)) {
      const next = byAddress.get(need);
      const cycle = next === undefined ? undefined : visit(next, path);
      if (cycle !== undefined) return cycle;
    }
    ordered.add(resource);
    return undefined;
  };
  for (const resource of resources) {
    const cycle = visit(resource, []);
    if (cycle !== undefined) return { cycle };
  }
  return { ordered: [...ordered] };
}
