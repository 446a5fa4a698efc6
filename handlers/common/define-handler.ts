import * as v from "valibot";
import { defineError, type ErrorClass } from "./define-error.js";

/**
 * A Lambda function that a workflow calls. The workflow reads three types from it by `import type`: what it takes, what
 * it gives, and the names of its errors.
 */
export type TaskHandler<Input, Output, ErrorName extends string> = ((event: Input) => Promise<Output>) & {
  readonly errors: readonly (ErrorName | "InvalidInput")[];
};

/** A task's parts: the schema of its input, the errors it throws on purpose, and what it does. */
export interface TaskDefinition<Input, Output, ErrorName extends string> {
  readonly input: v.GenericSchema<unknown, Input>;
  readonly errors: readonly ErrorClass<ErrorName>[];
  readonly run: (input: Input) => Promise<Output>;
}

/**
 * Thrown by every task whose input does not match its schema. Its message names the fields, not their values.
 */
const InvalidInput = defineError("InvalidInput");

/**
 * Makes a Lambda function of a schema and a typed function.
 *
 * @example
 * ```ts
 * export const handler = defineHandler({
 *   input: v.object({ name: v.string() }),
 *   errors: [NameTaken],
 *   run: async ({ name }) => ({ greeting: `Hello, ${name}.` }),
 * });
 * ```
 */
export function defineHandler<Input, Output, ErrorName extends string>(
  definition: TaskDefinition<Input, Output, ErrorName>,
): TaskHandler<Input, Output, ErrorName> {
  const handle = async (event: Input): Promise<Output> => {
    const parsed = v.safeParse(definition.input, event);
    if (parsed.success) return definition.run(parsed.output);
    const fields = parsed.issues.map((issue) => v.getDotPath(issue) ?? "the event itself");
    throw new InvalidInput(`The event does not match the function's schema at: ${[...new Set(fields)].join(", ")}.`);
  };
  const names = definition.errors.map((error) => error.errorName);
  return Object.assign(handle, { errors: [...names, InvalidInput.errorName] });
}
