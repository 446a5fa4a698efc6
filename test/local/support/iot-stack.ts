import { IoTClient } from "@aws-sdk/client-iot";
import { type IClientOptions, type MqttClient, connect as mqttConnect } from "mqtt";
import { onTestFinished } from "vitest";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { createLog, formatEntry } from "../../../local/log.js";
import { type Runtime, startRuntime } from "../../../local/runtime.js";
import { temporaryFolder } from "./temporary-folder.js";
import { type StackContent, writeStack, zipOf } from "./write-stack.js";

/** A function that says what it got, in one line that begins with `got`. */
const source = `export const handler = async (event) => { console.log("got " + JSON.stringify(event)); };`;

/** What a robot may do: connect as itself, while its certificate is attached, and use its own topics. */
export const robotPolicy = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: "iot:Connect",
      Resource: "arn:aws:iot:eu-west-1:000000000000:client/$${iot:Connection.Thing.ThingName}",
      Condition: { Bool: { "iot:Connection.Thing.IsAttached": "true" } },
    },
    {
      Effect: "Allow",
      Action: "iot:Publish",
      Resource: ["status", "heartbeat", "success", "failure"].map(
        (word) => `arn:aws:iot:eu-west-1:000000000000:topic/robots/$\${iot:Connection.Thing.ThingName}/${word}`,
      ),
    },
    {
      Effect: "Allow",
      Action: "iot:Subscribe",
      Resource: "arn:aws:iot:eu-west-1:000000000000:topicfilter/robots/$${iot:Connection.Thing.ThingName}/order",
    },
    {
      Effect: "Allow",
      Action: "iot:Receive",
      Resource: "arn:aws:iot:eu-west-1:000000000000:topic/robots/$${iot:Connection.Thing.ThingName}/order",
    },
  ],
};

/** A role that AWS IoT takes, with one policy. */
function role(name: string, policy: Json) {
  return {
    aws_iam_role: { [name]: { name, assume_role_policy: "{}" } },
    aws_iam_role_policy: { [name]: { name, role: `\${aws_iam_role.${name}.name}`, policy: JSON.stringify(policy) } },
  };
}

/** Parts of the stack that tests vary: the rules by name, and further resources. */
export interface IotParts {
  readonly rules?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly policy?: Json;
  readonly resources?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** Without it, nobody lets AWS IoT invoke the function. */
  readonly permission?: boolean;
}

/** A group of robots with a policy, a function and rules. */
export function iotStack({
  rules = {},
  policy = robotPolicy,
  resources = {},
  permission = true,
}: IotParts): StackContent {
  return {
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: {
      ...role("function", { Statement: [{ Effect: "Allow", Action: "logs:*", Resource: "*" }] }),
      aws_lambda_function: {
        word: {
          ...{ function_name: "word", role: "${aws_iam_role.function.arn}", runtime: "nodejs22.x", timeout: 5 },
          ...{ handler: "index.handler", filename: "code.zip" },
        },
      },
      ...(permission && {
        aws_lambda_permission: {
          word: { action: "lambda:InvokeFunction", function_name: "word", principal: "iot.amazonaws.com" },
        },
      }),
      aws_iot_thing_group: { robots: { name: "smoothies-local-robots" } },
      aws_iot_policy: { robots: { name: "smoothies-local-robots", policy: JSON.stringify(policy) } },
      aws_iot_policy_attachment: {
        robots: { policy: "${aws_iot_policy.robots.name}", target: "${aws_iot_thing_group.robots.arn}" },
      },
      aws_iot_topic_rule: Object.fromEntries(
        Object.entries(rules).map(([name, rule]) => [
          name,
          { name, enabled: true, sql_version: "2016-03-23", ...rule },
        ]),
      ),
      ...resources,
    },
  };
}

/** A rule's block that hands messages to the function. */
export const toFunction = { lambda: [{ function_arn: "${aws_lambda_function.word.arn}" }] };

/** Runs the stack; it stops when the test ends. */
export async function startIot(parts: IotParts = {}) {
  const folder = await temporaryFolder();
  const lines: string[] = [];
  const runtime: Runtime = await startRuntime({
    root: process.cwd(),
    outDir: await writeStack(folder, iotStack(parts), { "code.zip": zipOf(source) }),
    port: 0,
    variables: [],
    log: createLog((entry) => lines.push(formatEntry(entry))),
  });
  onTestFinished(() => runtime.stop());
  const client = new IoTClient(settings(runtime));
  return { runtime, lines, client };
}

/** An MQTT client on its way, which does not reconnect; it ends with the test. */
export function connectNow(runtime: Runtime, clientId: string, options: IClientOptions = {}): MqttClient {
  const client = mqttConnect(`mqtt://127.0.0.1:${runtime.mqttPort}`, {
    ...{ clientId, reconnectPeriod: 0, connectTimeout: 3000, ...options },
  });
  client.on("error", () => {});
  onTestFinished(() => void client.end(true));
  return client;
}

/** Connects an MQTT client. Rejects when the broker refuses it. */
export async function connect(runtime: Runtime, clientId: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = connectNow(runtime, clientId, options);
  await new Promise((resolve, reject) => client.once("connect", resolve).once("error", reject).once("close", reject));
  return client;
}

/** A statement that allows one action on one resource. */
export function allow(Action: string, Resource: string): JsonObject {
  return { Effect: "Allow", Action, Resource };
}

/** An ARN in the runtime's account. */
export function arn(service: string, name: string): string {
  return `arn:aws:${service}:eu-west-1:000000000000:${name}`;
}

/** What an SDK client needs to reach the runtime; without a key of its own it is a person. */
export function settings(runtime: Runtime, accessKeyId = "person") {
  const credentials = { accessKeyId, secretAccessKey: "x" };
  return { endpoint: `http://127.0.0.1:${runtime.port}`, region: "eu-west-1", maxAttempts: 1, credentials };
}
