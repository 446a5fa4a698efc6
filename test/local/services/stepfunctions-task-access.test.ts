import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../asl/spec/index.js";
import { isObject } from "../../../local/service.js";
import type { AccessRequest } from "../../../local/services/iam/policy.js";
import { createStepFunctionsService } from "../../../local/services/stepfunctions/index.js";
import { testContext, testResource } from "./harness.js";

const mine = "arn:aws:states:eu-west-1:000000000000:stateMachine:mine";
const roleOfFunction = "arn:aws:iam::000000000000:role/fn";
const asked: AccessRequest[] = [];
let answerToken: (token: string) => void = () => undefined;

/** A function's role may answer tasks of the machine `mine`; state machines' roles may do everything. */
function authorize(roleArn: string, access: AccessRequest): string | undefined {
  if (roleArn !== roleOfFunction) return undefined;
  asked.push(access);
  return access.resources.includes(mine) && access.action === "states:SendTaskSuccess" ? undefined : "not authorized";
}

const context = testContext({
  invokeFunction: async (_, payload) => {
    answerToken(isObject(payload) ? String(payload.token) : "");
    return { requestId: "q", payload: null };
  },
});
const service = createStepFunctionsService(context, authorize);

async function send(action: string, input: JsonObject, roleArn?: string) {
  const request = new Request("http://localhost/", {
    method: "POST",
    headers: { "x-amz-target": `AWSStepFunctions.${action}`, "content-type": "application/x-amz-json-1.0" },
    body: JSON.stringify(input),
  });
  const answer = await service.handle?.(request, { accessKeyId: "x", ...(roleArn && { roleArn }) });
  if (!answer) throw new Error("Step Functions has no API.");
  const body: JsonObject = JSON.parse(await answer.text());
  return { status: answer.status, body };
}

/** Starts an execution and gives the token that its one task waits for. */
async function waitingTask(name: string) {
  const token = new Promise<string>((resolve) => {
    answerToken = resolve;
  });
  const stateMachineArn = mine.replace("mine", name);
  const { body } = await send("StartExecution", { stateMachineArn });
  return { taskToken: await token, executionArn: String(body.executionArn) };
}

beforeAll(async () => {
  const task = {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Arguments: { FunctionName: "fn", Payload: { token: "{% $states.context.Task.Token %}" } },
    End: true,
  };
  const definition = JSON.stringify({ QueryLanguage: "JSONata", StartAt: "Wait", States: { Wait: task } });
  for (const name of ["mine", "other"]) {
    const attributes = { name, definition, role_arn: "arn:aws:iam::000000000000:role/machine" };
    await service.create(testResource("aws_sfn_state_machine", name, attributes));
  }
});
afterAll(() => service.stop());

describe("a role that answers a task", () => {
  it("may where its policy names the machine that waits", async () => {
    const { taskToken, executionArn } = await waitingTask("mine");
    const answered = await send("SendTaskSuccess", { taskToken, output: '"done"' }, roleOfFunction);
    expect(answered).toEqual({ status: 200, body: {} });
    expect(asked.at(-1)).toEqual({ action: "states:SendTaskSuccess", resources: [mine] });
    await service.executions.find(executionArn)?.execution.done;
    expect((await send("DescribeExecution", { executionArn })).body).toMatchObject({ status: "SUCCEEDED" });
  });

  it.each(["SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"])(
    "may not %s of another machine",
    async (action) => {
      const { taskToken, executionArn } = await waitingTask("other");
      const output = action === "SendTaskSuccess" ? { output: "1" } : {};
      expect(await send(action, { taskToken, ...output }, roleOfFunction)).toMatchObject({
        status: 400,
        body: { __type: expect.stringContaining("AccessDeniedException"), message: "not authorized" },
      });
      expect((await send("DescribeExecution", { executionArn })).body).toMatchObject({ status: "RUNNING" });
    },
  );

  it("hears that a task has ended, as anybody does", async () => {
    const { taskToken } = await waitingTask("mine");
    await send("SendTaskSuccess", { taskToken, output: "1" });
    const late = await send("SendTaskSuccess", { taskToken, output: "1" }, roleOfFunction);
    expect(late).toMatchObject({ status: 400, body: { __type: expect.stringContaining("TaskTimedOut") } });
    const never = await send("SendTaskSuccess", { taskToken: "x", output: "1" }, roleOfFunction);
    expect(never).toMatchObject({ status: 400, body: { __type: expect.stringContaining("InvalidToken") } });
  });
});

it("a person answers any task", async () => {
  const { taskToken } = await waitingTask("other");
  expect((await send("SendTaskSuccess", { taskToken, output: "1" })).status).toBe(200);
});
