import type { handler as nice } from "../../handlers/hello/nice.js";
import { and, eq, invoke, jsonata, lambda, lambdaNotDone, ne, seconds, text, workflow } from "../index.js";

/** What callers should send. What they do send is for the first state to find out: anybody may call. */
export interface HelloInput {
  readonly name: string;
}

/** Greets whom the input names, or a stranger: an Express workflow, whose callers wait for the answer. */
export const hello = workflow<HelloInput>("hello", {
  comment: "Greets by name, or a stranger.",
  timeout: seconds(20),
})
  .choice("IsNamed", (c) =>
    c
      .when(
        ({ input }) => and(eq(jsonata<string>`$type(${input.name})`, "string"), ne(input.name, "")),
        (w) => w.set("ByName", ({ input }) => ({ name: input.name })),
      )
      .otherwise((w) => w.set("AsStranger", () => ({ name: "stranger" }))),
  )
  .set("Hello", ({ name }) => ({ hello: text`Hello, ${name}!` }))
  .let("nice", "Nice", ({ hello }) => invoke(lambda<typeof nice>("nice"), { hello }), {
    timeout: seconds(5),
    retry: [{ on: lambdaNotDone, every: seconds(1), maxAttempts: 2, jitter: "FULL" }],
  })
  .succeed("Greeted", ({ nice }) => ({ greeting: nice.greeting }));
