/** A hand-written definition: Task states one after the other, in JSONata form. */
export function taskChain(length: number) {
  const states = Array.from({ length }, (_, index) => [
    `Task${index}`,
    {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: {
        FunctionName: "arn:aws:lambda:eu-west-1:123456789012:function:work",
        Payload: { id: "{% $states.input.id %}", index },
      },
      Output: "{% $states.input %}",
      Retry: [
        {
          ErrorEquals: ["Lambda.TooManyRequestsException"],
          IntervalSeconds: 2,
          MaxAttempts: 5,
          JitterStrategy: "FULL",
        },
      ],
      ...(index === length - 1 ? { End: true } : { Next: `Task${index + 1}` }),
    },
  ]);
  return { QueryLanguage: "JSONata", StartAt: "Task0", States: Object.fromEntries(states) };
}
