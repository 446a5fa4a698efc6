import { type TaskCall, TaskFailure } from "../interpreter/index.js";
import type { Json } from "../spec/index.js";
import { enveloped } from "./envelope.js";
import type { MockTask } from "./mock-task.js";
import type { MockAnswer } from "./mocks.js";

/** Whether a mock has nothing to say, ever. */
export function isSilent(answer: MockAnswer): boolean {
  return typeof answer === "object" && ("timeout" in answer || "untaken" in answer);
}

/** Makes a call's result of its mocked answer, when its time has come. Rejects with a `TaskFailure` for a mocked failure. */
export async function resultOf(answer: MockAnswer, call: TaskCall, task: MockTask): Promise<Json> {
  if (typeof answer === "function") return enveloped(call, await answer(call, task));
  if ("timeout" in answer || "untaken" in answer) return task.neverAnswer();
  const { afterSeconds = 0, heartbeatEverySeconds } = answer;
  await pause(task, afterSeconds, heartbeatEverySeconds);
  if ("error" in answer) throw new TaskFailure(answer.error, answer.cause);
  return "response" in answer ? answer.response : enveloped(call, answer.output);
}

async function pause(task: MockTask, seconds: number, heartbeatEvery: number | undefined): Promise<void> {
  const end = task.now() + seconds;
  if (heartbeatEvery !== undefined) {
    if (!(heartbeatEvery > 0)) {
      throw new TypeError(`'heartbeatEverySeconds' must be a positive number, but is ${heartbeatEvery}.`);
    }
    while (task.now() + heartbeatEvery < end) {
      await task.wait(heartbeatEvery);
      task.heartbeat();
    }
  }
  if (end > task.now()) await task.wait(end - task.now());
}
