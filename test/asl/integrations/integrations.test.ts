import { describe, expect, test } from "vitest";
import {
  activity,
  allow,
  awsSdk,
  type Bindings,
  batch,
  connection,
  dynamodb,
  ecs,
  emr,
  eventBus,
  events,
  type FinishedWorkflow,
  glue,
  httpInvoke,
  intrinsics,
  invoke,
  lambda,
  now,
  orElse,
  pathWorkflow,
  perform,
  queue,
  render,
  reply,
  role,
  type Statement,
  sagemaker,
  sns,
  sqs,
  stateMachine,
  statements,
  states,
  table,
  text,
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
  role: (name) => `arn:aws:iam::123456789012:role/${name}`,
  self: "orders",
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

  test("EventBridge takes several events at once", () => {
    const placed = { source: "shop", detailType: "OrderPlaced", detail: {} };
    const work = events.putEvent(eventBus("shop"), placed, { ...placed, resources: ["arn:of:it"], time: now() });
    const entry = { EventBusName: "shop", Source: "shop", DetailType: "OrderPlaced", Detail: {} };
    expect(rendered(work).state).toMatchObject({
      Arguments: { Entries: [entry, { ...entry, Resources: ["arn:of:it"], Time: "{% $now() %}" }] },
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
    [dynamodb.getItem(orders, { orderId: { S: "7" } }, { ProjectionExpression: "orderId" }), "dynamodb:GetItem"],
    [dynamodb.deleteItem(orders, { orderId: { S: "7" } }, { ReturnValues: "ALL_OLD" }), "dynamodb:DeleteItem"],
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

  test("an HTTP endpoint needs its connection's credentials, and leave to send such requests", () => {
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
        {
          actions: ["states:InvokeHTTPEndpoint"],
          resources: [arn("states", "stateMachine:orders")],
          conditions: {
            StringEquals: { "states:HTTPMethod": "POST" },
            StringLike: { "states:HTTPEndpoint": "https://example.com/parcels" },
          },
        },
      ],
    });
  });

  test("an address that the data completes is allowed from where it begins", () => {
    const conditionsOf = (flow: FinishedWorkflow) =>
      statements(flow, bindings).flatMap(({ conditions }) => (conditions?.StringLike ? [conditions.StringLike] : []));
    const get = { method: "GET", connection: connection("carrier") } as const;
    const inJsonata = start.do("Get", ({ input }) =>
      httpInvoke({ ...get, endpoint: text`https://a.example/${input.orderId}` }),
    );
    expect(conditionsOf(inJsonata.succeed("Done"))).toEqual([{ "states:HTTPEndpoint": "https://a.example/*" }]);
    const inJsonPath = pathWorkflow<Order>("orders")
      .task("Get", ({ at }) =>
        httpInvoke({ ...get, endpoint: intrinsics.format("https://a.example/{}", at("$.orderId")) }),
      )
      .task("Put", () => httpInvoke({ ...get, method: "PUT", endpoint: "https://a.example/all" }));
    expect(conditionsOf(inJsonPath.succeed("Done"))).toEqual([
      { "states:HTTPEndpoint": "https://a.example/*" },
      { "states:HTTPEndpoint": "https://a.example/all" },
    ]);
  });

  test("any AWS API call may wait for a task token", () => {
    const work = awsSdk.waitForTaskToken<{ readonly payload: string }, { done: boolean }, "Refused">(
      "iotdataplane",
      "publish",
      (taskToken) => ({ Payload: taskToken }),
      reply(),
      { permissions: [] },
    );
    expect(rendered(work).state).toMatchObject({
      Resource: "arn:aws:states:::aws-sdk:iotdataplane:publish.waitForTaskToken",
      Arguments: { Payload: "{% $states.context.Task.Token %}" },
    });
  });

  test("streams, files and bytes of the SDK are text, in arguments and in answers", () => {
    interface Stored {
      readonly body?: { pipe(): void; transformToString(): Promise<string> } | Uint8Array;
    }
    const work = () => awsSdk<Stored, Stored>("s3", "getObject", { Body: "text" }, { permissions: [] });
    const flow = start.let("read", "Read", work).succeed("Done", ({ read }) => orElse(read.Body, "none"));
    expect(render(flow, bindings).States.Done).toEqual({
      Type: "Succeed",
      Output: '{% $exists($read.Body) ? $read.Body : "none" %}',
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
});

describe("jobs: starting one needs leave for what it names, following it for more", () => {
  const follow = (rule: string) => ({
    actions: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
    resources: [arn("events", `rule/${rule}`)],
  });
  const job = arn("glue", "job/night");

  test.each<[string, Work<unknown, string, string>, readonly Statement[]]>([
    [
      "ECS, a family, with its role",
      ecs.runTask.sync<{ taskDefinition: string }>(
        { TaskDefinition: "blend" },
        { permissions: [allow(["iam:PassRole"], role("blend"))] },
      ),
      [
        { actions: ["ecs:DescribeTasks", "ecs:StopTask"], resources: [arn("ecs", "task/*")] },
        {
          actions: ["ecs:RunTask"],
          resources: [arn("ecs", "task-definition/blend"), arn("ecs", "task-definition/blend:*")],
        },
        follow("StepFunctionsGetEventsForECSTaskRule"),
        { actions: ["iam:PassRole"], resources: ["arn:aws:iam::123456789012:role/blend"] },
      ],
    ],
    [
      "ECS, a revision, not waited for",
      ecs.runTask<{ taskDefinition: string }>({ TaskDefinition: "blend:3" }),
      [{ actions: ["ecs:RunTask"], resources: [arn("ecs", "task-definition/blend:3")] }],
    ],
    [
      "ECS, a definition that only the data names, with a token",
      ecs.runTask.waitForTaskToken<{ taskDefinition: string }, null, never>(
        (taskToken) => ({ TaskDefinition: taskToken }),
        reply(),
      ),
      [{ actions: ["ecs:RunTask"], resources: [arn("ecs", "task-definition/*")] }],
    ],
    [
      "Batch, by ARN and by name",
      batch.submitJob.sync<{ jobQueue: string; jobDefinition: string }>({
        JobQueue: arn("batch", "job-queue/q"),
        JobDefinition: "index:1",
      }),
      [
        { actions: ["batch:DescribeJobs"], resources: ["*"] },
        {
          actions: ["batch:SubmitJob"],
          resources: [arn("batch", "job-definition/index:1"), arn("batch", "job-queue/q")],
        },
        { actions: ["batch:TerminateJob"], resources: [arn("batch", "job/*")] },
        follow("StepFunctionsGetEventsForBatchJobsRule"),
      ],
    ],
    [
      "Glue, which is polled and needs no rule",
      glue.startJobRun.sync<{ jobName: string }>({ JobName: "night" }),
      [
        { actions: ["glue:BatchStopJobRun", "glue:GetJobRun", "glue:GetJobRuns"], resources: [job] },
        { actions: ["glue:StartJobRun"], resources: [job] },
      ],
    ],
    [
      "SageMaker",
      sagemaker.createTrainingJob.sync<{ TrainingJobName: string }>({ TrainingJobName: "train" }),
      [
        follow("StepFunctionsGetEventsForSageMakerTrainingJobsRule"),
        {
          actions: ["sagemaker:CreateTrainingJob", "sagemaker:ListTags"],
          resources: [arn("sagemaker", "training-job/train*")],
        },
        {
          actions: ["sagemaker:DescribeTrainingJob", "sagemaker:StopTrainingJob"],
          resources: [arn("sagemaker", "training-job/train*")],
        },
      ],
    ],
    [
      "EMR",
      emr.addStep.sync<{ ClusterId: string }>({ ClusterId: "j-1" }),
      [
        { actions: ["elasticmapreduce:AddJobFlowSteps"], resources: [arn("elasticmapreduce", "cluster/j-1")] },
        {
          actions: ["elasticmapreduce:CancelSteps", "elasticmapreduce:DescribeStep"],
          resources: [arn("elasticmapreduce", "cluster/j-1")],
        },
        follow("StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
      ],
    ],
  ])("%s", (_, work, needed) => {
    const byActions = (all: readonly Statement[]) =>
      all.toSorted((a, b) => (a.actions.join() < b.actions.join() ? -1 : 1));
    expect(rendered(work).statements).toEqual(byActions(needed));
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

  test("the executions of a machine whose ARN does not say them; of an alias they are its machine's", () => {
    const nested = start
      .do("Tell", () =>
        states.startExecution.sync2(stateMachine<{ to: string }, typeof notify>("notify"), { to: "Ada" }),
      )
      .succeed("Done");
    const executionsBy = (stateMachine: NonNullable<Bindings["stateMachine"]>) =>
      statements(nested, { ...bindings, stateMachine })[1]?.resources;
    expect(() => executionsBy(() => "${aws_sfn_state_machine.notify.arn}")).toThrow("return { arn, executionArns }");
    expect(executionsBy(() => ({ arn: "${m.arn}", executionArns: "e" }))).toEqual(["e"]);
    expect(executionsBy(() => arn("states", "stateMachine:notify:live"))).toEqual([
      arn("states", "execution:notify:*"),
    ]);
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
