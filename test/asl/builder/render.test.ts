import { describe, expect, test } from "vitest";
import {
  add,
  anyPath,
  eq,
  errors,
  forSeconds,
  gt,
  hours,
  invoke,
  lambda,
  minutes,
  orElse,
  type Part,
  parallel,
  render,
  seconds,
  statements,
  text,
  until,
  workflow,
} from "../../../asl/index.js";

interface Handler<Input, Output, ErrorName extends string> {
  (event: Input): Promise<Output>;
  readonly errors: readonly ErrorName[];
}

interface Order {
  readonly orderId: string;
  readonly size: "small" | "large";
  readonly count: number;
  readonly due: string;
}

const bindings = { lambda: (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}` };
const blend = lambda<Handler<{ orderId: string }, { cups: number }, "OutOfFruit">>("blend");
const start = workflow<Order>("smoothies");
const blendOrder = () => invoke(blend, { orderId: "7" });

describe("a Task", () => {
  test("keeps the function's own result, not Lambda's envelope, and passes its input on", () => {
    const { States } = render(start.let("made", "Blend", blendOrder).succeed("Served"), bindings);
    expect(States.Blend).toEqual({
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "arn:aws:lambda:eu-west-1:123456789012:function:blend", Payload: { orderId: "7" } },
      Assign: { made: "{% $states.result.Payload %}" },
      Output: "{% $states.input %}",
      Next: "Served",
    });
  });

  test("drops its result with do", () => {
    const { States } = render(start.do("Blend", blendOrder).succeed("Served"), bindings);
    expect(States.Blend).not.toHaveProperty("Assign");
  });

  test("has every field of Retry", () => {
    const retry = [
      {
        on: ["OutOfFruit", errors.timeout],
        every: seconds(2),
        maxAttempts: 5,
        backoffRate: 1.5,
        maxDelay: minutes(1),
        jitter: "FULL",
      },
      { on: [errors.any], maxAttempts: 0 },
    ] as const;
    const { States } = render(start.do("Blend", blendOrder, { retry }).succeed("Served"), bindings);
    expect(States.Blend).toMatchObject({
      Retry: [
        {
          ErrorEquals: ["OutOfFruit", "States.Timeout"],
          IntervalSeconds: 2,
          MaxAttempts: 5,
          BackoffRate: 1.5,
          MaxDelaySeconds: 60,
          JitterStrategy: "FULL",
        },
        { ErrorEquals: ["States.ALL"], MaxAttempts: 0 },
      ],
    });
  });

  test("has time limits, fixed or from data", () => {
    const flow = start
      .do("Blend", blendOrder, { timeout: minutes(2), heartbeat: seconds(20), comment: "The robot's part" })
      .do("BlendMore", blendOrder, { timeout: ({ input }) => add(input.count, 10) })
      .succeed("Served");
    const { States } = render(flow, bindings);
    expect(States.Blend).toMatchObject({ TimeoutSeconds: 120, HeartbeatSeconds: 20, Comment: "The robot's part" });
    expect(States.BlendMore).toMatchObject({ TimeoutSeconds: "{% $states.context.Execution.Input.count + 10 %}" });
  });

  test("puts the widest catcher last, whatever the order of writing, and keeps the error only where asked", () => {
    const flow = start
      .do("Blend", blendOrder, {
        catch: {
          [errors.any]: (w) => w.as("problem").fail("Failed", "Failed", ({ problem }) => orElse(problem.Cause, "")),
          OutOfFruit: (w) => w.wait("Delivery", hours(1)).goTo("Blend"),
          [errors.timeout]: (w) => w.wait("Pause", seconds(1)),
        },
      })
      .succeed("Served");
    const { States } = render(flow, bindings);
    expect(States.Blend).toMatchObject({
      Catch: [
        { ErrorEquals: ["OutOfFruit"], Output: "{% $states.input %}", Next: "Delivery" },
        { ErrorEquals: ["States.Timeout"], Output: "{% $states.input %}", Next: "Pause" },
        {
          ErrorEquals: ["States.ALL"],
          Assign: { problem: "{% $states.errorOutput %}" },
          Output: "{% $states.input %}",
          Next: "Failed",
        },
      ],
    });
    expect(States.Delivery).toMatchObject({ Next: "Blend" });
    expect(States.Pause).toMatchObject({ Next: "Served" });
    expect(States.Failed).toEqual({
      Type: "Fail",
      Error: "Failed",
      Cause: '{% $exists($problem.Cause) ? $problem.Cause : "" %}',
    });
  });
});

describe("the other states", () => {
  test("Wait takes seconds or a timestamp, fixed or from data", () => {
    const flow = start
      .wait("Fixed", seconds(10))
      .wait("For", ({ input }) => forSeconds(input.count))
      .wait("Until", ({ input }) => until(input.due))
      .wait("Christmas", until("2026-12-24T18:00:00Z"))
      .succeed("Done");
    const { States } = render(flow, bindings);
    expect(States.Fixed).toEqual({ Type: "Wait", Seconds: 10, Next: "For" });
    expect(States.For).toMatchObject({ Seconds: "{% $states.context.Execution.Input.count %}" });
    expect(States.Until).toMatchObject({ Timestamp: "{% $states.context.Execution.Input.due %}" });
    expect(States.Christmas).toMatchObject({ Timestamp: "2026-12-24T18:00:00Z" });
  });

  test("Pass assigns", () => {
    const flow = start
      .set("Begin", ({ input }) => ({ tries: 0, label: text`Order ${input.orderId}` }))
      .set("Count", ({ tries }) => ({ tries: add(tries, 1) }))
      .succeed("Done", ({ tries, label }) => ({ tries, label, note: "{% not an expression %}" }));
    const { States } = render(flow, bindings);
    expect(States.Begin).toEqual({
      Type: "Pass",
      Assign: { tries: 0, label: '{% "Order " & $states.context.Execution.Input.orderId %}' },
      Next: "Count",
    });
    expect(States.Count).toMatchObject({ Assign: { tries: "{% $tries + 1 %}" } });
    expect(States.Done).toEqual({
      Type: "Succeed",
      Output: { tries: "{% $tries %}", label: "{% $label %}", note: '{% "{% not an expression %}" %}' },
    });
  });

  test("Choice paths that fall through come together, with the names that all have bound", () => {
    const flow = start
      .choice("Size", (c) =>
        c
          .when(
            ({ input }) => eq(input.size, "small"),
            (w) => w.let("made", "BlendSmall", blendOrder),
          )
          .when(
            ({ input }) => gt(input.count, 100),
            (w) => w.fail("TooMany", "TooMany"),
          )
          .otherwise((w) => w.let("made", "BlendLarge", blendOrder).wait("Cool", seconds(5))),
      )
      .succeed("Served", ({ made }) => made.cups);
    const { States } = render(flow, bindings);
    expect(States.Size).toEqual({
      Type: "Choice",
      Choices: [
        { Condition: '{% $states.context.Execution.Input.size = "small" %}', Next: "BlendSmall" },
        { Condition: "{% $states.context.Execution.Input.count > 100 %}", Next: "TooMany" },
      ],
      Default: "BlendLarge",
    });
    expect(States.BlendSmall).toMatchObject({ Next: "Served" });
    expect(States.Cool).toMatchObject({ Next: "Served" });
  });

  test("a choice may skip ahead or go back", () => {
    const flow = start
      .wait("Pause", seconds(1))
      .choice("Again", (c) =>
        c
          .when(
            ({ input }) => gt(input.count, 1),
            (w) => w.goTo("Pause"),
          )
          .otherwise((w) => w),
      )
      .succeed("Done");
    expect(render(flow, bindings).States.Again).toMatchObject({ Choices: [{ Next: "Pause" }], Default: "Done" });
  });

  test("Parallel runs branches that read outer names; its result is the list of theirs", () => {
    const flow = start
      .let("both", "Both", ({ branch }) =>
        parallel(
          branch.let("made", "BlendOne", blendOrder).succeed("OneMade", ({ made }) => made.cups),
          branch.succeed("Label", ({ input }) => ({ label: input.orderId })),
        ),
      )
      .succeed("Done", ({ both }) => ({ cups: both[0], label: both[1].label }));
    const { States } = render(flow, bindings);
    expect(States.Both).toMatchObject({
      Type: "Parallel",
      Branches: [{ StartAt: "BlendOne" }, { StartAt: "Label" }],
      Assign: { both: "{% $states.result %}" },
    });
    expect(States.Done).toEqual({ Type: "Succeed", Output: { cups: "{% $both[0] %}", label: "{% $both[1].label %}" } });
  });

  test("Map runs a path for each item, which reads outer names, the item and its index", () => {
    const flow = workflow<{ readonly lines: readonly { readonly sku: string; readonly parts: readonly number[] }[] }>(
      "orders",
    )
      .let("made", "Lines", ({ input, map }) =>
        map(
          "line",
          input.lines,
          (w) =>
            w
              .let("counts", "Parts", ({ line, map }) =>
                map("part", line.parts, (w) =>
                  w.succeed("Part", ({ line, part, partIndex }) => [line.sku, part, partIndex]),
                ),
              )
              .succeed("Line", ({ line, lineIndex, counts }) => ({ sku: line.sku, lineIndex, counts })),
          { maxConcurrency: 5 },
        ),
      )
      .succeed("Done", ({ made }) => made);
    const { States } = render(flow, {});
    expect(States.Lines).toMatchObject({
      Type: "Map",
      Items: "{% $states.context.Execution.Input.lines %}",
      ItemSelector: { line: "{% $states.context.Map.Item.Value %}", lineIndex: "{% $states.context.Map.Item.Index %}" },
      MaxConcurrency: 5,
      Assign: { made: "{% $states.result %}" },
      ItemProcessor: {
        StartAt: "Parts",
        States: {
          Parts: {
            Items: "{% $states.input.line.parts %}",
            ItemSelector: {
              line: "{% $states.input.line %}",
              lineIndex: "{% $states.input.lineIndex %}",
              part: "{% $states.context.Map.Item.Value %}",
            },
          },
          Line: { Output: { sku: "{% $states.input.line.sku %}", counts: "{% $counts %}" } },
        },
      },
    });
  });

  test("a reusable part is a function from flow to flow", () => {
    const politely = (w: Part<{ input: Order }>) => w.wait("Politely", seconds(1));
    expect(render(start.use(politely).succeed("Done"), bindings).StartAt).toBe("Politely");
  });
});

describe("the whole definition", () => {
  const flow = workflow<Order>("smoothies", { comment: "Blends", timeout: hours(1) })
    .do("Blend", blendOrder)
    .succeed("Served");

  test("says its language, comment and time limit", () => {
    expect(render(flow, bindings)).toMatchObject({
      Comment: "Blends",
      QueryLanguage: "JSONata",
      StartAt: "Blend",
      TimeoutSeconds: 3600,
    });
  });

  test("is plain, frozen data that survives JSON", () => {
    expect(JSON.parse(JSON.stringify(flow.data))).toEqual(flow.data);
    expect(Object.isFrozen(flow.data.steps)).toBe(true);
    expect(Object.isFrozen(flow.data.steps[0])).toBe(true);
  });

  test("is the same text each time", () => {
    expect(JSON.stringify(render(flow, bindings))).toBe(JSON.stringify(render(flow, bindings)));
  });

  test("needs to invoke exactly the functions of its tasks, those of side paths and branches included", () => {
    const other = lambda<Handler<Record<never, never>, null, never>>("undo");
    const all = start
      .do("Both", ({ branch }) => parallel(branch.do("Blend", blendOrder).succeed("Made")), {
        catch: { [errors.any]: (w) => w.do("Undo", () => invoke(other, {})) },
      })
      .do("BlendAgain", blendOrder)
      .succeed("Done");
    expect(statements(all, bindings)).toEqual([
      { actions: ["lambda:InvokeFunction"], resources: [bindings.lambda("blend"), bindings.lambda("undo")] },
    ]);
    expect(statements(start.succeed("Done"), bindings)).toEqual([]);
  });
});

describe("what is refused when it is rendered", () => {
  test("a state's name used twice, in a branch as well", () => {
    const twice = start.do("Both", ({ branch }) => parallel(branch.succeed("Done"))).succeed("Done");
    expect(() => render(twice, bindings)).toThrow("Two states are called Done: give each its own name");
  });

  test.each([
    ["", 'The state name "" has 0 characters: use 1 to 80.'],
    ["x".repeat(81), "has 81 characters"],
    ["Say\thello", "has a character that cannot be printed"],
    ["Say\ud83dhello", "has a character that cannot be printed"],
  ])("the state name %j", (name, sentence) => {
    expect(() => render(start.succeed(name), bindings)).toThrow(sentence);
  });

  test("but not a name with spaces or punctuation, which Step Functions takes", () => {
    const flow = start.succeed("Pet was added successfully?");
    expect(render(flow, bindings).StartAt).toBe("Pet was added successfully?");
  });

  test("a duration that Step Functions does not take", () => {
    expect(() => seconds(1.5)).toThrow("A duration of 1.5 seconds is not possible");
    expect(() => seconds(-1)).toThrow(RangeError);
  });

  test("a path in JSONata mode, with the state that has it", () => {
    const branch = (w: typeof start) =>
      w.do("Both", ({ branch }) => parallel(branch.succeed("Inner", () => ({ id: anyPath<string>("$.id") }))));
    expect(() => render(branch(start).succeed("Done"), bindings)).toThrow(/^Inner: A path belongs into/);
  });

  test.each(["my-name", "two words", "9lives", "", "_x", "x".repeat(81)])("a variable called %j", (name) => {
    const sentence = `${JSON.stringify(name)} is no name for a variable`;
    expect(() => start.set("Begin", () => ({ [name]: 1 }))).toThrow(sentence);
    expect(() => start.let(name, "Begin", () => parallel(start.succeed("Done")))).toThrow(sentence);
  });

  test("data that is not JSON", () => {
    expect(() => start.set("Now", () => ({ at: new Date(0) }))).toThrow("which JSON cannot hold");
  });

  test("a workflow of 20,000 states is rendered without running out of stack", () => {
    const wait = { seconds: { kind: "literal", value: 1 } } as const;
    const waits = Array.from({ length: 20_000 }, (_, index) => ({ kind: "wait", name: `Wait${index}`, wait }) as const);
    const data = { name: "long", steps: [...waits, { kind: "succeed", name: "Done" } as const] };
    expect(Object.keys(render({ data }, bindings).States)).toHaveLength(20_001);
  });
});
