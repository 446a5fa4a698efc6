import { randomBytes } from "node:crypto";
import type { Json } from "../spec/index.js";
import { parseJson } from "./json.js";
import { exceeds } from "./json-size.js";
import type { TaskTokenErrorCode, TaskTokens, TokenOwner } from "./ports.js";

/** A refused task token; `code` is the error's name in the API. */
export class TaskTokenError extends Error {
  override readonly name = "TaskTokenError";
  readonly code: TaskTokenErrorCode;

  constructor(code: TaskTokenErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** How many closed tokens are remembered, so that they answer `TaskTimedOut` and not `TaskDoesNotExist`. */
const rememberedTokens = 10_000;

const form = /^[A-Za-z0-9_-]{86}$/;

/** Makes the registry of the task tokens of one host. Source: API reference, SendTaskSuccess, -Failure and -Heartbeat. */
export function taskTokens(): TaskTokens {
  const open = new Map<string, TokenOwner>();
  const closed = new Set<string>();

  const ownerOf = (taskToken: string): TokenOwner => {
    const owner = open.get(taskToken);
    if (owner !== undefined) return owner;
    if (!form.test(taskToken)) throw new TaskTokenError("InvalidToken", "Invalid Token: 'Invalid token'");
    if (closed.has(taskToken)) {
      throw new TaskTokenError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    }
    throw new TaskTokenError("TaskDoesNotExist", "Task does not exist: this service issued no such token");
  };

  const close = (taskToken: string): void => {
    if (!open.delete(taskToken)) return;
    closed.add(taskToken);
    if (closed.size > rememberedTokens) for (const oldest of closed) return void closed.delete(oldest);
  };

  return {
    issue(owner) {
      const taskToken = randomBytes(64).toString("base64url");
      open.set(taskToken, owner);
      return taskToken;
    },
    close,
    sendTaskSuccess(taskToken, output) {
      const owner = ownerOf(taskToken);
      const value = parseOutput(output);
      close(taskToken);
      owner.succeed(value);
    },
    sendTaskFailure(taskToken, error, cause) {
      const owner = ownerOf(taskToken);
      close(taskToken);
      owner.fail(error, cause);
    },
    sendTaskHeartbeat: (taskToken) => ownerOf(taskToken).heartbeat(),
  };
}

function parseOutput(text: string): Json {
  const value = parseJson(text);
  if (value === undefined) throw new TaskTokenError("InvalidOutput", "Invalid Output: the output is not JSON text");
  if (exceeds(value))
    throw new TaskTokenError("InvalidOutput", "Invalid Output: the output is larger than 262144 bytes");
  return value;
}
