import type { Json } from "../spec/index.js";
import { dataLimitExceeded, unexpected } from "./causes.js";
import { resume } from "./drive.js";
import { plain, timedOut } from "./failure.js";
import type { Frame } from "./frame.js";
import { checkInput } from "./input-limit.js";
import { isObject } from "./json.js";
import { exceeds } from "./json-size.js";
import type { Compute } from "./language.js";
import { chain } from "./maybe-promise.js";
import { type TaskCall, TaskFailure } from "./ports.js";
import type { TaskResource } from "./resource.js";
import type { Exit, Progress, Step } from "./state.js";
import { type TaskEvents, type TaskLimits, taskEvents } from "./task-events.js";

/** What a Task state computes. */
export interface TaskParts {
  readonly resource: TaskResource;
  readonly parameters: Compute<Json>;
  readonly timeout: Compute<number> | undefined;
  readonly heartbeat: Compute<number> | undefined;
  readonly credentials: Compute<Json> | undefined;
  readonly exit: Exit;
}

/** Task: calls something outside and waits for its answer, or for its task token. */
export function taskState(parts: TaskParts): Step {
  const { resource, exit } = parts;
  const events = taskEvents(resource);
  const step: Step = (frame) => {
    const { inspection } = frame.run;
    if (inspection?.mock !== undefined) return mocked(frame, parts, inspection.mock);
    const attempt = new Attempt(frame, resource, events, exit);
    return chain(parts.parameters(frame), (parameters) =>
      chain(parts.timeout?.(frame), (timeout) =>
        chain(parts.heartbeat?.(frame), (heartbeat) =>
          chain(parts.credentials?.(frame), (credentials) => {
            const role = isObject(credentials) ? credentials.RoleArn : undefined;
            const roleArn = typeof role === "string" ? role : undefined;
            checkInput(frame, parameters);
            return attempt.start(parameters, { timeout, heartbeat, roleArn });
          }),
        ),
      ),
    );
  };
  return step;
}

/** A task under test, whose result is given. */
function mocked(frame: Frame, { parameters, exit }: TaskParts, mock: () => Json): Progress {
  return chain(parameters(frame), () => {
    const result = mock();
    frame.result = result;
    return exit(frame, result);
  });
}

/** One attempt of a task: from its call to whatever comes first of result, failure and time-out. */
class Attempt {
  readonly #frame: Frame;
  readonly #resource: TaskResource;
  readonly #events: TaskEvents;
  readonly #exit: Exit;
  #isOver = false;
  #isStarted = false;
  #isSubmitted = false;
  #cancelTimeout: (() => void) | undefined;
  #cancelHeartbeat: (() => void) | undefined;
  #limits: TaskLimits = { timeout: undefined, heartbeat: undefined, roleArn: undefined };
  #controller: AbortController | undefined;

  constructor(frame: Frame, resource: TaskResource, events: TaskEvents, exit: Exit) {
    this.#frame = frame;
    this.#resource = resource;
    this.#events = events;
    this.#exit = exit;
    if (resource.pattern !== "requestResponse") {
      frame.taskToken = frame.run.tokens.issue({
        succeed: (output) => this.#succeed(output),
        fail: (error, cause) => this.#fail(error, cause),
        heartbeat: () => this.#beat(),
      });
    }
  }

  start(parameters: Json, limits: TaskLimits): Progress {
    const frame = this.#frame;
    const { call } = frame.run.ports;
    if (frame.ended) return false;
    this.#events.scheduled(frame, parameters, limits);
    frame.pending = { cancel: () => this.#close(true) };
    this.#limits = limits;
    // The clocks of an activity start when a worker takes it. Source: Developer Guide, "Task workflow state".
    if (this.#resource.kind !== "activity") this.#startClocks();
    const { timeout, heartbeat } = limits;
    const longest = Math.min(timeout ?? Number.POSITIVE_INFINITY, heartbeat ?? Number.POSITIVE_INFINITY);
    const isUntaken = this.#resource.kind === "activity";
    frame.run.time.mayLastUntil(isUntaken ? Number.POSITIVE_INFINITY : frame.run.ports.clock.now() + longest * 1000);
    const described = this.#describe(parameters, limits);
    // A moment later, so that whoever called `start` has its execution before the first call asks for it.
    Promise.resolve()
      .then(() => (this.#isOver ? null : call(described)))
      .then(
        (result) => this.#answered(result),
        (problem: unknown) => this.#rejected(problem),
      );
    return false;
  }

  #startClocks(): void {
    const { clock } = this.#frame.run.ports;
    const { timeout } = this.#limits;
    if (timeout !== undefined) {
      this.#cancelTimeout = clock.setTimer(clock.now() + timeout * 1000, () => this.#timeOut(false));
    }
    this.#beat();
  }

  #describe(parameters: Json, { timeout }: TaskLimits): TaskCall {
    const frame = this.#frame;
    const attempt = this;
    return {
      resource: this.#resource.arn,
      pattern: this.#resource.pattern,
      parameters,
      stateName: frame.state?.name ?? "",
      attempt: frame.retryCount + 1,
      ...(frame.taskToken === undefined ? {} : { taskToken: frame.taskToken }),
      executionArn: frame.run.executionArn,
      stateMachineArn: frame.run.stateMachineArn,
      ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
      ...(frame.item === undefined ? {} : { mapIndex: frame.item.index }),
      submitted(output) {
        attempt.#submitted(output);
      },
      started(workerName) {
        attempt.#started(workerName);
      },
      // Made only for those who look at it.
      get signal() {
        return attempt.#signal();
      },
    };
  }

  #signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isOver) this.#controller.abort();
    return this.#controller.signal;
  }

  #answered(result: Json): void {
    if (this.#isOver) return;
    switch (this.#resource.pattern) {
      case "waitForTaskToken":
        this.#submitted(result);
        return;
      case "activity":
        // Offered; the rest is up to the worker and the token.
        return;
      default:
        this.#succeed(result);
    }
  }

  #submitted(output: Json): void {
    if (this.#isOver) return;
    this.#isSubmitted = true;
    this.#events.submitted(this.#frame, output);
  }

  #started(workerName: string | undefined): void {
    if (this.#isOver || this.#resource.kind !== "activity" || this.#isStarted) return;
    this.#isStarted = true;
    this.#events.started(this.#frame, workerName);
    this.#startClocks();
  }

  #rejected(problem: unknown): void {
    const { error, cause } = problem instanceof TaskFailure ? problem : unexpected(problem);
    const { kind, pattern } = this.#resource;
    this.#fail(error, cause, kind === "service" && pattern !== "requestResponse" && !this.#isSubmitted);
  }

  #succeed(result: Json): void {
    const name = this.#resource.kind === "service" ? this.#resource.resourceType : this.#resource.arn;
    if (exceeds(result)) {
      const { error, cause } = dataLimitExceeded(name);
      this.#fail(error, cause);
      return;
    }
    this.#finish((frame) => {
      this.#events.succeeded(frame, result);
      frame.result = result;
      return this.#exit(frame, result);
    });
  }

  #fail(error: string | undefined, cause: string | undefined, isUnsubmitted = false): void {
    this.#finish((frame) => {
      if (isUnsubmitted) this.#events.submitFailed(frame, error, cause);
      else this.#events.failed(frame, error, cause);
      throw plain(error, cause);
    });
  }

  #timeOut(isHeartbeat: boolean): void {
    this.#finish((frame) => {
      this.#events.timedOut(frame);
      throw timedOut({ isHeartbeat });
    }, true);
  }

  /** Starts the heartbeat's clock anew. */
  #beat(): void {
    this.#cancelHeartbeat?.();
    const { heartbeat } = this.#limits;
    if (heartbeat === undefined || this.#isOver) return;
    const { clock } = this.#frame.run.ports;
    this.#cancelHeartbeat = clock.setTimer(clock.now() + heartbeat * 1000, () => this.#timeOut(true));
  }

  #finish(step: Step, aborted = false): void {
    if (this.#isOver) return;
    this.#close(aborted);
    resume(this.#frame, step);
  }

  #close(aborted: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimeout?.();
    this.#cancelHeartbeat?.();
    const { taskToken, run } = this.#frame;
    if (taskToken !== undefined) run.tokens.close(taskToken);
    if (aborted) this.#controller?.abort();
  }
}
