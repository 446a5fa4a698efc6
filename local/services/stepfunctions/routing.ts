import { parseMachineArn, versionNumber } from "./arns.js";
import type { Constraints } from "./constraints.js";
import { statesError } from "./errors.js";
import type { MachineEntry, MachineStore, Route, StoredVersion } from "./machine-store.js";

const routeLimits = { min: 1, max: 2, itemName: "RoutingConfigurationListItem" };

interface RequestedRoute {
  readonly arn: string;
  readonly weight: number;
}

/** The `routingConfiguration` of a request that creates an alias. */
export function readRoutes(read: Constraints): readonly RequestedRoute[] {
  return read.objects("routingConfiguration", routeLimits).map(readRoute);
}

/** The `routingConfiguration` of a request that may change one. */
export function readChangedRoutes(read: Constraints): readonly RequestedRoute[] | undefined {
  return read.optionalObjects("routingConfiguration", routeLimits)?.map(readRoute);
}

/**
 * The machine and the versions that a routing configuration names.
 *
 * @throws `ValidationException` for a configuration that AWS refuses, `ResourceNotFound` for a version that does not exist
 */
export function resolveRoutes(
  machines: MachineStore,
  requested: readonly RequestedRoute[],
): { readonly entry: MachineEntry; readonly routes: readonly Route[] } {
  const arns = requested.map(({ arn }) => arn);
  const parsed = arns.map(parseMachineArn);
  const received = `Received: [${arns.join(", ")}]`;
  if (parsed.some(({ qualifier }) => Number.isNaN(versionNumber(qualifier)))) {
    throw invalid(`Routing configuration must contain state machine version ARNs. ${received}`);
  }
  if (new Set(arns).size < arns.length) {
    throw invalid(`Routing configuration must contain distinct state machine version ARNs. ${received}`);
  }
  if (new Set(parsed.map(({ machineArn }) => machineArn)).size > 1) {
    throw invalid(`Routing configuration must contain versions of one state machine. ${received}`);
  }
  const weights = requested.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw invalid(`Sum of routing configuration weights must equal 100. Received: [${weights.join(", ")}]`);
  }
  const entry = machines.find(parsed[0]?.machineArn ?? "");
  if (!entry) throw notFound();
  const routes = requested.map(({ arn, weight }) => ({ version: versionOf(entry, arn), weight }));
  return { entry, routes };
}

/** Which version an execution of an alias runs; `random` is in [0, 1). */
export function pickVersion(routes: readonly Route[], random: () => number): StoredVersion | undefined {
  if (routes.length === 1) return routes[0]?.version;
  let left = random() * 100;
  return routes.find(({ weight }) => {
    left -= weight;
    return left < 0;
  })?.version;
}

/** The refusal of what is gone or never was. */
export function notFound() {
  return statesError("ResourceNotFound", "Request references a resource that does not exist.");
}

function readRoute(item: Constraints): RequestedRoute {
  return { arn: item.text("stateMachineVersionArn", { min: 1, max: 256 }), weight: item.count("weight", 100) };
}

function versionOf(entry: MachineEntry, arn: string): StoredVersion {
  const version = entry.versions.get(versionNumber(arn.split(":")[7]));
  if (version) return version;
  throw notFound();
}

function invalid(message: string) {
  return statesError("ValidationException", message);
}
