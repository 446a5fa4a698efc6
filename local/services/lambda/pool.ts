import type { LambdaFunction } from "./function.js";
import { type Answer, type OutputSink, type Sandbox, type SandboxEvent, startSandbox } from "./sandbox.js";

/** The sandboxes of one function: reused while they live, started as they are needed, up to the function's concurrency. */
export interface Pool {
  /** Gives `undefined` when every sandbox is busy and no more may be started: the caller is throttled. */
  invoke(event: SandboxEvent): Promise<Answer> | undefined;
  stop(): Promise<void>;
}

/** Makes an empty pool. */
export function createPool(fn: LambdaFunction, bootstrapFile: string, output: OutputSink): Pool {
  const idle: Sandbox[] = [];
  const busy = new Set<Sandbox>();
  let stopped = false;
  const run = async (sandbox: Sandbox, event: SandboxEvent): Promise<Answer> => {
    busy.add(sandbox);
    const answer = await sandbox.invoke(event);
    busy.delete(sandbox);
    if (sandbox.alive && !stopped) idle.push(sandbox);
    return answer;
  };
  return {
    invoke(event) {
      let sandbox = idle.pop();
      while (sandbox !== undefined && !sandbox.alive) sandbox = idle.pop();
      if (sandbox === undefined) {
        if (stopped || busy.size >= fn.concurrency) return undefined;
        sandbox = startSandbox(fn, bootstrapFile, output);
      }
      return run(sandbox, event);
    },
    async stop() {
      stopped = true;
      await Promise.all([...idle, ...busy].map((sandbox) => sandbox.stop()));
    },
  };
}
