import { isObject, shown } from "../guards.js";
import type { Read } from "../scene.js";
import { didYouMean } from "../suggest.js";
import type { StateRule } from "./rule.js";

/** Source: AWS Step Functions Developer Guide, "Accessing execution data from the Context object". True stands for any data. */
const contextObject = {
  Execution: { Id: {}, Input: true, Name: {}, RoleArn: {}, StartTime: {}, RedriveCount: {}, RedriveTime: {} },
  State: { EnteredTime: {}, Name: {}, RetryCount: {} },
  StateMachine: { Id: {}, Name: {} },
  Task: { Token: {} },
  Map: { Item: { Index: {}, Value: true, Key: {}, Source: {} } },
};

/** What is read of the context object is there. */
export const contextFields: StateRule = (scene) => {
  for (const read of scene.reads) {
    if (read.source !== "context" || read.guarded) continue;
    const wrong = absent(read);
    if (wrong !== undefined) scene.report.add("UNKNOWN_CONTEXT_FIELD", read.at, wrong.path, wrong.hint);
    // Recorded executions have a token in tasks of other patterns too.
    else if (read.fields[0] === "Task" && scene.type !== "Task") {
      scene.report.add("TASK_TOKEN_UNAVAILABLE", read.at, shown(read.text), scene.type);
    }
  }
};

function absent({ fields }: Read): { path: string; hint: string } | undefined {
  let at: unknown = contextObject;
  for (const [index, field] of fields.entries()) {
    if (at === true || !isObject(at) || typeof field === "number") return undefined;
    const known = Object.keys(at);
    // Below a plain value there is nothing, but its type is not for this rule to tell.
    if (known.length === 0) return undefined;
    if (!known.includes(field)) return { path: fields.slice(0, index + 1).join("."), hint: didYouMean(field, known) };
    at = at[field];
  }
  return undefined;
}
