import {
  compile,
  type ObjectStore,
  type Ports,
  seededRandom,
  start,
  type TaskCall,
  TaskFailure,
  type TaskTokens,
  type VirtualClock,
} from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { difference } from "./compare.js";
import { callHandler, envelope, secondsOf } from "./handlers.js";
import { type AttemptMock, asText, object, type Question, type Setup } from "./question.js";

/** Something that the question does not tell: nobody can say how the execution would go on. */
export class Unanswerable extends Error {
  override readonly name = "Unanswerable";
}

/** What goes wrong for the question and not in its execution. */
export type Complain = (problem: Unanswerable) => void;

/** The outside of an execution, made of a question's mocks and setup. `complain` is told of a call that has no answer. */
export function portsOf(question: Question, clock: VirtualClock, tokens: TaskTokens, complain: Complain): Ports {
  const random = seededRandom(1);
  const left = new Map([...question.mocks].map(([state, attempts]) => [state, [...attempts]]));
  const ports: Ports = {
    clock,
    random,
    uuid: () => uuidFrom(random),
    objects: objectStore(question.setup),
    call: async (task) => {
      const mock = takeMock(left.get(task.stateName), task);
      if (mock !== undefined) return answerMock(mock, task, clock, tokens);
      try {
        return await answerFromSetup(task, question, ports);
      } catch (problem) {
        if (problem instanceof Unanswerable) complain(problem);
        throw problem;
      }
    },
  };
  return ports;
}

/** The next attempt with these parameters; where none has them, the next one. */
function takeMock(attempts: AttemptMock[] | undefined, task: TaskCall): AttemptMock | undefined {
  if (attempts === undefined) return undefined;
  const index = attempts.findIndex(
    ({ parameters }) => parameters !== undefined && difference(parameters, task.parameters, []) === undefined,
  );
  return attempts.splice(Math.max(index, 0), 1)[0];
}

async function answerMock(mock: AttemptMock, task: TaskCall, clock: VirtualClock, tokens: TaskTokens): Promise<Json> {
  const { end, submitted } = mock;
  const { taskToken } = task;
  // A worker took it even if it said nothing more: the time-outs of an activity begin with that.
  if (task.pattern === "activity") task.started();
  if (task.pattern === "waitForTaskToken" || task.pattern === "activity") {
    // A call that failed itself was never submitted, and its token was never used.
    if (end.kind === "failure" && submitted === undefined && task.pattern === "waitForTaskToken") throw failureOf(end);
    if (taskToken !== undefined && end.kind !== "silence") {
      clock.setTimer(clock.now(), () => {
        if (end.kind === "output") tokens.sendTaskSuccess(taskToken, JSON.stringify(end.output));
        else tokens.sendTaskFailure(taskToken, end.error, end.cause);
      });
    }
    return submitted ?? {};
  }
  if (submitted !== undefined) task.submitted(submitted);
  if (end.kind === "output") return end.output;
  if (end.kind === "failure") throw failureOf(end);
  return new Promise(() => {});
}

const failureOf = (end: Extract<AttemptMock["end"], { kind: "failure" }>): TaskFailure =>
  new TaskFailure(end.error, end.cause);

/** Answers a call that no mock is for: by a function or a state machine that the question's setup has. */
async function answerFromSetup(task: TaskCall, { setup }: Question, ports: Ports): Promise<Json> {
  const { resource, parameters } = task;
  const isInvoke = resource.endsWith(":states:::lambda:invoke");
  if (isInvoke || /:lambda:/.test(resource)) {
    const name = (isInvoke ? String(object(parameters).FunctionName) : resource).split(":function:").pop();
    const lambda = setup.lambdas.find((each) => name === each.name || name?.startsWith(`${each.name}:`));
    const event = isInvoke ? (object(parameters).Payload ?? {}) : parameters;
    const seconds = lambda === undefined ? 0 : secondsOf(lambda.handler);
    if (seconds > 0) await sleep(ports, seconds);
    const result = lambda && callHandler(lambda.handler, event);
    if (result !== undefined) return isInvoke ? envelope(result) : result;
  }
  if (/:states:::states:startExecution$/.test(resource)) return startNested(task, setup, ports);
  throw new Unanswerable(`No mock is left for the state '${task.stateName}' (${resource}).`);
}

const sleep = ({ clock }: Ports, seconds: number): Promise<void> =>
  new Promise((resolve) => {
    clock.setTimer(clock.now() + seconds * 1000, resolve);
  });

async function startNested(task: TaskCall, setup: Setup, ports: Ports): Promise<Json> {
  const { StateMachineArn: arn, Input: input, Name: name } = object(task.parameters);
  const machine = setup.stateMachines.find((each) => each.arn === arn);
  if (machine === undefined) {
    throw new TaskFailure("StepFunctions.StateMachineDoesNotExistException", `State Machine Does Not Exist: '${arn}'`);
  }
  const execution = start(compile(machine.definition, { type: machine.type, onlyLists: true }), {
    ports,
    input: nestedInput(input),
    stateMachineArn: machine.arn,
    ...(typeof name === "string" ? { name } : {}),
  });
  const began = {
    ExecutionArn: execution.executionArn,
    StartDate: new Date(execution.startDate).toISOString(),
  };
  if (task.pattern === "requestResponse") return began;
  task.submitted(began);
  const outcome = await execution.done;
  const { output } = execution;
  const description: JsonObject = {
    ...began,
    Input: JSON.stringify(execution.input),
    InputDetails: { Included: true },
    Name: execution.name,
    StateMachineArn: machine.arn,
    Status: outcome.status,
    StopDate: new Date(execution.stopDate ?? 0).toISOString(),
  };
  if (outcome.status !== "SUCCEEDED") {
    const told = { ...description, Error: asText(outcome.error) ?? null, Cause: asText(outcome.cause) ?? null };
    throw new TaskFailure("States.TaskFailed", JSON.stringify(told));
  }
  return {
    ...description,
    Output: task.pattern === "sync:2" ? (output ?? null) : JSON.stringify(output),
    OutputDetails: { Included: true },
  };
}

/** As recorded on AWS, no input is `{}`, and a text is taken as JSON text. */
function nestedInput(input: Json | undefined): Json {
  if (input === undefined || input === null) return {};
  return typeof input === "string" ? JSON.parse(input) : input;
}

function objectStore({ s3 }: Setup): ObjectStore {
  const objects = new Map(s3.map(({ bucket, key, body }) => [`${bucket}/${key}`, { bucket, key, body }]));
  return {
    async get({ bucket, key }) {
      const found = objects.get(`${bucket}/${key}`);
      if (found !== undefined) return found.body;
      throw new TaskFailure(
        "S3.NoSuchKeyException",
        `The specified key does not exist. (Bucket: ${bucket}, Key: ${key})`,
      );
    },
    async list({ bucket, prefix = "" }) {
      return [...objects.values()]
        .filter((each) => each.bucket === bucket && each.key.startsWith(prefix))
        .sort((left, right) => (left.key < right.key ? -1 : 1))
        .map(({ key, body }) => ({
          Etag: '""',
          Key: key,
          LastModified: 1_704_067_200,
          Size: Buffer.byteLength(body),
          StorageClass: "STANDARD",
        }));
    },
    async put({ bucket, key, body }) {
      objects.set(`${bucket}/${key}`, { bucket, key, body });
    },
  };
}

function uuidFrom(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
