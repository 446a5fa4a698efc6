import { describe, expect, test } from "vitest";
import {
  add,
  anyPath,
  dynamodb,
  errors,
  forSeconds,
  intrinsics,
  invoke,
  lambda,
  minutes,
  pathWorkflow,
  render,
  rules,
  seconds,
  statements,
  table,
  until,
} from "../../../asl/index.js";

interface Handler<Input, Output, ErrorName extends string> {
  (event: Input): Promise<Output>;
  readonly errors: readonly ErrorName[];
}

interface Order {
  readonly orderId: string;
  readonly total: number;
  readonly due: string;
  readonly customer: { readonly name: string; readonly email?: string };
  readonly lines: readonly { readonly sku: string; readonly count: number }[];
}

const { format, arrayLength, uuid } = intrinsics;
const bindings = {
  lambda: (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
  table: (name: string) => ({ arn: `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}`, name }),
};
const pay =
  lambda<Handler<{ orderId: string; total: number }, { id: string; status: "paid" | "declined" }, "CardLost">>("pay");
const start = pathWorkflow<Order>("orders");
const payOrder = start.task(
  "Pay",
  ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId"), total: at("$.total") }),
  {
    resultPath: "$.payment",
  },
);

describe("a Task", () => {
  test("takes data by path and adds its result to the data", () => {
    const flow = payOrder.succeed("Paid", "$.payment.id");
    expect(render(flow, bindings)).toEqual({
      QueryLanguage: "JSONPath",
      StartAt: "Pay",
      States: {
        Pay: {
          Type: "Task",
          Resource: "arn:aws:lambda:eu-west-1:123456789012:function:pay",
          Parameters: { "orderId.$": "$.orderId", "total.$": "$.total" },
          ResultPath: "$.payment",
          Next: "Paid",
        },
        Paid: { Type: "Succeed", OutputPath: "$.payment.id" },
      },
    });
    expect(statements(flow, bindings)).toEqual([
      { actions: ["lambda:InvokeFunction"], resources: [bindings.lambda("pay")] },
    ]);
  });

  test("sees the service's answer as it is: lambda:invoke gives an envelope", () => {
    const flow = start
      .task("Pay", ({ at }) => invoke(pay, { orderId: at("$.orderId"), total: at("$.total") }), {
        resultSelector: ({ at }) => ({ receipt: at("$.Payload.id"), cents: 5 }),
        resultPath: "$.payment",
      })
      .succeed("Paid", "$.payment.receipt");
    expect(render(flow, bindings).States.Pay).toMatchObject({
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: bindings.lambda("pay"), Payload: { "orderId.$": "$.orderId", "total.$": "$.total" } },
      ResultSelector: { "receipt.$": "$.Payload.id", cents: 5 },
    });
  });

  test("drops its result with null, and goes deeper down", () => {
    const flow = start
      .task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId"), total: 1 }), { resultPath: null })
      .task("Again", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId"), total: 1 }), {
        resultPath: "$.a.b",
      })
      .succeed("Done", "$.a.b.status");
    const { States } = render(flow, bindings);
    expect(States.Pay).toMatchObject({ ResultPath: null });
    expect(States.Done).toEqual({ Type: "Succeed", OutputPath: "$.a.b.status" });
  });

  test("has retries, time limits fixed or from data, and catchers that keep the error in the data", () => {
    const flow = start
      .task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId"), total: at("$.total") }), {
        comment: "Once only",
        resultPath: "$.payment",
        timeout: minutes(1),
        heartbeat: ({ at }) => at("$.total"),
        retry: [{ on: ["CardLost"], every: seconds(2), maxAttempts: 3, jitter: "FULL" }],
        catch: {
          [errors.any]: (w) => w.as("$.problem").fail("Failed", "PaymentFailed", ({ at }) => at("$.problem.Error")),
          CardLost: (w) => w.wait("Pause", seconds(5)).goTo("Pay"),
        },
      })
      .succeed("Paid");
    const { States } = render(flow, bindings);
    expect(States.Pay).toMatchObject({
      Comment: "Once only",
      TimeoutSeconds: 60,
      HeartbeatSecondsPath: "$.total",
      Retry: [{ ErrorEquals: ["CardLost"], IntervalSeconds: 2, MaxAttempts: 3, JitterStrategy: "FULL" }],
      Catch: [
        { ErrorEquals: ["CardLost"], ResultPath: null, Next: "Pause" },
        { ErrorEquals: ["States.ALL"], ResultPath: "$.problem", Next: "Failed" },
      ],
    });
    expect(States.Failed).toEqual({ Type: "Fail", Error: "PaymentFailed", CausePath: "$.problem.Error" });
  });

  test("of a direct integration", () => {
    const orders = table<{ readonly orderId: string }>("orders");
    const flow = start
      .task("Record", ({ at }) => dynamodb.putItem(orders, { orderId: { S: at("$.orderId") } }), { resultPath: null })
      .succeed("Done");
    expect(render(flow, bindings).States.Record).toMatchObject({
      Parameters: { TableName: "orders", Item: { orderId: { "S.$": "$.orderId" } } },
    });
  });
});

describe("the other states", () => {
  test("Pass puts fixed or computed data at a path, or goes on with a part", () => {
    const flow = start
      .pass("Begin", () => ({ tries: 0, "ends in .$": 1 }), { resultPath: "$.state" })
      .pass(
        "Label",
        ({ at }) => ({ label: format("Order {} of {}", at("$.orderId"), at("$.customer.name")), id: uuid() }),
        {
          resultPath: "$.label",
        },
      )
      .select("Customer", "$.customer")
      .succeed("Done", "$.name");
    const { States } = render(flow, bindings);
    expect(States.Begin).toEqual({
      Type: "Pass",
      Result: { tries: 0, "ends in .$": 1 },
      ResultPath: "$.state",
      Next: "Label",
    });
    expect(States.Label).toMatchObject({
      Parameters: { "label.$": "States.Format('Order {} of {}', $.orderId, $.customer.name)", "id.$": "States.UUID()" },
    });
    expect(States.Customer).toEqual({ Type: "Pass", InputPath: "$.customer", Next: "Done" });
  });

  test("a state passes on a part of its data alone", () => {
    const flow = payOrder.outputPath("$.payment").wait("Pause", seconds(1)).outputPath("$.id").succeed("Done", "$");
    const { States } = render(flow, bindings);
    expect(States.Pay).toMatchObject({ ResultPath: "$.payment", OutputPath: "$.payment" });
    expect(States.Pause).toEqual({ Type: "Wait", Seconds: 1, Next: "Done", OutputPath: "$.id" });
    expect(States.Done).toEqual({ Type: "Succeed" });
  });

  test("but not where other data comes next as well", () => {
    const choice = start.choice("Any", (c) => c.otherwise((w) => w));
    expect(() => choice.outputPath("$.total")).toThrow("belongs right behind a task");
    expect(() => start.outputPath("$.total")).toThrow("use select instead");
    const caught = start.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId"), total: 1 }), {
      resultPath: null,
      catch: { [errors.any]: (w) => w.wait("Pause", seconds(1)) },
    });
    expect(() => caught.outputPath("$.total")).toThrow("A catcher of Pay falls through");
  });

  test("Wait in all four forms", () => {
    const flow = start
      .wait("Fixed", seconds(5))
      .wait("For", ({ at }) => forSeconds(at("$.total")))
      .wait("Until", ({ at }) => until(at("$.due")))
      .wait("Christmas", until("2026-12-24T18:00:00Z"))
      .succeed("Done");
    const { States } = render(flow, bindings);
    expect(States.Fixed).toMatchObject({ Seconds: 5 });
    expect(States.For).toMatchObject({ SecondsPath: "$.total" });
    expect(States.Until).toMatchObject({ TimestampPath: "$.due" });
    expect(States.Christmas).toMatchObject({ Timestamp: "2026-12-24T18:00:00Z" });
  });

  test("Choice, with rules of every kind; its paths come together", () => {
    const { and, isPresent, not, numericGreaterThan, or, stringEquals, stringMatches } = rules;
    const flow = payOrder
      .choice("PaymentSucceeded", (c) =>
        c
          .when(
            ({ at }) => stringEquals(at("$.payment.status"), "declined"),
            (w) => w.fail("Declined", "Declined"),
          )
          .when(
            ({ at }) =>
              and(isPresent(at("$.customer.email")), not(numericGreaterThan(at("$.total"), at("$.lines[0].count")))),
            (w) => w.wait("Think", seconds(1)),
          )
          .when(
            ({ at }) => or(stringMatches(at("$.orderId"), "test-*"), isPresent(at("$.due"), false)),
            (w) => w.goTo("Pay"),
          )
          .otherwise((w) => w),
      )
      .succeed("Done");
    expect(render(flow, bindings).States.PaymentSucceeded).toEqual({
      Type: "Choice",
      Choices: [
        { Variable: "$.payment.status", StringEquals: "declined", Next: "Declined" },
        {
          And: [
            { Variable: "$.customer.email", IsPresent: true },
            { Not: { Variable: "$.total", NumericGreaterThanPath: "$.lines[0].count" } },
          ],
          Next: "Think",
        },
        {
          Or: [
            { Variable: "$.orderId", StringMatches: "test-*" },
            { Variable: "$.due", IsPresent: false },
          ],
          Next: "Pay",
        },
      ],
      Default: "Done",
    });
  });

  test("a catcher of a Task in JSONata form sets variables from the error", () => {
    const flow = start
      .jsonataTask("Pay", ({ input }) => invoke(pay, { orderId: input.orderId, total: 1 }), {
        catch: {
          CardLost: (w) =>
            w
              .assign(({ at }) => ({ lost: { why: at("$.Error") }, all: at("$") }))
              .fail("Lost", ({ at }) => at("$lost.why")),
        },
      })
      .succeed("Paid");
    expect(render(flow, bindings).States.Pay).toMatchObject({
      Catch: [
        {
          ErrorEquals: ["CardLost"],
          Assign: { lost: { why: "{% $states.errorOutput.Error %}" }, all: "{% $states.errorOutput %}" },
          Output: "{% $states.input %}",
        },
      ],
    });
  });

  test("Parallel gives the list of its branches' results", () => {
    const flow = start
      .parallel("Both", [(w) => w.succeed("Id", "$.orderId"), (w) => w.succeed("Total", "$.total")], {
        resultPath: "$.both",
      })
      .succeed("Done", "$.both[1]");
    expect(render(flow, bindings).States.Both).toEqual({
      Type: "Parallel",
      Branches: [
        { StartAt: "Id", States: { Id: { Type: "Succeed", OutputPath: "$.orderId" } } },
        { StartAt: "Total", States: { Total: { Type: "Succeed", OutputPath: "$.total" } } },
      ],
      ResultPath: "$.both",
      Next: "Done",
    });
  });

  test("Map runs a path for each item, or for what is selected from it", () => {
    const flow = start
      .map("Skus", "$.lines", (w) => w.succeed("Sku", "$.sku"), { resultPath: "$.skus", maxConcurrency: 2 })
      .mapSelected(
        "Lines",
        "$.lines",
        ({ at, item, index }) => ({ orderId: at("$.orderId"), line: item, label: format("{}", index) }),
        (w) => w.succeed("Line", "$.label"),
      )
      .succeed("Done", "$[0]");
    const { States } = render(flow, bindings);
    expect(States.Skus).toMatchObject({
      ItemsPath: "$.lines",
      MaxConcurrency: 2,
      ResultPath: "$.skus",
      ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, StartAt: "Sku" },
    });
    expect(States.Lines).toMatchObject({
      ItemSelector: {
        "orderId.$": "$.orderId",
        "line.$": "$$.Map.Item.Value",
        "label.$": "States.Format('{}', $$.Map.Item.Index)",
      },
    });
  });
});

test("a rule for what may be missing is IsPresent, and on its way the data has it", () => {
  const flow = pathWorkflow<{ readonly customer?: { readonly name?: string } }>("greetings")
    .choice("Known", (c) =>
      c
        .whenPresent("$.customer.name", (w) =>
          w.pass("Greet", ({ at }) => ({ all: intrinsics.array("hello", at("$.customer.name"), 1) })),
        )
        .otherwise((w) => w.pass("Wave", () => ({ all: ["hello"] }))),
    )
    .succeed("Done", "$.all");
  expect(render(flow, bindings).States).toMatchObject({
    Known: { Choices: [{ Variable: "$.customer.name", IsPresent: true, Next: "Greet" }], Default: "Wave" },
    Greet: { Parameters: { "all.$": "States.Array('hello', $.customer.name, 1)" } },
  });
});

describe("what is refused when it is rendered", () => {
  test("a path in a list, which JSONPath does not evaluate there", () => {
    const flow = start.pass("Begin", ({ at }) => ({ list: [at("$.orderId")] })).succeed("Done");
    expect(() => render(flow, bindings)).toThrow(/^Begin: A list.+make the list by intrinsics\.array/);
  });

  test("what only JSONata computes, with the state that has it", () => {
    const flow = start.pass("Add", ({ at }) => ({ more: add(at("$.total"), 1) })).succeed("Done");
    expect(() => render(flow, bindings)).toThrow("Add: JSONPath has no operator +: use a path");
  });

  test("a variable whose name no path can read", () => {
    expect(() => start.set("Begin", () => ({ "my-name": 1 }))).toThrow('"my-name" is no name for a variable');
  });

  test("a text with quotes and backslashes keeps them inside an intrinsic function", () => {
    const flow = start.pass("Begin", () => ({ text: format("it's \\ {}", "o'clock") })).succeed("Done");
    expect(render(flow, bindings).States.Begin).toMatchObject({
      Parameters: { "text.$": "States.Format('it\\'s \\\\ {}', 'o\\'clock')" },
    });
  });
});

test("a path that the compiler cannot follow has the type that is declared", () => {
  const flow = start
    .pass("Count", () => ({ big: arrayLength(anyPath<readonly unknown[]>("$.lines[?(@.count > 10)]")) }), {
      resultPath: "$.n",
    })
    .succeed("Done", "$.n.big");
  expect(render(flow, bindings).States.Count).toMatchObject({
    Parameters: { "big.$": "States.ArrayLength($.lines[?(@.count > 10)])" },
  });
});

test("the data of a flow is plain, frozen and survives JSON", () => {
  const { data } = payOrder.succeed("Done");
  expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  expect(Object.isFrozen(data.steps[0])).toBe(true);
});
