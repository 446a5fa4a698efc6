import { describe, expect, test } from "vitest";
import {
  activity,
  allow,
  awsSdk,
  type Bindings,
  connection,
  dynamodb,
  ecs,
  eventBus,
  events,
  glue,
  httpInvoke,
  invoke,
  lambda,
  perform,
  queue,
  render,
  reply,
  sns,
  sqs,
  stateMachine,
  statements,
  states,
  table,
  topic,
  type Work,
  workflow,
} from "../../../asl/index.js";

interface Handler<Input, Output, ErrorName extends string> {
  (event: Input): Promise<Output>;
  readonly errors: readonly ErrorName[];
}

interface Order {
  readonly orderId: string;
  readonly total: number;
}

interface OrderItem {
  readonly orderId: string;
  readonly status: string;
}

const account = { partition: "aws", region: "eu-west-1", accountId: "123456789012" };
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
const bindings: Bindings = {
  account,
  lambda: (name) => arn("lambda", `function:${name}`),
  queue: (name) => ({ arn: arn("sqs", name), url: `https://sqs.eu-west-1.amazonaws.com/123456789012/${name}` }),
  topic: (name) => arn("sns", name),
  table: (name) => ({ arn: arn("dynamodb", `table/${name}`), name }),
  eventBus: (name) => ({ arn: arn("events", `event-bus/${name}`), name }),
  connection: (name) => arn("events", `connection/${name}`),
  stateMachine: (name) => arn("states", `stateMachine:${name}`),
  activity: (name) => arn("states", `activity:${name}`),
};

const start = workflow<Order>("orders");
const orders = table<OrderItem>("orders");
const notify = workflow<{ readonly to: string }>("notify").succeed("Done", () => ({ told: true }));

/** The Task state and the IAM statements of one piece of work. */
function rendered(work: Work<unknown, string, string>) {
  const flow = start.let("made", "Task", () => work).succeed("Done");
  return { state: render(flow, bindings).States.Task, statements: statements(flow, bindings) };
}

describe("Lambda", () => {
  const blend = lambda<Handler<{ taskToken?: string }, { cups: number }, "OutOfFruit">>("blend");

  test("with a task token, the result is the reply and not an envelope", () => {
    const { state } = rendered(
      invoke.waitForTaskToken(blend, (taskToken) => ({ taskToken }), reply<{ ok: true }, "Broken">()),
    );
    expect(state).toMatchObject({
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Arguments: {
        FunctionName: arn("lambda", "function:blend"),
        Payload: { taskToken: "{% $states.context.Task.Token %}" },
      },
      Assign: { made: "{% $states.result %}" },
    });
  });
});

describe("messages", () => {
  test("SQS is called by its URL and allowed by its ARN", () => {
    const work = sqs.sendMessage(queue("warehouse"), { kind: "order" }, { messageGroupId: "g" });
    expect(rendered(work)).toEqual({
      state: expect.objectContaining({
        Resource: "arn:aws:states:::sqs:sendMessage",
        Arguments: {
          QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/warehouse",
          MessageBody: { kind: "order" },
          MessageGroupId: "g",
        },
      }),
      statements: [{ actions: ["sqs:SendMessage"], resources: [arn("sqs", "warehouse")] }],
    });
  });

  test("SNS", () => {
    expect(rendered(sns.publish(topic("dispatch"), "on its way", { subject: "Dispatch" }))).toEqual({
      state: expect.objectContaining({
        Resource: "arn:aws:states:::sns:publish",
        Arguments: { TopicArn: arn("sns", "dispatch"), Message: "on its way", Subject: "Dispatch" },
      }),
      statements: [{ actions: ["sns:Publish"], resources: [arn("sns", "dispatch")] }],
    });
  });

  test("EventBridge", () => {
    const work = events.putEvent(eventBus("shop"), { source: "shop", detailType: "OrderPlaced", detail: { id: 1 } });
    expect(rendered(work)).toEqual({
      state: expect.objectContaining({
        Resource: "arn:aws:states:::events:putEvents",
        Arguments: {
          Entries: [{ EventBusName: "shop", Source: "shop", DetailType: "OrderPlaced", Detail: { id: 1 } }],
        },
      }),
      statements: [{ actions: ["events:PutEvents"], resources: [arn("events", "event-bus/shop")] }],
    });
  });

  test.each([
    sqs.sendMessage.waitForTaskToken(queue("q"), (taskToken) => ({ taskToken }), reply<string>()),
    sns.publish.waitForTaskToken(topic("t"), (taskToken) => ({ taskToken }), reply<string>()),
    events.putEvent.waitForTaskToken(
      eventBus("b"),
      (taskToken) => ({ source: "s", detailType: "d", detail: { taskToken } }),
      reply<string>(),
    ),
  ])("with a task token", (work) => {
    const { state } = rendered(work);
    expect(JSON.stringify(state)).toContain("{% $states.context.Task.Token %}");
    expect(state).toMatchObject({ Resource: expect.stringMatching(/\.waitForTaskToken$/) });
  });
});

describe("DynamoDB", () => {
  test("a conditional put", () => {
    const work = dynamodb.putItem(
      orders,
      { orderId: { S: "7" } },
      { ConditionExpression: "attribute_not_exists(orderId)" },
    );
    expect(rendered(work)).toEqual({
      state: expect.objectContaining({
        Resource: "arn:aws:states:::dynamodb:putItem",
        Arguments: {
          TableName: "orders",
          Item: { orderId: { S: "7" } },
          ConditionExpression: "attribute_not_exists(orderId)",
        },
      }),
      statements: [{ actions: ["dynamodb:PutItem"], resources: [arn("dynamodb", "table/orders")] }],
    });
  });

  test.each([
    [dynamodb.getItem(orders, { orderId: { S: "7" } }), "dynamodb:GetItem"],
    [dynamodb.deleteItem(orders, { orderId: { S: "7" } }), "dynamodb:DeleteItem"],
    [dynamodb.updateItem(orders, { orderId: { S: "7" } }, { UpdateExpression: "REMOVE x" }), "dynamodb:UpdateItem"],
  ])("%#: each action needs its own permission", (work, action) => {
    expect(rendered(work).statements).toEqual([{ actions: [action], resources: [arn("dynamodb", "table/orders")] }]);
  });
});

describe("nested executions", () => {
  const machine = stateMachine<{ readonly to: string }, typeof notify>("notify");

  test("waiting for one gives its output and needs to follow it", () => {
    const work = states.startExecution.sync2(machine, { to: "Ada" }, { name: "one" });
    expect(rendered(work)).toEqual({
      state: expect.objectContaining({
        Resource: "arn:aws:states:::states:startExecution.sync:2",
        Arguments: { StateMachineArn: arn("states", "stateMachine:notify"), Input: { to: "Ada" }, Name: "one" },
        Assign: { made: "{% $states.result.Output %}" },
      }),
      statements: [
        {
          actions: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
          resources: [arn("events", "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule")],
        },
        {
          actions: ["states:DescribeExecution", "states:StopExecution"],
          resources: [arn("states", "execution:notify:*")],
        },
        { actions: ["states:StartExecution"], resources: [arn("states", "stateMachine:notify")] },
      ],
    });
  });

  test("the output is typed by the nested workflow", () => {
    const flow = start
      .let("told", "Tell", () => states.startExecution.sync2(machine, { to: "Ada" }))
      .succeed("Done", ({ told }) => told.told);
    expect(render(flow, bindings).States.Done).toEqual({ Type: "Succeed", Output: "{% $told.told %}" });
  });
});

describe("the rest", () => {
  test("an activity is its own resource and needs no permission", () => {
    const work = perform(activity<{ orderId: string }, { parcel: string }>("pick"), { orderId: "7" });
    expect(rendered(work)).toEqual({
      state: expect.objectContaining({ Resource: arn("states", "activity:pick"), Arguments: { orderId: "7" } }),
      statements: [],
    });
  });

  test("an HTTP endpoint needs its connection's credentials", () => {
    const work = httpInvoke<{ id: string }>({
      endpoint: "https://example.com/parcels",
      method: "POST",
      connection: connection("carrier"),
      body: { orderId: "7" },
    });
    expect(rendered(work)).toEqual({
      state: expect.objectContaining({
        Resource: "arn:aws:states:::http:invoke",
        Arguments: {
          ApiEndpoint: "https://example.com/parcels",
          Method: "POST",
          Authentication: { ConnectionArn: arn("events", "connection/carrier") },
          RequestBody: { orderId: "7" },
        },
      }),
      statements: [
        { actions: ["events:RetrieveConnectionCredentials"], resources: [arn("events", "connection/carrier")] },
        {
          actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
          resources: [arn("secretsmanager", "secret:events!connection/*")],
        },
      ],
    });
  });

  test("any AWS API call takes the SDK's own input type, its keys in PascalCase", () => {
    interface PublishInput {
      readonly topic: string | undefined;
      readonly payload?: Uint8Array;
      readonly userProperties?: readonly { readonly sentAt: Date }[];
    }
    const work = awsSdk<PublishInput>(
      "iotdataplane",
      "publish",
      { Topic: "robots/1/order", Payload: "{}", UserProperties: [{ SentAt: "2026-01-01T00:00:00Z" }] },
      { permissions: [allow(["iot:Publish"], { kind: "accountArn", service: "iot", resource: "topic/robots/*" })] },
    );
    expect(rendered(work)).toEqual({
      state: expect.objectContaining({ Resource: "arn:aws:states:::aws-sdk:iotdataplane:publish" }),
      statements: [{ actions: ["iot:Publish"], resources: [arn("iot", "topic/robots/*")] }],
    });
  });

  test("a job that is waited for needs its rule; a service that is polled needs none", () => {
    const permissions = [
      allow(["ecs:RunTask"], { kind: "accountArn", service: "ecs", resource: "task-definition/blend:*" }),
    ];
    expect(rendered(ecs.runTask.sync<{ cluster: string }>({ Cluster: "c" }, { permissions })).statements).toEqual([
      { actions: ["ecs:RunTask"], resources: [arn("ecs", "task-definition/blend:*")] },
      {
        actions: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
        resources: [arn("events", "rule/StepFunctionsGetEventsForECSTaskRule")],
      },
    ]);
    const glueJob = rendered(glue.startJobRun.sync<{ jobName: string }>({ JobName: "j" }, { permissions: [] }));
    expect(glueJob.statements).toEqual([]);
    expect(glueJob.state).toMatchObject({ Resource: "arn:aws:states:::glue:startJobRun.sync" });
  });
});

describe("what is missing is named", () => {
  const flow = start.do("Send", () => sqs.sendMessage(queue("warehouse"), {})).succeed("Done");

  test("a binding", () => {
    expect(() => render(flow, {})).toThrow("The workflow uses the queue warehouse: pass a binding for it");
  });

  test("a URL", () => {
    expect(() => render(flow, { queue: () => arn("sqs", "w") })).toThrow("needs the url of the queue warehouse");
  });

  test("the account", () => {
    const nested = start
      .do("Tell", () =>
        states.startExecution.sync2(stateMachine<{ to: string }, typeof notify>("notify"), { to: "Ada" }),
      )
      .succeed("Done");
    const { stateMachine: machine } = bindings;
    expect(() => statements(nested, machine ? { stateMachine: machine } : {})).toThrow(
      "pass { account: { partition, region, accountId } }",
    );
  });
});
