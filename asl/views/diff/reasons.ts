import type { FieldChange } from "./model.js";

const told = (value: unknown) =>
  value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);

/**
 * Why each change is flagged. Source: UpdateStateMachine, AWS Step Functions API Reference: running executions keep the definition
 * and role ARN that they started with, while what the role allows and what the functions do is as of now.
 */
export const reasons = {
  stateRemoved:
    "Executions in flight follow their old definition and still enter it. Keep what it calls, and the role's permission for it, until the last of them has ended.",
  stateRenamed: (formerName: string) =>
    `It was ${formerName}. Executions in flight still run under the old name, so whatever looks for states by name (alarms, log queries, tests, a waiting caller) must know both until the last of them has ended.`,
  stateMoved: (within: string) =>
    `It now stands ${within === "" ? "at the top level" : `in ${within}`}, so its input, its result and the errors that end it go elsewhere.`,
  typeChanged: (before: unknown, after: unknown) =>
    `It was a ${told(before)} state and is a ${told(after)} state: another kind of step under the same name.`,
  timeoutNarrower: (name: string, before: unknown, after: unknown) =>
    `${name} goes from ${before === undefined ? "no limit" : `${told(before)} s`} to ${told(after)}${typeof after === "number" ? " s" : ""}: what took longer and succeeded now fails with ${name === "HeartbeatSeconds" ? "States.HeartbeatTimeout" : "States.Timeout"}. Whoever answers (a worker, a callback) has less time than for the executions in flight.`,
  timeoutChanged: (name: string, before: unknown, after: unknown) =>
    `${name} goes from ${told(before)} to ${told(after)}: check that it is not narrower at run time.`,
  callChanged: (before: string, after: string | undefined, fields: readonly FieldChange[]) => {
    const field = fields.find(({ topic }) => topic === "call");
    return before === after
      ? `How it calls ${before} has changed (${field?.path.slice(1) ?? ""}: ${told(field?.before)} is now ${told(field?.after)}). Executions in flight still call it the old way: both must work until the last of them has ended.`
      : `It calls ${after ?? "nothing"} in place of ${before}. Executions in flight still call the old one: keep it, and the role's permission for it, until the last of them has ended.`;
  },
  callDropped: (call: string) =>
    `No state calls ${call} any more, but executions in flight do. Do not remove it, or the role's permission for it, before the last of them has ended.`,
  inputChanged:
    "What it is called with has changed. Executions in flight still send the old input: what is called must understand both.",
  retryWeaker: "It is retried less than before: an error that passed by itself may now end the execution.",
  catchRemoved: (errors: readonly string[], isCaughtByAll: boolean) =>
    `${errors.join(", ") || "An error"} had a way of its own here and now ${isCaughtByAll ? "goes the way of States.ALL" : "goes on upwards"}.`,
  defaultRemoved: "Without Default, data that no rule matches ends the execution with States.NoChoiceMatched.",
  errorChanged: (before: unknown, after: unknown) =>
    `The execution fails with ${told(after)} in place of ${told(before)}: a Catch, an alarm or a caller that looks for the old name must change too, and understand both while executions are in flight.`,
  rulesReordered: "Its rules are tried in another order: data that several of them match goes another way now.",
  branchesReordered: "Its branches stand in another order, and so do their results.",
  resultChanged:
    "What the execution, or its branch, results in has changed: whoever reads it must understand both forms while executions are in flight.",
  mapModeChanged: (isDistributed: boolean) =>
    isDistributed
      ? "Its items now run as executions of their own: they see no variable from outside, and the role must be allowed states:StartExecution on this state machine, and states:DescribeExecution and states:StopExecution on its executions."
      : "Its items now run inside this execution: with its history of 25,000 events, its data limit and at most 40 at a time.",
  languageChanged: (before: unknown, after: unknown) =>
    `The query language goes from ${before === undefined ? "JSONPath" : told(before)} to ${after === undefined ? "JSONPath" : told(after)}: every expression in it means something else.`,
} as const;
