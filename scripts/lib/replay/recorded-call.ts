import {
  type TaskCall,
  TaskFailure,
  TaskTokenError,
  type TaskTokens,
  type VirtualClock,
} from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { detailsOf, scheduled, stateOf } from "./mocks.js";
import { asText, object } from "./question.js";
import { fieldThatDiffers } from "./same.js";

/** One recorded attempt: what it was called with, and the events that followed on its strand. */
interface Attempt {
  readonly state: string;
  readonly parameters: Json;
  readonly scheduled: JsonObject;
  readonly events: readonly JsonObject[];
}

/** What a replay's calls are answered from. */
export interface RecordedCalls {
  readonly events: readonly JsonObject[];
  readonly times: ReadonlyMap<number, number>;
  readonly clock: VirtualClock;
  readonly tokens: TaskTokens;
  /** The task tokens and UUIDs of the replay so far. */
  readonly issued: ReadonlySet<string>;
}

/** Answers the calls of a replay as they were answered, at the times at which they were. */
export function recordedCall({
  events,
  times,
  clock,
  tokens,
  issued,
}: RecordedCalls): (task: TaskCall) => Promise<Json> {
  const left = attemptsOf(events);
  const end = Math.max(...times.values());
  const at = (event: JsonObject): number => times.get(Number(event.id)) ?? clock.now();
  return (task) =>
    new Promise((resolve, reject) => {
      const mine = left.filter(({ state }) => state === task.stateName);
      const chosen = mine.find(({ parameters }) => isSame(parameters, task, issued)) ?? mine[0];
      if (chosen === undefined) {
        const cause = `The recording has no further call of the state '${task.stateName}'.`;
        reject(new TaskFailure("Replay.NotRecorded", cause));
        return;
      }
      left.splice(left.indexOf(chosen), 1);
      const now = clock.now();
      // What the engine needs no time for, such as going from state to state, makes it earlier than AWS was. A time-out that AWS did
      // not run into must not come of that.
      const last = chosen.events.at(-1);
      const took = last === undefined ? 0 : at(last) - at(chosen.scheduled);
      const limit = (task.timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000;
      const early = last !== undefined && took < limit && at(last) - now >= limit ? at(last) - now - took : 0;
      for (const event of chosen.events) {
        clock.setTimer(at(event) - early, () => unlessEnded(() => answer(event, task, tokens, resolve, reject)));
      }
      const hasEnded = last !== undefined && /(Succeeded|Failed|TimedOut)$/.test(String(last.type));
      sendHeartbeats(task, chosen, hasEnded ? at(last) - early : end, clock, tokens);
    });
}

/** Answers by a token, unless the changed definition has ended the task already: the comparison of the histories tells that. */
function unlessEnded(send: () => void): void {
  try {
    send();
  } catch (problem) {
    if (!(problem instanceof TaskTokenError)) throw problem;
  }
}

/** Heartbeats leave no event: there were as many as kept the task alive until it ended, or until its last one before the time-out. */
function sendHeartbeats(
  { taskToken }: TaskCall,
  { scheduled: { taskScheduledEventDetails, activityScheduledEventDetails }, events }: Attempt,
  end: number,
  clock: VirtualClock,
  tokens: TaskTokens,
): void {
  const { heartbeatInSeconds } = object(taskScheduledEventDetails ?? activityScheduledEventDetails);
  if (typeof heartbeatInSeconds !== "number" || taskToken === undefined) return;
  const every = heartbeatInSeconds * 1000;
  const until = String(events.at(-1)?.type).endsWith("TimedOut") ? end - every : end;
  const beat = (at: number): void => {
    clock.setTimer(at, () => {
      unlessEnded(() => tokens.sendTaskHeartbeat(taskToken));
      if (at < until) beat(Math.min(at + every / 2, until));
    });
  };
  const first = Math.min(clock.now() + every / 2, until);
  if (first > clock.now()) beat(first);
}

function isSame(recorded: Json, { parameters }: TaskCall, issued: ReadonlySet<string>): boolean {
  return fieldThatDiffers(recorded, parameters, issued) === undefined;
}

function answer(
  event: JsonObject,
  task: TaskCall,
  tokens: TaskTokens,
  resolve: (result: Json) => void,
  reject: (failure: TaskFailure) => void,
): void {
  const { output = null, error, cause, workerName } = detailsOf(event);
  const { taskToken = "" } = task;
  const byToken = task.pattern === "waitForTaskToken" || task.pattern === "activity";
  switch (event.type) {
    case "ActivityStarted":
      resolve(null);
      task.started(asText(workerName));
      return;
    case "TaskSubmitted":
      if (byToken) resolve(output);
      else task.submitted(output);
      return;
    case "TaskSucceeded":
    case "ActivitySucceeded":
    case "LambdaFunctionSucceeded":
      if (byToken) tokens.sendTaskSuccess(taskToken, JSON.stringify(output));
      else resolve(output);
      return;
    case "TaskFailed":
    case "ActivityFailed":
      if (byToken && event.type === "ActivityFailed") tokens.sendTaskFailure(taskToken, asText(error), asText(cause));
      else if (byToken) failCallback(task, tokens, asText(error), asText(cause), reject);
      else reject(new TaskFailure(asText(error), asText(cause)));
      return;
    default:
      if (/(Failed)$/.test(String(event.type))) reject(new TaskFailure(asText(error), asText(cause)));
    // A recorded time-out is the state's own: the clock brings it about.
  }
}

/** A callback task fails by its token or, where its call itself failed, without it: either way the state sees the same. */
function failCallback(
  { taskToken = "" }: TaskCall,
  tokens: TaskTokens,
  error: string | undefined,
  cause: string | undefined,
  reject: (failure: TaskFailure) => void,
): void {
  reject(new TaskFailure(error, cause));
  tokens.sendTaskFailure(taskToken, error, cause);
}

function attemptsOf(events: readonly JsonObject[]): Attempt[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  return events.flatMap((event, position) => {
    const parameters = scheduled(event);
    if (parameters === undefined) return [];
    const mine: JsonObject[] = [];
    let last = event.id;
    for (const next of events.slice(position + 1)) {
      if (next.previousEventId !== last) continue;
      if (
        !/^(Task|LambdaFunction|Activity)(Started|StartFailed|Submitted|SubmitFailed|ScheduleFailed|Succeeded|Failed|TimedOut)$/.test(
          String(next.type),
        )
      )
        break;
      mine.push(next);
      last = next.id;
    }
    return [{ state: stateOf(event, events, byId), parameters, scheduled: event, events: mine }];
  });
}
