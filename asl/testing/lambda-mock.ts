import type { Json } from "../spec/index.js";
import type { MockTask } from "./mock-task.js";
import type { MockAnswer, MockTiming } from "./mocks.js";

/** A Lambda handler as its type tells it: input, result, and the names of its errors. `defineHandler` makes such. */
export interface MockedHandler {
  (event: never): Promise<unknown>;
  readonly errors: readonly string[];
}

/** An error that the Lambda service or its runtime raises, or Step Functions itself. */
type PlatformError = `${"Lambda" | "Sandbox" | "Runtime" | "States"}.${string}`;

/** What the mock of a function may answer: its handler's result, one of its handler's errors, or one of the platform's. */
export type LambdaAnswer<H extends MockedHandler> =
  | (MockTiming & { readonly output: Awaited<ReturnType<H>> })
  | (MockTiming & { readonly error: H["errors"][number] | PlatformError; readonly cause?: string })
  | { readonly timeout: true }
  | ((event: Parameters<H>[0], task: MockTask) => Awaited<ReturnType<H>> | Promise<Awaited<ReturnType<H>>>);

/**
 * The mock of a state that invokes a Lambda function, held to its handler's types: a result, an error name or a field of the
 * event that the handler does not have does not compile. As with Lambda, results pass through JSON.
 *
 * @example `mocks: { SendEmail: lambdaMock<typeof handler>({ error: "EmailThrottled" }, (event) => sent(event.to)) }`
 */
export function lambdaMock<H extends MockedHandler>(...answers: readonly LambdaAnswer<H>[]): readonly MockAnswer[] {
  return answers.map((answer): MockAnswer => {
    if (typeof answer === "function") {
      return async ({ parameters }, task) => overTheWire(await answer(overTheWire(payloadOf(parameters)), task));
    }
    return "output" in answer ? { ...answer, output: overTheWire(answer.output) } : answer;
  });
}

/** The event that a function is invoked with: by `lambda:invoke` as `Payload`, by the function's own ARN as it is. */
function payloadOf(parameters: Json): Json {
  const isInvoke = typeof parameters === "object" && parameters !== null && "FunctionName" in parameters;
  return isInvoke && "Payload" in parameters ? (parameters.Payload ?? {}) : parameters;
}

/** A value after it has been JSON text, where no type is certain any more. */
function overTheWire<T>(value: unknown): T {
  const copy: T = JSON.parse(JSON.stringify(value) ?? "null");
  return copy;
}
