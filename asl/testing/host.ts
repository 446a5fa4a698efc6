import {
  compile,
  type Execution,
  start,
  type TaskCall,
  TaskFailure,
  TaskTokenError,
  type TaskTokens,
  type TracePoint,
  type VirtualClock,
} from "../interpreter/index.js";
import type { Json } from "../spec/index.js";
import { checkMocks } from "./check-mocks.js";
import type { MockTask } from "./mock-task.js";
import { chooseAnswer, type MockAnswer } from "./mocks.js";
import { waitsOf } from "./recorded-waits.js";
import type { LateAnswer, RecordedCall, RecordedRetry, RunOptions, WorkflowRun } from "./run-data.js";
import { isSilent, resultOf } from "./task-answer.js";
import { holdTime, type LetTimePass } from "./time-keeper.js";

/** What the executions of one test share. */
export interface Host {
  readonly clock: VirtualClock;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly tokens: TaskTokens;
  readonly startTime: number;
  /** Ends the test: it is the test that is wrong, not a task that failed. */
  readonly mistaken: (problem: unknown) => void;
}

const never = new Promise<never>(() => {});

/** One execution in a test: it runs by the host's clock, and answers its tasks from its mocks. */
export class TestRun {
  readonly execution: Execution;
  readonly #host: Host;
  readonly #options: RunOptions;
  readonly #calls: RecordedCall[] = [];
  readonly #reached: TracePoint[] = [];
  readonly #retries: RecordedRetry[] = [];
  readonly #lateAnswers: LateAnswer[] = [];
  readonly #children: TestRun[] = [];
  readonly #counts = new Map<string, number>();

  constructor(host: Host, definition: unknown, options: RunOptions) {
    const { input = {}, mocks = {}, type = "STANDARD", executionName, stateMachineArn, objects } = options;
    const machine = compile(definition, { type });
    checkMocks(definition, mocks);
    const { clock, random, uuid, tokens } = host;
    this.#host = host;
    this.#options = options;
    this.execution = start(machine, {
      input,
      ports: { clock, random, uuid, call: (task) => this.#call(task), ...(objects === undefined ? {} : { objects }) },
      tokens,
      trace: (point) => this.#trace(point),
      ...(executionName === undefined ? {} : { name: executionName }),
      ...(stateMachineArn === undefined ? {} : { stateMachineArn }),
    });
  }

  /** What there is to tell, once the execution has ended. */
  report(): WorkflowRun {
    const { execution } = this;
    const { status, output, error, cause, path, history } = execution;
    return {
      status,
      output,
      error,
      cause,
      path,
      history,
      calls: this.#calls,
      waits: waitsOf(history, execution.startDate),
      retries: this.#retries,
      lateAnswers: this.#lateAnswers,
      elapsedSeconds: ((execution.stopDate ?? this.#host.clock.now()) - execution.startDate) / 1000,
      execution,
      reached: this.#reached,
      children: this.#children.map((child) => child.report()),
    };
  }

  #now(): number {
    return (this.#host.clock.now() - this.#host.startTime) / 1000;
  }

  #trace(point: TracePoint): void {
    this.#reached.push(point);
    if (point.kind !== "retry") return;
    const { state, index: rule, error, delaySeconds } = point;
    this.#retries.push({ state, rule, error, at: this.#now(), delaySeconds });
  }

  async #call(call: TaskCall): Promise<Json> {
    const { stateName: state, parameters, attempt, taskToken, pattern } = call;
    const number = this.#counts.get(state) ?? 0;
    this.#counts.set(state, number + 1);
    this.#calls.push({ state, parameters, attempt, at: this.#now() });
    try {
      const answer = chooseAnswer(this.#options.mocks ?? {}, call, number);
      const isTaken = typeof answer === "function" || !("untaken" in answer);
      if (pattern === "activity" && isTaken) call.started("mock");
      if (pattern === "sync" || pattern === "sync:2") call.submitted({});
      if (taskToken !== undefined && !pattern.startsWith("sync")) {
        if (!isSilent(answer)) void this.#complete(answer, call, taskToken, number);
        return {};
      }
      if (isSilent(answer)) return never;
      return await holdTime(this.#host.clock, (pass) => resultOf(answer, call, this.#task(call, number, pass)));
    } catch (problem) {
      if (problem instanceof TaskFailure) throw problem;
      this.#host.mistaken(problem);
      return never;
    }
  }

  /** Answers by the task's token, as whoever was given it would. */
  async #complete(answer: MockAnswer, call: TaskCall, taskToken: string, number: number): Promise<void> {
    const { clock, tokens } = this.#host;
    try {
      const output = await holdTime(clock, async (pass) => {
        // First the call is answered, which makes the task one that waits.
        await new Promise<void>((resolve) => setImmediate(resolve));
        return resultOf(answer, call, this.#task(call, number, pass));
      });
      tokens.sendTaskSuccess(taskToken, JSON.stringify(output));
    } catch (problem) {
      this.#failToComplete(problem, call.stateName, taskToken);
    }
  }

  #failToComplete(problem: unknown, state: string, taskToken: string): void {
    try {
      if (!(problem instanceof TaskFailure)) throw problem;
      this.#host.tokens.sendTaskFailure(taskToken, problem.error, problem.cause);
    } catch (refused) {
      // The task's time-out came first; nobody waits for its token any more.
      if (refused instanceof TaskTokenError && refused.code === "TaskTimedOut") {
        this.#lateAnswers.push({ state, at: this.#now() });
      } else this.#host.mistaken(refused);
    }
  }

  #task(call: TaskCall, number: number, pass: LetTimePass): MockTask {
    const { clock, tokens } = this.#host;
    return {
      number: number + 1,
      now: () => this.#now(),
      wait: (seconds) => pass(new Promise((resolve) => clock.setTimer(clock.now() + seconds * 1000, resolve))),
      heartbeat() {
        if (call.taskToken === undefined) {
          throw new TypeError(`The task of the state '${call.stateName}' has no token, so it takes no heartbeat.`);
        }
        tokens.sendTaskHeartbeat(call.taskToken);
      },
      neverAnswer: () => pass(never),
      tokens,
      startChild: (definition, options) => {
        const child = new TestRun(this.#host, definition, options);
        this.#children.push(child);
        return child.execution;
      },
      until: pass,
    };
  }
}
