import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { findMachine, parseMachineArn, versionNumber } from "./arns.js";
import { Constraints } from "./constraints.js";
import { statesError } from "./errors.js";
import type { MachineEntry, StoredVersion } from "./machine-store.js";
import { page } from "./pages.js";
import { readPage } from "./read-executions.js";
import type { StatesState } from "./state.js";

const mostVersions = 1000;

/** `PublishStateMachineVersion`: the same revision is published once. */
export function publishStateMachineVersion({ context, machines }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const arn = read.text("stateMachineArn", { min: 1, max: 256 });
  const revisionId = read.optionalText("revisionId");
  const description = read.optionalText("description", { max: 256 });
  read.done();
  const entry = findMachine(machines, arn);
  const current = entry.current.revisionId ?? "INITIAL";
  if (revisionId !== undefined && revisionId !== current) {
    throw statesError(
      "ConflictException",
      `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${current}.`,
    );
  }
  const version = publish(entry, context.clock.now(), description);
  return { stateMachineVersionArn: version.arn, creationDate: version.creationDate / 1000 };
}

/** `DeleteStateMachineVersion`. One that does not exist is no mistake. */
export function deleteStateMachineVersion({ machines }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const arn = read.text("stateMachineVersionArn", { min: 1, max: 2000 });
  read.done();
  const { machineArn, qualifier } = parseMachineArn(arn);
  const number = versionNumber(qualifier);
  if (Number.isNaN(number)) {
    throw statesError("ValidationException", `'${arn}' is not the ARN of a state machine version.`);
  }
  const entry = machines.find(machineArn);
  const users = [...(entry?.aliases.values() ?? [])].filter(({ routes }) =>
    routes.some(({ version }) => version.number === number),
  );
  if (users.length > 0) {
    const names = users.map(({ name }) => name).join(", ");
    throw statesError(
      "ConflictException",
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names}]`,
    );
  }
  entry?.versions.delete(number);
  return {};
}

/** `ListStateMachineVersions`, newest first. */
export function listStateMachineVersions({ machines }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const arn = read.text("stateMachineArn", { min: 1, max: 256 });
  const request = readPage(read);
  read.done();
  const { versions } = findMachine(machines, arn);
  const { items, next } = page([...versions.values()].reverse(), ({ number }) => number, `versions ${arn}`, request);
  return {
    stateMachineVersions: items.map((version) => ({
      stateMachineVersionArn: version.arn,
      creationDate: version.creationDate / 1000,
    })),
    ...next,
  };
}

/**
 * Publishes a machine as it is now; gives the version that there is, if that was done before.
 *
 * @throws `ServiceQuotaExceededException` beyond 1,000 versions
 */
export function publish(entry: MachineEntry, now: number, description?: string): StoredVersion {
  const { current, versions } = entry;
  const existing = [...versions.values()].find(({ machine }) => machine === current);
  if (existing) return existing;
  if (versions.size >= mostVersions) {
    throw statesError("ServiceQuotaExceededException", `A state machine can have ${mostVersions} versions.`);
  }
  entry.lastVersion += 1;
  const version: StoredVersion = {
    arn: `${current.arn}:${entry.lastVersion}`,
    number: entry.lastVersion,
    machine: current,
    creationDate: now,
    ...(description === undefined ? {} : { description }),
  };
  versions.set(version.number, version);
  return version;
}
