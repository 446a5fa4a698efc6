import type { Expr } from "../builder/expression.js";
import { reference } from "../builder/reference.js";

declare const phantom: unique symbol;

/** What comes back for a task token: the type of SendTaskSuccess's output, and the error names of SendTaskFailure. */
export interface Reply<out Output, out ErrorName extends string> {
  readonly [phantom]?: { readonly output: Output; readonly error: ErrorName };
}

/**
 * Declares what whoever has the task token will answer.
 *
 * @example `invoke.waitForTaskToken(sendOrder, (taskToken) => ({ taskToken }), reply<{ cups: number }, "RobotFailed">())`
 */
export function reply<Output, ErrorName extends string = never>(): Reply<Output, ErrorName> {
  return {};
}

/**
 * A task token: whoever has it ends the task. It is a credential, so it belongs in a store on the server, and in no message,
 * address or log.
 */
export type TaskToken = Expr<string>;

/** The token of the task that asks for it; it exists inside a task that waits for it and nowhere else. */
export function taskToken(): TaskToken {
  return reference<string>("$states.context.Task.Token");
}
