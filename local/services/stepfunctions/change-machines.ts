import type { Machine } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { findMachine, parseMachineArn } from "./arns.js";
import { defaultConfiguration, readConfiguration } from "./configuration.js";
import { Constraints } from "./constraints.js";
import { definitionLimits, readDefinition, readType } from "./definition.js";
import { checkRole, statesError } from "./errors.js";
import type { MachineEntry, StoredMachine } from "./machine-store.js";
import { isName, longestName } from "./names.js";
import type { StatesState } from "./state.js";
import { readNewTags } from "./tags.js";
import { publish } from "./versions.js";

const arnLimits = { min: 1, max: 256 };

/**
 * `CreateStateMachine`: idempotent for the same definition, type, configuration and publication; role and tags are not
 * compared.
 */
export function createStateMachine({ context, machines }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const name = read.text("name", { min: 1, max: longestName });
  const definition = read.text("definition", definitionLimits);
  const roleArn = read.text("roleArn", arnLimits);
  const type = readType(read);
  const configuration = readConfiguration(read);
  const newTags = readNewTags(read);
  const created = readPublication(read);
  read.done();
  if (!isName(name)) throw statesError("InvalidName", `Invalid Name: '${name}'`);
  checkPublication(created);
  checkRole(roleArn);
  configuration.check();
  const arn = `arn:${context.partition}:states:${context.region}:${context.accountId}:stateMachine:${name}`;
  newTags.check(arn);
  const machine = readDefinition(definition, type);
  const now = context.clock.now();
  const wanted: StoredMachine = {
    ...{ arn, name, system: "", roleArn, definition, machine },
    ...{ creationDate: now, updateDate: now },
    configuration: { ...defaultConfiguration, ...configuration.given },
  };
  const existing = machines.find(arn);
  if (existing && !isSame(existing, wanted, created)) {
    throw statesError("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
  }
  const entry = existing ?? machines.add(wanted, created, newTags.tags);
  return {
    stateMachineArn: arn,
    creationDate: entry.current.creationDate / 1000,
    ...(created.publish ? { stateMachineVersionArn: publish(entry, now, created.description).arn } : {}),
  };
}

/** `UpdateStateMachine`. Executions that run keep what they started with. */
export function updateStateMachine({ context, machines }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const arn = read.text("stateMachineArn", arnLimits);
  const definition = read.optionalText("definition", definitionLimits);
  const roleArn = read.optionalText("roleArn", arnLimits);
  const configuration = readConfiguration(read);
  const publication = readPublication(read);
  read.done();
  const entry = findMachine(machines, arn);
  checkPublication(publication);
  if (definition === undefined && roleArn === undefined && Object.keys(configuration.given).length === 0) {
    throw statesError(
      "MissingRequiredParameter",
      "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
    );
  }
  if (roleArn !== undefined) checkRole(roleArn);
  configuration.check();
  const machine = definition === undefined ? undefined : readDefinition(definition, entry.current.machine.type);
  const now = context.clock.now();
  const changed = change(entry.current, { definition, machine, roleArn, configuration: configuration.given });
  if (changed !== entry.current) entry.current = { ...changed, updateDate: now, revisionId: context.uuid() };
  const version = publication.publish ? publish(entry, now, publication.description) : undefined;
  return {
    updateDate: now / 1000,
    ...(entry.current.revisionId === undefined ? {} : { revisionId: entry.current.revisionId }),
    ...(version === undefined ? {} : { stateMachineVersionArn: version.arn }),
  };
}

/**
 * `DeleteStateMachine`, with its versions and aliases. AWS ends its executions at their next state, and only then is it
 * gone; here both happen at once. One that does not exist is no mistake.
 */
export function deleteStateMachine({ machines, executions }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const arn = read.text("stateMachineArn", arnLimits);
  read.done();
  const { machineArn, qualifier } = parseMachineArn(arn);
  if (qualifier !== undefined)
    throw statesError("ValidationException", `'${arn}' must not have a version or an alias.`);
  machines.delete(machineArn);
  for (const { machine, execution } of executions.list()) if (machine.arn === machineArn) execution.stop();
  return {};
}

interface Changes {
  readonly definition: string | undefined;
  readonly machine: Machine | undefined;
  readonly roleArn: string | undefined;
  readonly configuration: JsonObject;
}

/** The machine with what changes; the same object where nothing does. */
function change(current: StoredMachine, { definition, machine, roleArn, configuration }: Changes): StoredMachine {
  const changed: StoredMachine = {
    ...current,
    ...(definition === undefined || machine === undefined ? {} : { definition, machine }),
    ...(roleArn === undefined ? {} : { roleArn }),
    configuration: { ...current.configuration, ...configuration },
  };
  const same = changed.roleArn === current.roleArn && isAlike(changed, current);
  return same ? current : changed;
}

function readPublication(read: Constraints): MachineEntry["created"] {
  const publish = read.optionalBoolean("publish") ?? false;
  return { publish, description: read.optionalText("versionDescription", { max: 256 }) };
}

function checkPublication({ publish, description }: MachineEntry["created"]): void {
  if (publish || description === undefined) return;
  throw statesError("ValidationException", "Version description can only be set when publish is true");
}

function isSame({ current, created }: MachineEntry, wanted: StoredMachine, wantedCreated: MachineEntry["created"]) {
  return (
    current.machine.type === wanted.machine.type &&
    isAlike(current, wanted) &&
    created.publish === wantedCreated.publish &&
    created.description === wantedCreated.description
  );
}

function isAlike(one: StoredMachine, other: StoredMachine): boolean {
  return (
    one.definition === other.definition && JSON.stringify(one.configuration) === JSON.stringify(other.configuration)
  );
}
