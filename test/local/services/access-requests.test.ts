import { expect, it } from "vitest";
import { accessRequest } from "../../../local/services/iam/access-requests.js";
import { testContext } from "./harness.js";

const context = testContext();
const json = (target: string, body: unknown) => ({ headers: { "x-amz-target": target }, body: JSON.stringify(body) });
const form = (fields: Record<string, string>) => ({ headers: {}, body: new URLSearchParams(fields).toString() });
const table = (name: string) => `arn:aws:dynamodb:eu-west-1:000000000000:table/${name}`;
const bus = (name: string) => `arn:aws:events:eu-west-1:000000000000:event-bus/${name}`;
const rule = (path: string) => `arn:aws:events:eu-west-1:000000000000:rule/${path}`;
const identity = (name: string) => `arn:aws:ses:eu-west-1:000000000000:identity/${name}`;
const machine = "arn:aws:states:eu-west-1:000000000000:stateMachine:m";

it.each([
  ["dynamodb", json("DynamoDB_20120810.GetItem", { TableName: "t" }), "dynamodb:GetItem", [table("t")]],
  [
    "dynamodb",
    json("DynamoDB_20120810.Query", { TableName: "t", IndexName: "i" }),
    "dynamodb:Query",
    [`${table("t")}/index/i`],
  ],
  [
    "dynamodb",
    json("DynamoDB_20120810.BatchGetItem", { RequestItems: { a: {}, b: {} } }),
    "dynamodb:BatchGetItem",
    [table("a"), table("b")],
  ],
  ["dynamodb", json("DynamoDB_20120810.ListTables", {}), "dynamodb:ListTables", ["*"]],
  [
    "events",
    json("AWSEvents.PutEvents", { Entries: [{}, { EventBusName: "shop" }, { EventBusName: bus("shop") }] }),
    "events:PutEvents",
    [bus("default"), bus("shop")],
  ],
  ["events", json("AWSEvents.EnableRule", { Name: "r" }), "events:EnableRule", [rule("r")]],
  ["events", json("AWSEvents.DisableRule", { Name: "r", EventBusName: "b" }), "events:DisableRule", [rule("b/r")]],
  ["events", json("AWSEvents.ListRules", {}), "events:ListRules", ["*"]],
  ["states", json("AWSStepFunctions.StartExecution", { stateMachineArn: machine }), "states:StartExecution", [machine]],
  [
    "states",
    json("AWSStepFunctions.StartExecution", { stateMachineArn: `${machine}:live` }),
    "states:StartExecution",
    [machine],
  ],
  ["states", json("AWSStepFunctions.StopExecution", { executionArn: "arn:e" }), "states:StopExecution", ["arn:e"]],
  ["states", json("AWSStepFunctions.GetActivityTask", { activityArn: "arn:a" }), "states:GetActivityTask", ["arn:a"]],
  [
    "ses",
    form({ Action: "SendEmail", Source: "Ann <ann+news@Mail.example.com>" }),
    "ses:SendEmail",
    ["ann+news@Mail.example.com", "ann@Mail.example.com", "mail.example.com", "example.com", "com"].map(identity),
  ],
  ["ses", form({ Action: "ListIdentities" }), "ses:ListIdentities", ["*"]],
  [
    "sqs",
    json("AmazonSQS.SendMessageBatch", { QueueUrl: "http://127.0.0.1:3000/000000000000/orders" }),
    "sqs:SendMessage",
    ["arn:aws:sqs:eu-west-1:000000000000:orders"],
  ],
  [
    "sqs",
    json("AmazonSQS.GetQueueUrl", { QueueName: "orders" }),
    "sqs:GetQueueUrl",
    ["arn:aws:sqs:eu-west-1:000000000000:orders"],
  ],
  ["sqs", json("AmazonSQS.StartMessageMoveTask", { SourceArn: "arn:q" }), "sqs:StartMessageMoveTask", ["arn:q"]],
  ["sqs", json("AmazonSQS.ListQueues", {}), "sqs:ListQueues", ["*"]],
  ["sns", form({ Action: "PublishBatch", TopicArn: "arn:t" }), "sns:Publish", ["arn:t"]],
  ["sns", form({ Action: "Publish", TopicArn: "arn:t" }), "sns:Publish", ["arn:t"]],
  ["sns", form({ Action: "Publish", TargetArn: "arn:t" }), "sns:Publish", ["arn:t"]],
  ["sns", form({ Action: "Publish", PhoneNumber: "+15550100" }), "sns:Publish", ["+15550100"]],
])("reads what a request to %s needs: %j", (service, { headers, body }, action, resources) => {
  const request = new Request("http://localhost", { method: "POST", headers });
  expect(accessRequest(service, context, request, body)).toMatchObject({ action, resources });
});

it("reads the query of a GET", () => {
  const request = new Request("http://localhost/?Action=Publish&TopicArn=arn:t");
  expect(accessRequest("sns", context, request, "")).toEqual({ action: "sns:Publish", resources: ["arn:t"] });
});

it("leaves answers to tasks to Step Functions, which knows whose they are", () => {
  const { headers, body } = json("AWSStepFunctions.SendTaskSuccess", { taskToken: "t" });
  const request = new Request("http://localhost", { method: "POST", headers });
  expect(accessRequest("states", context, request, body)).toBeUndefined();
});

it("reads which function is invoked, by name or ARN", () => {
  const resources = ["arn:aws:lambda:eu-west-1:000000000000:function:demo"];
  for (const name of ["demo", "demo:$LATEST", encodeURIComponent(`${resources[0]}:live`)]) {
    const request = new Request(`http://localhost/2015-03-31/functions/${name}/invocations`, { method: "POST" });
    expect(accessRequest("lambda", context, request, "{}")).toEqual({ action: "lambda:InvokeFunction", resources });
  }
});

it("does not check services that it does not know", () => {
  expect(accessRequest("s3", context, new Request("http://localhost"), "")).toBeUndefined();
  expect(accessRequest("toString", context, new Request("http://localhost"), "")).toBeUndefined();
});
