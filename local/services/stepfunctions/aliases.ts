import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { findTarget, parseMachineArn, versionNumber } from "./arns.js";
import { Constraints } from "./constraints.js";
import { statesError } from "./errors.js";
import type { MachineEntry, Route, StoredAlias } from "./machine-store.js";
import { page } from "./pages.js";
import { readPage } from "./read-executions.js";
import { notFound, readChangedRoutes, readRoutes, resolveRoutes } from "./routing.js";
import type { StatesState } from "./state.js";

const mostAliases = 100;
const nameLimits = { min: 1, max: 80, pattern: String.raw`^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$` };
const descriptionLimits = { max: 256 };

/** What `CreateStateMachineAlias` answers; its date in seconds since 1970. */
type CreatedAlias = { readonly stateMachineAliasArn: string; readonly creationDate: number };

/** `CreateStateMachineAlias`: idempotent for the same description and routing. */
export function createStateMachineAlias({ context, machines }: StatesState, input: JsonObject): CreatedAlias {
  const read = new Constraints(input);
  const name = read.text("name", nameLimits);
  const description = read.optionalText("description", descriptionLimits);
  const requested = readRoutes(read);
  read.done();
  const { entry, routes } = resolveRoutes(machines, requested);
  const existing = entry.aliases.get(name);
  if (existing && (existing.description !== description || !sameRoutes(existing.routes, routes))) {
    throw statesError(
      "ConflictException",
      "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
    );
  }
  const alias = existing ?? addAlias(entry, { name, routes, now: context.clock.now(), description });
  return { stateMachineAliasArn: alias.arn, creationDate: alias.creationDate / 1000 };
}

/** `UpdateStateMachineAlias`. */
export function updateStateMachineAlias(state: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const arn = read.text("stateMachineAliasArn", { min: 1, max: 256 });
  const description = read.optionalText("description", descriptionLimits);
  const requested = readChangedRoutes(read);
  read.done();
  const { entry, alias } = findAlias(state, arn);
  if (description === undefined && requested === undefined) {
    throw statesError("ValidationException", "Either the description or the routing configuration must be specified");
  }
  const resolved = requested === undefined ? undefined : resolveRoutes(state.machines, requested);
  if (resolved && resolved.entry !== entry) {
    throw statesError(
      "ValidationException",
      "Routing configuration must contain versions of the alias's state machine.",
    );
  }
  const changed: StoredAlias = {
    ...alias,
    ...(description === undefined ? {} : { description }),
    ...(resolved === undefined ? {} : { routes: resolved.routes }),
    updateDate: state.context.clock.now(),
  };
  entry.aliases.set(alias.name, changed);
  return { updateDate: changed.updateDate / 1000 };
}

/** `DescribeStateMachineAlias`. */
export function describeStateMachineAlias(state: StatesState, input: JsonObject): Json {
  const { alias } = findAlias(state, readArn(input));
  return {
    stateMachineAliasArn: alias.arn,
    name: alias.name,
    ...(alias.description === undefined ? {} : { description: alias.description }),
    routingConfiguration: alias.routes.map(({ version, weight }) => ({ stateMachineVersionArn: version.arn, weight })),
    creationDate: alias.creationDate / 1000,
    updateDate: alias.updateDate / 1000,
  };
}

/** `DeleteStateMachineAlias`. One that does not exist is no mistake: recorded on AWS, against its documentation. */
export function deleteStateMachineAlias({ machines }: StatesState, input: JsonObject): Json {
  const { machineArn, qualifier } = parseMachineArn(readArn(input));
  machines.find(machineArn)?.aliases.delete(qualifier ?? "");
  return {};
}

/** `ListStateMachineAliases` of a machine or a version, oldest first: recorded on AWS, against its documentation. */
export function listStateMachineAliases({ machines }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const arn = read.text("stateMachineArn", { min: 1, max: 256 });
  const request = readPage(read);
  read.done();
  const { entry, version, alias } = findTarget(machines, arn);
  if (alias) throw notFound();
  const aliases = [...entry.aliases.values()].filter(
    ({ routes }) => version === undefined || routes.some((route) => route.version === version),
  );
  const { items, next } = page(aliases, ({ number }) => number, `aliases ${arn}`, request);
  return {
    stateMachineAliases: items.map((item) => ({
      stateMachineAliasArn: item.arn,
      creationDate: item.creationDate / 1000,
    })),
    ...next,
  };
}

interface NewAlias {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly description: string | undefined;
  readonly now: number;
}

function addAlias(entry: MachineEntry, { name, routes, description, now }: NewAlias): StoredAlias {
  if (entry.aliases.size >= mostAliases) {
    throw statesError("ServiceQuotaExceededException", `A state machine can have ${mostAliases} aliases.`);
  }
  entry.lastAlias += 1;
  const alias: StoredAlias = {
    arn: `${entry.current.arn}:${name}`,
    name,
    number: entry.lastAlias,
    routes,
    creationDate: now,
    updateDate: now,
    ...(description === undefined ? {} : { description }),
  };
  entry.aliases.set(name, alias);
  return alias;
}

function findAlias(
  { machines }: StatesState,
  arn: string,
): { readonly entry: MachineEntry; readonly alias: StoredAlias } {
  const { machineArn, qualifier = "" } = parseMachineArn(arn);
  const entry = machines.find(machineArn);
  const alias = Number.isNaN(versionNumber(qualifier)) ? entry?.aliases.get(qualifier) : undefined;
  if (entry && alias) return { entry, alias };
  throw notFound();
}

function readArn(input: JsonObject): string {
  const read = new Constraints(input);
  const arn = read.text("stateMachineAliasArn", { min: 1, max: 256 });
  read.done();
  return arn;
}

function sameRoutes(some: readonly Route[], others: readonly Route[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ version, weight }) => others.some((other) => other.version === version && other.weight === weight))
  );
}
