/** A Task that invokes a Lambda function with the state's input, and gives what the function returns. */
export const invoke = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: "f", Payload: "{% $states.input %}" },
  Output: "{% $states.result.Payload %}",
} as const;

/** A Task that waits for its token. */
export const waitForToken = {
  ...invoke,
  Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
  Arguments: { FunctionName: "f", Payload: { token: "{% $states.context.Task.Token %}" } },
  Output: "{% $states.result %}",
} as const;

/** A machine in JSONata that starts with its first state. */
export function machine(states: Readonly<Record<string, unknown>>) {
  return { QueryLanguage: "JSONata", StartAt: Object.keys(states)[0] ?? "", States: states };
}
