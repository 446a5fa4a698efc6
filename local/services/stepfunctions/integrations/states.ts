import { TaskFailure } from "../../../../asl/interpreter/index.js";
import { parseJson } from "../../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../../asl/spec/index.js";
import { argumentsOf, asText, type Integration, type Work } from "./integration.js";
import { camelKeys, pascalKeys } from "./key-case.js";
import { answered, callOptimized, type OptimizedService } from "./optimized.js";

const states: OptimizedService = {
  service: "states",
  prefix: "StepFunctions",
  causeName: "AWSStepFunctions",
  otherErrors: "AWSStepFunctionsException",
  contentType: "application/x-amz-json-1.0",
};

/** The optimized integration of Step Functions itself: nested executions. */
export const statesIntegrations: Readonly<Record<string, Integration>> = {
  "states:startExecution": {
    fields: ["StateMachineArn", "Name", "Input"],
    jobs: ["sync", "sync:2"],
    takesToken: true,
    async call(work) {
      // As recorded on AWS, no input is `{}`, and a text is JSON text already.
      const { Input: input = null, ...rest } = argumentsOf(work.task);
      const wanted = input === null ? rest : { ...rest, Input: asText(input) };
      const started = await call(work, "StartExecution", wanted);
      const answer = answered(work, states, started);
      const { pattern } = work.task;
      if (pattern !== "sync" && pattern !== "sync:2") return answer;
      work.task.submitted(answer);
      return await endOf(work, String(started.ExecutionArn));
    },
  },
};

/**
 * Waits for a nested execution, and stops it when nobody waits any more.
 *
 * @throws TaskFailure `States.TaskFailed` with the execution's description as its cause, unless it succeeds
 */
async function endOf(work: Work, executionArn: string): Promise<Json> {
  const { signal, pattern } = work.task;
  const stop = () => {
    if (work.isStopping()) return;
    // Best effort, as on AWS: a role that may not stop it lets it run on.
    void call(work, "StopExecution", { ExecutionArn: executionArn }).catch(() =>
      work.context.log("warn", "states", "a nested execution could not be stopped", { task: work.task.stateName }),
    );
  };
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await work.executions.find(executionArn)?.execution.done;
  } finally {
    signal.removeEventListener("abort", stop);
  }
  const ended = sorted(await call(work, "DescribeExecution", { ExecutionArn: executionArn }));
  if (ended.Status !== "SUCCEEDED") throw new TaskFailure("States.TaskFailed", JSON.stringify(ended));
  const { Output: output } = ended;
  return pattern === "sync:2" && typeof output === "string" ? { ...ended, Output: parseJson(output) ?? output } : ended;
}

async function call(work: Work, action: string, input: JsonObject): Promise<JsonObject> {
  return pascalKeys(await callOptimized(work, states, action, camelKeys(input)));
}

function sorted(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)));
}
