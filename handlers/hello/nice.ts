import * as v from "valibot";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";

const inputSchema = v.object({ hello: v.string() });

/** What the function takes: a greeting such as `Hello, Ada!`. */
export type Greeting = v.InferOutput<typeof inputSchema>;

/** What it gives: the same greeting, friendlier. */
export interface NiceGreeting {
  readonly greeting: string;
}

/** Says something nice after a greeting. */
export const handler: TaskHandler<Greeting, NiceGreeting, never> = defineHandler({
  input: inputSchema,
  errors: [],
  run: async ({ hello }) => ({ greeting: `${hello} Nice to meet you.` }),
});
