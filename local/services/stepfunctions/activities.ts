import type { Json, JsonObject } from "../../../asl/spec/index.js";
import type { Activity } from "./activity-store.js";
import { checkArn } from "./arns.js";
import { readEncryption } from "./configuration.js";
import { Constraints } from "./constraints.js";
import { statesError } from "./errors.js";
import { isName, longestName } from "./names.js";
import { page } from "./pages.js";
import { readPage } from "./read-executions.js";
import type { StatesState } from "./state.js";
import { readNewTags } from "./tags.js";

/** How long `GetActivityTask` waits for a task, in milliseconds. Source: API reference, GetActivityTask. */
const longPoll = 60_000;

const nameLimits = { min: 1, max: longestName };

/** `CreateActivity`: idempotent for the same name and encryption. */
export function createActivity({ context, activities }: StatesState, input: JsonObject) {
  const read = new Constraints(input);
  const name = read.text("name", nameLimits);
  const newTags = readNewTags(read);
  const encryption = readEncryption(read);
  read.done();
  if (!isName(name)) throw statesError("InvalidName", `Invalid Name: '${name}'`);
  const arn = `arn:${context.partition}:states:${context.region}:${context.accountId}:activity:${name}`;
  newTags.check(arn);
  const creationDate = context.clock.now();
  const existing = activities.find(arn);
  if (existing && JSON.stringify(existing.encryption) !== JSON.stringify(encryption)) {
    throw statesError("ActivityAlreadyExists", `Activity Already Exists: '${arn}'`);
  }
  const activity =
    existing ?? activities.add({ ...{ arn, name, creationDate, encryption }, tags: new Map(newTags.tags) });
  return { activityArn: arn, creationDate: activity.creationDate / 1000 };
}

/** `DescribeActivity`. */
export function describeActivity(state: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const arn = readArn(read);
  read.done();
  const activity = findActivity(state, arn);
  const { encryption } = activity;
  return { ...facts(activity), ...(encryption && { encryptionConfiguration: encryption }) };
}

/** `DeleteActivity`. One that does not exist is no mistake. */
export function deleteActivity({ activities }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const arn = readArn(read);
  read.done();
  checkArn(arn, "activity");
  activities.delete(arn);
  return {};
}

/** `ListActivities`, oldest first. */
export function listActivities({ activities }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const request = readPage(read);
  read.done();
  const { items, next } = page(activities.list(), ({ number }) => number, "activities", request);
  return { activities: items.map(facts), ...next };
}

/** `GetActivityTask`: waits up to a minute; without a task it answers a `taskToken` that is null. */
export async function getActivityTask(state: StatesState, input: JsonObject, signal?: AbortSignal): Promise<Json> {
  const read = new Constraints(input);
  const arn = readArn(read);
  const workerName = read.optionalText("workerName", nameLimits);
  read.done();
  const { clock } = state.context;
  const task = await state.activities.poll(findActivity(state, arn).arn, { clock, forMs: longPoll, signal });
  if (task?.taskToken === undefined) return { taskToken: null };
  task.started(workerName);
  return { taskToken: task.taskToken, input: JSON.stringify(task.parameters) };
}

function readArn(read: Constraints): string {
  return read.text("activityArn", { min: 1, max: 256 });
}

function findActivity({ activities }: StatesState, arn: string): Activity {
  checkArn(arn, "activity");
  const activity = activities.find(arn);
  if (activity) return activity;
  throw statesError("ActivityDoesNotExist", `Activity Does Not Exist: '${arn}'`);
}

function facts({ arn, name, creationDate }: Activity): JsonObject {
  return { activityArn: arn, name, creationDate: creationDate / 1000 };
}
