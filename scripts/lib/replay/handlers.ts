import { TaskFailure } from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { lambdaAnswer } from "../../../local/services/stepfunctions/integrations/lambda-answer.js";
import { object } from "./question.js";

/** Stands where a real answer has an id of its own. */
const someId = "00000000-0000-4000-8000-000000000000";

const large = "a".repeat(257 * 1024);

/** The Lambda handlers of the recorded tests, as the corpus's README describes them, by file name. */
const handlers: Readonly<Record<string, (event: Json) => Json>> = {
  "id_function.py": (event) => event,
  "echo_function.py": () => ({ Return: "HelloWorld" }),
  "return_bytes_str.py": () => '"HelloWorld!"',
  "return_decorated_input.py": (event) => `input-event-${pythonText(event)}`,
  "raise_exception.py": () => raise("Exception"),
  "raise_custom_exception.py": () => raise("CustomException"),
  "wait_60_seconds.py": (event) => event,
  "large_output_string.py": () => large,
};

/** How long a handler takes, in seconds. */
export const secondsOf = (handler: string): number => (handler.split("/").pop() === "wait_60_seconds.py" ? 60 : 0);

/** Calls a recorded test's handler; undefined when it is not known. */
export function callHandler(handler: string, event: Json): Json | undefined {
  const name = handler.split("/").pop() ?? "";
  return Object.hasOwn(handlers, name) ? handlers[name]?.(event) : undefined;
}

function raise(type: string): never {
  const errorMessage = "Some exception was raised.";
  const stackTrace = [`  File "/var/task/handler.py", line 2, in handler\n    raise ${type}("${errorMessage}")\n`];
  throw new TaskFailure(type, JSON.stringify({ errorMessage, errorType: type, requestId: someId, stackTrace }));
}

/** A value as Python's `str` shows it. */
function pythonText(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  if (typeof value !== "object") return String(value);
  return `{${Object.entries(object(value))
    .map(([key, field]) => `'${key}': ${pythonText(field)}`)
    .join(", ")}}`;
}

/** A value as Python's `json.dumps` writes it, which is what the recorded handlers answered with. */
function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(object(value))
    .map(([key, field]) => `${JSON.stringify(key)}: ${pythonJson(field)}`)
    .join(", ")}}`;
}

/** What `lambda:invoke` puts around what a function returned. */
export function envelope(payload: Json): Json {
  const date = new Date("2024-01-01T00:00:00Z");
  return lambdaAnswer({ payload, text: pythonJson(payload), requestId: someId, date });
}
