import { Worker } from "node:worker_threads";
import type { Json } from "../../../asl/spec/index.js";
import type { LambdaFunction } from "./function.js";

/** A function's failure, as the `Payload` of an invocation shows it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** How a sandbox answered one event. `payload` is JSON text. */
export type Answer = { readonly payload: string } | { readonly error: FunctionError };

/** One event on its way to a function. */
export interface SandboxEvent {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  readonly invokedArn: string;
}

/** One execution environment: a worker that handles one event at a time, until it dies or is ended. */
export interface Sandbox {
  /** Never rejects. */
  invoke(event: SandboxEvent): Promise<Answer>;
  readonly alive: boolean;
  stop(): Promise<void>;
}

/** Where a function's output goes. */
export type OutputSink = (stream: "stdout" | "stderr", line: string) => void;

type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "output"; readonly name: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "fatal"; readonly error: FunctionError }
  | { readonly type: "answer"; readonly requestId: string; readonly payload?: string; readonly error?: FunctionError };

/** Lambda gives a function's initialization ten seconds that do not count as its time. */
const initLimitMs = 10_000;

/**
 * Starts a sandbox.
 *
 * @param bootstrapFile the worker's program, see `bootstrap.ts`
 */
export function startSandbox(fn: LambdaFunction, bootstrapFile: string, output: OutputSink): Sandbox {
  const worker = new Worker(bootstrapFile, {
    workerData: { folder: fn.folder, handler: fn.handler },
    env: { ...fn.environment },
    execArgv: [],
    argv: [],
    // Only the heap can be limited; Lambda counts all memory.
    resourceLimits: { maxOldGenerationSizeMb: fn.memoryMb },
  });
  const lines = createLines(output);
  let alive = true;
  let fatal: FunctionError | undefined;
  let pending: { readonly requestId: string; readonly settle: (answer: Answer) => void } | undefined;
  let onReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    onReady = resolve;
  });
  const settle = (answer: Answer): void => {
    pending?.settle(answer);
    pending = undefined;
  };
  const die = (error: FunctionError): void => {
    alive = false;
    fatal ??= error;
    settle({ error: fatal });
    onReady();
    void worker.terminate();
  };

  worker.on("message", (message: FromWorker) => {
    if (message.type === "ready") onReady();
    else if (message.type === "output") lines.write(message.name, message.text);
    else if (message.type === "fatal") die(message.error);
    else if (message.requestId === pending?.requestId) {
      settle(message.error === undefined ? { payload: message.payload ?? "null" } : { error: message.error });
    }
  });
  worker.on("error", (error: Error & { readonly code?: string }) => {
    die(exited(pending?.requestId, error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "signal: killed" : "exit status 1"));
  });
  worker.on("exit", (code) => {
    lines.end();
    die(exited(pending?.requestId, code === 0 ? undefined : `exit status ${code}`));
  });

  return {
    get alive() {
      return alive;
    },
    async invoke({ requestId, event, invokedArn }) {
      const initLimit = setTimeout(() => die(timedOut(requestId, initLimitMs)), initLimitMs);
      const answer = new Promise<Answer>((resolve) => {
        pending = { requestId, settle: resolve };
      });
      await ready;
      clearTimeout(initLimit);
      if (fatal !== undefined) return { error: withRequestId(fatal, requestId) };
      const timeoutMs = fn.timeoutSeconds * 1000;
      const timer = setTimeout(() => die(timedOut(requestId, timeoutMs)), timeoutMs);
      const context = { ...fn.context, invokedFunctionArn: invokedArn };
      worker.postMessage({ requestId, event, deadline: Date.now() + timeoutMs, context });
      try {
        return await answer;
      } finally {
        clearTimeout(timer);
      }
    },
    async stop() {
      alive = false;
      await worker.terminate();
    },
  };
}

function timedOut(requestId: string, limitMs: number): FunctionError {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${(limitMs / 1000).toFixed(2)} seconds`;
  return { errorType: "Sandbox.Timedout", errorMessage };
}

function exited(requestId: string | undefined, how: string | undefined): FunctionError {
  const reason = how === undefined ? "without providing a reason" : `with error: ${how}`;
  return {
    errorType: "Runtime.ExitError",
    errorMessage: `RequestId: ${requestId ?? unknownRequest} Error: Runtime exited ${reason}`,
  };
}

const unknownRequest = "-";

/** A sandbox may die before anything was asked of it; whoever asks first is told with the own request id. */
function withRequestId(error: FunctionError, requestId: string): FunctionError {
  return {
    ...error,
    errorMessage: error.errorMessage.replace(`RequestId: ${unknownRequest} `, `RequestId: ${requestId} `),
  };
}

/** The JSON form of a failure, which is what callers of Lambda get as payload. */
export function errorPayload({ errorType, errorMessage, trace }: FunctionError): Json {
  return { errorType, errorMessage, ...(trace !== undefined && { trace }) };
}

function createLines(output: OutputSink) {
  const rest = { stdout: "", stderr: "" };
  const flush = (name: "stdout" | "stderr"): void => {
    if (rest[name] !== "") output(name, rest[name]);
    rest[name] = "";
  };
  return {
    write(name: "stdout" | "stderr", text: string): void {
      const pieces = (rest[name] + text).split("\n");
      rest[name] = pieces.pop() ?? "";
      for (const piece of pieces) output(name, piece);
    },
    end(): void {
      flush("stdout");
      flush("stderr");
    },
  };
}
