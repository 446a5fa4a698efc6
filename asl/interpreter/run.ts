import type { Json, JsonObject } from "../spec/index.js";
import { historyFull } from "./causes.js";
import { drive, redrive } from "./drive.js";
import { endDetails } from "./end-details.js";
import { Scope } from "./environment.js";
import { executionContext, madeUpExecutionArn, stateMachineArnOf } from "./execution-context.js";
import type { Failure } from "./failure.js";
import { Frame, type Owner, type WaitingState } from "./frame.js";
import type { HistoryEvent, HistoryEventType } from "./history.js";
import type { Inspection } from "./inspection.js";
import type { CompiledMachine } from "./machine.js";
import type { ChildExecutions } from "./map-run.js";
import type {
  Execution,
  ExecutionStatus,
  MachineType,
  MapRun,
  Outcome,
  Ports,
  StartOptions,
  TaskTokens,
  TracePoint,
  Waiting,
} from "./ports.js";
import { type EventDetails, failureDetails, inputDetails, Recorder } from "./recorder.js";
import { expressEvents, historyLimit } from "./run-limits.js";
import { RunTime } from "./run-time.js";
import type { Body, State } from "./state.js";
import { taskTokens } from "./task-tokens.js";
import { VariableLimit } from "./variable-limit.js";

/** What the engine itself asks of an execution that it starts. */
export interface RunInternals {
  /** Is told when the execution has ended; for what must not wait for a promise to settle. */
  readonly ended?: () => void;
  /** Only for `TestState`. */
  readonly inspection?: Inspection;
}

/** One execution of a compiled machine. */
export class Run implements Execution, Owner {
  readonly name: string;
  readonly input: Json;
  readonly startDate: number;
  readonly ports: Ports;
  readonly trace: ((point: TracePoint) => void) | undefined;
  #mapRuns: MapRun[] | undefined;
  readonly inspection: Inspection | undefined;
  /** The last failure that a state met, whatever became of it. */
  lastFailure: Failure | undefined = undefined;
  readonly #options: StartOptions;
  readonly #machine: CompiledMachine;
  readonly #ended: (() => void) | undefined;
  #expressId: string | undefined;
  status: ExecutionStatus = "RUNNING";
  output: Json | undefined = undefined;
  error: string | undefined = undefined;
  cause: string | undefined = undefined;
  stopDate: number | undefined = undefined;
  redriveCount = 0;
  redriveDate: number | undefined = undefined;
  #context: JsonObject | undefined;
  #outcome: Outcome | undefined;
  #tokens: TaskTokens | undefined;
  #variableLimit: VariableLimit | undefined;
  #waitForDone: { readonly promise: Promise<Outcome>; readonly resolve: (outcome: Outcome) => void } | undefined;
  readonly #recorder: Recorder;
  #root: Frame;
  /** How long it may still take. */
  readonly time: RunTime;

  constructor(machine: CompiledMachine, options: StartOptions, { ended, inspection }: RunInternals = {}) {
    const { ports, input = {} } = options;
    this.#machine = machine;
    this.#ended = ended;
    this.inspection = inspection;
    this.ports = ports;
    this.input = input;
    this.trace = options.trace;
    this.#tokens = options.tokens;
    this.startDate = ports.clock.now();
    this.#recorder = new Recorder(this.startDate);
    this.name = options.name ?? ports.uuid();
    this.#options = options;
    this.time = new RunTime(machine, ports.clock, this.#timeOut);
    this.record("ExecutionStarted", 0, () => this.#startDetails());
    // As on AWS, the first state follows no event, not ExecutionStarted.
    const scope = new Scope();
    if (inspection !== undefined) scope.assign(inspection.variables);
    this.#root = new Frame(this, scope, this, machine.body.start, input, 0);
    this.time.start(this.startDate);
    drive(this.#root);
  }

  /** Whether it belongs to an Express machine, or to a Map run that has such children. */
  get isExpress(): boolean {
    return this.#machine.type === "EXPRESS";
  }

  get stateMachineArn(): string {
    return stateMachineArnOf(this.#options);
  }

  get executionArn(): string {
    const { executionArn } = this.#options;
    if (executionArn !== undefined) return executionArn;
    // The name of an Express execution may be used again: what tells two of them apart is an id after it.
    if (this.isExpress) this.#expressId ??= this.ports.uuid();
    return madeUpExecutionArn(this.stateMachineArn, this.name, this.#expressId);
  }

  /** The parts of the context object that stay the same. */
  get context(): JsonObject {
    this.#context ??= executionContext(this, this.#options);
    return this.#context;
  }

  get tokens(): TaskTokens {
    this.#tokens ??= taskTokens();
    return this.#tokens;
  }

  get mapRuns(): readonly MapRun[] {
    return this.#mapRuns ?? [];
  }

  get history(): HistoryEvent[] {
    return this.#recorder.events();
  }

  get path(): string[] {
    return this.#recorder.path();
  }

  get done(): Promise<Outcome> {
    if (this.#outcome !== undefined) return Promise.resolve(this.#outcome);
    if (this.#waitForDone === undefined) {
      let resolve: (outcome: Outcome) => void = () => {};
      const promise = new Promise<Outcome>((settle) => {
        resolve = settle;
      });
      this.#waitForDone = { promise, resolve };
    }
    return this.#waitForDone.promise;
  }

  waiting(): Waiting[] {
    return Array.from(this.#root.waiting(), ({ state, until }) => ({ state, until }));
  }

  /** The pending Wait states, here and in child executions, with the means to end them. */
  pendingWaits(): Iterable<WaitingState> {
    // A child may be asked while its first state is still being entered.
    return this.status === "RUNNING" ? this.#root.waiting() : [];
  }

  /** Notes a run of a distributed Map state. */
  addMapRun(make: (mapRunArn: string) => ChildExecutions, label: string | undefined): ChildExecutions {
    const [machineArn = ""] = this.stateMachineArn.split("/");
    const { uuid } = this.ports;
    const mapRun = make(`${machineArn.replace(":stateMachine:", ":mapRun:")}/${label ?? uuid()}:${uuid()}`);
    this.#mapRuns ??= [];
    this.#mapRuns.push(mapRun);
    return mapRun;
  }

  /** Starts a child execution of a Map run. */
  startChild(body: Body, type: MachineType, mapRunArn: string, input: Json, ended: () => void): Run {
    const { tokens, trace, roleArn } = this.#options;
    const stateMachineArn = mapRunArn.replace(":mapRun:", ":stateMachine:").replace(/:[^:]*$/, "");
    return new Run(
      { definition: this.#machine.definition, type, body, timeoutSeconds: undefined },
      {
        ports: this.ports,
        input,
        stateMachineArn,
        stateMachineName: stateMachineArn.split(":")[6] ?? "",
        ...(tokens === undefined ? {} : { tokens }),
        ...(trace === undefined ? {} : { trace }),
        ...(roleArn === undefined ? {} : { roleArn }),
      },
      { ended },
    );
  }

  /** Throws a `Failure` when what was assigned makes the variables too large. */
  checkVariables(assigned: JsonObject): void {
    this.#variableLimit ??= new VariableLimit();
    this.#variableLimit.check(this.#root, assigned);
  }

  /** The variables of the outermost scope. */
  get variables(): JsonObject {
    return this.#root.scope.values;
  }

  skipWait(): number {
    const waiting = [...this.#root.waiting()];
    for (const { wake } of waiting) wake();
    return waiting.length;
  }

  stop(error?: string, cause?: string): void {
    this.#end({ status: "ABORTED", ...failureDetails(error, cause) }, "ExecutionAborted");
  }

  redrive(): void {
    if (this.status === "RUNNING" || this.status === "SUCCEEDED") return;
    this.#outcome = this.#waitForDone = this.#context = undefined;
    this.error = this.cause = this.stopDate = undefined;
    this.status = "RUNNING";
    this.redriveDate = this.ports.clock.now();
    this.redriveCount += 1;
    const executionRedrivenEventDetails = { redriveCount: this.redriveCount };
    const previous = this.record("ExecutionRedriven", this.#recorder.length, () => ({ executionRedrivenEventDetails }));
    // The time-out of the machine begins anew.
    this.time.start(this.redriveDate);
    this.#root = this.#root.again(this, previous);
    redrive(this.#root);
  }

  /** Ends the execution with a failure, wherever it happened; `previous` is the event that it follows. */
  fail(failure: Failure, previous = this.#root.previous): void {
    this.#root.previous = previous;
    this.#end({ status: "FAILED", ...failureDetails(failure.error, failure.cause) }, "ExecutionFailed");
  }

  succeeded(_frame: Frame, output: Json): void {
    this.#end({ status: "SUCCEEDED", output }, "ExecutionSucceeded");
  }

  failed(_frame: Frame, failure: Failure): void {
    this.fail(failure);
  }

  /** The time since its start, in milliseconds. */
  get elapsed(): number {
    return this.ports.clock.now() - this.startDate;
  }

  enter(frame: Frame, state: State): void {
    frame.beforeEntered = frame.previous;
    if (!this.#hasRoom()) return;
    const { previous, elapsed, input } = frame;
    frame.entered = frame.previous = this.#recorder.entered(state.enteredEvent, previous, elapsed, state.name, input);
    frame.retryCount = 0;
    frame.retries = undefined;
    this.trace?.({ kind: "state", state: state.name });
  }

  recordExit(
    { previous, elapsed }: Frame,
    type: HistoryEventType,
    name: string,
    output: Json,
    assigned: JsonObject | undefined,
  ): number {
    return this.#hasRoom() ? this.#recorder.exited(type, previous, elapsed, name, output, assigned) : previous;
  }

  record(type: HistoryEventType, previous: number, details?: () => EventDetails): number {
    return this.#hasRoom() ? this.#recorder.add(type, previous, this.elapsed, details) : previous;
  }

  /** Whether the history takes one more event, besides the one that ends the execution; if not, this is the end. */
  #hasRoom(): boolean {
    if (this.#outcome !== undefined) return false;
    const { length } = this.#recorder;
    if (length < historyLimit - 1) return true;
    if (this.isExpress) {
      if (length < expressEvents) return true;
      this.#timeOut();
      return false;
    }
    this.fail(historyFull(historyLimit));
    return false;
  }

  readonly #timeOut = () => this.#end({ status: "TIMED_OUT", error: "States.Timeout" }, "ExecutionTimedOut");

  #startDetails(): EventDetails {
    const role = this.#options.roleArn === undefined ? {} : { roleArn: this.#options.roleArn };
    return { executionStartedEventDetails: { ...inputDetails(this.input), ...role } };
  }

  #end(outcome: Outcome, type: HistoryEventType): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    this.status = outcome.status;
    if (outcome.status === "SUCCEEDED") this.output = outcome.output;
    else ({ error: this.error, cause: this.cause } = outcome);
    this.stopDate = this.ports.clock.now();
    this.#recorder.add(type, this.#root.previous, this.elapsed, () => endDetails(outcome));
    this.time.stop();
    this.#root.abandon();
    this.#waitForDone?.resolve(outcome);
    this.#ended?.();
  }
}
