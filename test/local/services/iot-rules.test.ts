import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { IoTDataPlaneClient, PublishCommand } from "@aws-sdk/client-iot-data-plane";
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import type { Runtime } from "../../../local/runtime.js";
import { StackError } from "../../../local/terraform/problems.js";
import { provisionDevice } from "../../../scripts/lib/robot/provision.js";
import { allow, arn, connect, type IotParts, settings, startIot, toFunction } from "../support/iot-stack.js";

/** A role for rules with these statements, and what they act on. */
function resources(statements: readonly JsonObject[]): NonNullable<IotParts["resources"]> {
  return {
    aws_iam_role: {
      function: { name: "function", assume_role_policy: "{}" },
      rule: { name: "rule", assume_role_policy: "{}" },
    },
    aws_iam_role_policy: {
      rule: { name: "rule", role: "${aws_iam_role.rule.name}", policy: JSON.stringify({ Statement: [...statements] }) },
    },
    aws_sqs_queue: { words: { name: "words" }, dead: { name: "dead" } },
    aws_sfn_state_machine: {
      smoothies: {
        name: "smoothies",
        role_arn: "${aws_iam_role.rule.arn}",
        definition: JSON.stringify({ StartAt: "End", States: { End: { Type: "Succeed" } } }),
      },
    },
    aws_dynamodb_table: {
      words: {
        ...{ name: "words", billing_mode: "PAY_PER_REQUEST", hash_key: "jobId" },
        attribute: [{ name: "jobId", type: "S" }],
      },
    },
  };
}

const role_arn = "${aws_iam_role.rule.arn}";
const queue = (name: string, useBase64 = false) => ({
  sqs: [{ queue_url: `\${aws_sqs_queue.${name}.url}`, role_arn, use_base64: useBase64 }],
});

/** Publishes by the data plane, as a person. */
async function publish(runtime: Runtime, topic: string, payload: string | Uint8Array): Promise<void> {
  await new IoTDataPlaneClient(settings(runtime)).send(new PublishCommand({ topic, payload, qos: 1 }));
}

async function receive(runtime: Runtime, name: string): Promise<string> {
  const QueueUrl = `http://127.0.0.1:${runtime.port}/000000000000/${name}`;
  const client = new SQSClient(settings(runtime));
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  return Messages[0]?.Body ?? "";
}

describe("the actions of a rule", () => {
  test("start a state machine, with a name of the prefix and a UUID, as the rule's role", async () => {
    const { runtime } = await startIot({
      resources: resources([allow("states:StartExecution", arn("states", "stateMachine:smoothies"))]),
      rules: {
        pressed: {
          sql: "SELECT 1 AS version, 'button' AS source, topic(2) AS buttonId, pressId FROM 'buttons/+/pressed' WHERE pressId <> ''",
          step_functions: [
            {
              state_machine_name: "smoothies",
              role_arn,
              execution_name_prefix: "press-$${pressId}-",
            },
          ],
        },
      },
    });
    await publish(runtime, "buttons/button1/pressed", JSON.stringify({ pressId: "" }));
    await publish(runtime, "buttons/button1/pressed", JSON.stringify({ pressId: "7" }));
    const client = new SFNClient(settings(runtime));
    const list = () =>
      client.send(new ListExecutionsCommand({ stateMachineArn: arn("states", "stateMachine:smoothies") }));
    await expect.poll(async () => (await list()).executions?.length).toBe(1);
    const [execution] = (await list()).executions ?? [];
    expect(execution?.name).toMatch(/^press-7-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
    const { input = "" } = await client.send(new DescribeExecutionCommand({ executionArn: execution?.executionArn }));
    expect(JSON.parse(input)).toEqual({ version: 1, source: "button", buttonId: "button1", pressId: "7" });
  });

  test("send to a queue, publish again, and put into a table", async () => {
    const { runtime } = await startIot({
      resources: resources([
        allow("sqs:SendMessage", arn("sqs", "words")),
        allow("iot:Publish", arn("iot", "topic/again/*")),
        allow("dynamodb:PutItem", arn("dynamodb", "table/words")),
      ]),
      rules: {
        first: {
          sql: "SELECT *, clientid() AS client FROM 'a'",
          ...{ republish: [{ topic: "again/$${jobId}", role_arn, qos: 1 }] },
          dynamodbv2: [{ role_arn, put_item: [{ table_name: "words" }] }],
        },
        second: { sql: "SELECT *, topic(2) AS topic FROM 'again/+'", ...queue("words") },
      },
    });
    await publish(runtime, "a", JSON.stringify({ jobId: "j1", deep: { list: [1, "x", null, true] } }));
    const expected = { jobId: "j1", deep: { list: [1, "x", null, true] }, client: "n/a", topic: "j1" };
    expect(JSON.parse(await receive(runtime, "words"))).toEqual(expected);
    const dynamodb = new DynamoDBClient(settings(runtime));
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: "words", Key: { jobId: { S: "j1" } } }));
    expect(Item).toEqual({
      jobId: { S: "j1" },
      client: { S: "n/a" },
      deep: { M: { list: { L: [{ N: "1" }, { S: "x" }, { NULL: true }, { BOOL: true }] } } },
    });
  });

  test("send bytes in base64, where the payload is no JSON", async () => {
    const { runtime } = await startIot({
      resources: resources([allow("sqs:SendMessage", arn("sqs", "words"))]),
      rules: { raw: { sql: "SELECT * FROM 'a'", ...queue("words", true) } },
    });
    await publish(runtime, "a", new Uint8Array([0xff, 0x00]));
    expect(await receive(runtime, "words")).toBe("/wA=");
  });

  test("are not run by a rule that is not enabled", async () => {
    const { runtime, lines } = await startIot({
      rules: {
        off: { sql: "SELECT 'off' AS rule FROM 'a'", enabled: false, ...toFunction },
        on: { sql: "SELECT 'on' AS rule FROM 'a'", ...toFunction },
      },
    });
    await publish(runtime, "a", "{}");
    await expect.poll(() => lines.join("\n")).toContain('got {"rule":"on"}');
    expect(lines.join("\n")).not.toContain('"off"');
  });
});

describe("what fails", () => {
  test("goes to the error action in AWS's form, all failures of a message in one", async () => {
    const { runtime, client } = await startIot({
      permission: false,
      resources: resources([allow("sqs:SendMessage", arn("sqs", "dead"))]),
      rules: {
        word: {
          sql: "SELECT * FROM 'robots/+/success'",
          ...{ ...toFunction, ...queue("words") },
          error_action: queue("dead"),
        },
      },
    });
    await provisionDevice(client, { name: "robot1", kind: "robot", stage: "local" });
    const robot = await connect(runtime, "robot1");
    await robot.publishAsync("robots/robot1/success", '{"jobId":"j1"}', { qos: 1 });
    const report: Json = JSON.parse(await receive(runtime, "dead"));
    expect(report).toMatchObject({
      ruleName: "word",
      topic: "robots/robot1/success",
      clientId: "robot1",
      base64OriginalPayload: Buffer.from('{"jobId":"j1"}').toString("base64"),
      cloudwatchTraceId: expect.stringMatching(/^[0-9a-f-]{36}$/u),
      failures: expect.arrayContaining([
        {
          failedAction: "LambdaAction",
          failedResource: arn("lambda", "function:word"),
          errorMessage: expect.stringMatching(
            /^iot.amazonaws.com may not invoke word.* Message arrived on: robots\/robot1\/success/u,
          ),
        },
        {
          failedAction: "SqsAction",
          failedResource: expect.stringMatching(/\/words$/u),
          errorMessage: expect.stringContaining("sqs:SendMessage"),
        },
      ]),
    });
  });

  test("a payload that is no JSON cannot reach a function, and says so to the error action", async () => {
    const { runtime, lines } = await startIot({
      resources: resources([allow("sqs:SendMessage", arn("sqs", "dead"))]),
      rules: { word: { sql: "SELECT * FROM 'a'", ...toFunction, error_action: queue("dead") } },
    });
    await publish(runtime, "a", "garbage");
    expect(await receive(runtime, "dead")).toContain("The payload is no JSON, which the Lambda action cannot take");
    expect(lines.join("\n")).not.toContain("got ");
    // What devices send is not for the log.
    expect(lines.join("\n")).not.toContain("garbage");
  });

  test("a statement that cannot be evaluated is logged and goes nowhere, as in AWS", async () => {
    const { runtime, lines } = await startIot({
      resources: resources([allow("sqs:SendMessage", arn("sqs", "dead"))]),
      rules: { word: { sql: "SELECT *, 'x' AS word FROM 'a'", ...toFunction, error_action: queue("dead") } },
    });
    await publish(runtime, "a", "garbage");
    await expect.poll(() => lines.join("\n")).toContain("a rule could not be evaluated: the payload is no JSON");
    await publish(runtime, "a", '{"n":1}');
    await expect.poll(() => lines.join("\n")).toContain('got {"n":1,"word":"x"}');
    expect(lines.join("\n")).not.toContain("failed");
  });

  test("an error action that fails is logged", async () => {
    const { runtime, lines } = await startIot({
      permission: false,
      resources: resources([allow("sqs:SendMessage", arn("sqs", "words"))]),
      rules: { word: { sql: "SELECT * FROM 'a'", ...toFunction, error_action: queue("dead") } },
    });
    await publish(runtime, "a", "{}");
    await expect
      .poll(() => lines.join("\n"))
      .toMatch(/error iot {2}the error action of a rule failed: .*sqs:SendMessage/u);
  });
});

describe("a rule that cannot run stops the start", () => {
  test.each([
    [
      { sql: "SELECT nope() AS a FROM 'b'" },
      "aws_iot_topic_rule.rule: ",
      "The SQL calls nope(), which the local runtime does not know",
    ],
    [{ sql: "SELECT * FROM 'a/b#'" }, "FROM 'a/b#'", "# for the last ones"],
    [
      { sql: "SELECT * FROM 'a'", sql_version: "2015-10-08" },
      "'sql_version' is '2015-10-08'",
      "only runs '2016-03-23'",
    ],
    [{ sql: "SELECT * FROM 'a'", name: "a-b" }, "'name' is 'a-b'", "letters, digits and '_'"],
    [{ sql: "SELECT * FROM 'a'", kinesis: [{ stream_name: "x" }] }, "kinesis", "aws_iot_topic_rule.rule"],
    [
      { sql: "SELECT * FROM 'a'", error_action: { ...toFunction, ...queue("dead") } },
      "several actions",
      "AWS allows one",
    ],
  ])("%j", async (rule, ...sentences) => {
    const starting = startIot({ resources: resources([]), rules: { rule: { ...toFunction, ...rule } } });
    const error: unknown = await starting.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(StackError);
    for (const sentence of sentences) expect(String(error)).toContain(sentence);
  });

  test("and so does one without an action, or a policy on a thing", async () => {
    await expect(startIot({ rules: { rule: { sql: "SELECT * FROM 'a'" } } })).rejects.toThrow(
      "The rule has no action.",
    );
    const attachment = { policy: "${aws_iot_policy.robots.name}", target: "${aws_iot_thing.robot.arn}" };
    await expect(
      startIot({
        resources: { aws_iot_thing: { robot: { name: "robot9" } }, aws_iot_policy_attachment: { robot: attachment } },
      }),
    ).rejects.toThrow("a thing cannot have a policy; put it into a group");
  });
});
