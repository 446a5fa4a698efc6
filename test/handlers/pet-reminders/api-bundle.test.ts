import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AwsStub, type StubCall, startAwsStub } from "../aws-stub.js";
import { runBundle } from "../run-bundle.js";
import { malformedRequests } from "./malformed-requests.js";
import { apiEvent, GOOD_BODY, SECRETS } from "./support.js";

const environment = () => ({
  ...aws.environment,
  STATE_MACHINE_ARN: "arn:aws:states:eu-west-1:123456789012:stateMachine:pet-reminders-dev-workflow",
  ALLOWED_RECIPIENTS: "@example.com,+1",
  STAGE: "dev",
});
const answerSchema = v.object({ value: v.object({ statusCode: v.number(), body: v.string() }) });
const lineSchema = v.looseObject({ level: v.string(), message: v.string(), status: v.number(), route: v.string() });

let aws: AwsStub;
beforeAll(async () => {
  aws = await startAwsStub();
});
afterAll(() => aws.close());

/** As much of Step Functions as the API needs, over its wire protocol. */
function stepFunctions() {
  const executions = new Map<string, { input: string; status: string }>();
  const fail = (type: string) => ({ status: 400, body: JSON.stringify({ __type: type, message: "m" }) });
  return ({ action, parameters }: StubCall) => {
    const name = String(parameters.name ?? String(parameters.executionArn).split(":").at(-1));
    const execution = executions.get(name);
    if (action === "StartExecution") {
      if (execution) return fail("ExecutionAlreadyExists");
      executions.set(name, { input: String(parameters.input), status: "RUNNING" });
      return { status: 200, body: JSON.stringify({ executionArn: name, startDate: 1 }) };
    }
    if (!execution) return fail("ExecutionDoesNotExist");
    if (action === "StopExecution") execution.status = "ABORTED";
    return { status: 200, body: JSON.stringify({ ...execution, executionArn: name, startDate: 1, stopDate: 2 }) };
  };
}

describe("the API's minified bundle", () => {
  test("schedules, shows, cancels and replays over the wire", async () => {
    aws.answer = stepFunctions();
    const headers = { "idempotency-key": "Wq3kR1m9-Zt_7yBvC0xLpA" };
    const id = "-cOZWvMtvUYUKf3x8V6U78jD-N-m7IPm0IXtZa3gWBE";
    const post = apiEvent({ body: GOOD_BODY, headers });
    const path = `/api/reminders/${id}`;
    const { outcomes } = await runBundle("api", environment(), [
      post,
      apiEvent({ method: "GET", path }),
      apiEvent({ method: "DELETE", path }),
      apiEvent({ method: "GET", path }),
      post,
    ]);
    const answers = outcomes.map((outcome) => v.parse(answerSchema, outcome).value);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 200, 200, 200, 202]);
    const bodies = answers.map(({ body }): unknown => JSON.parse(body));
    expect(bodies).toMatchObject([
      { id },
      { id, status: "scheduled" },
      { status: "cancelled" },
      { status: "cancelled" },
      { id },
    ]);
    expect(bodies[4]).toEqual(bodies[0]);
  });

  test("answers and logs every malformed request, and no line holds an address, number or text", async () => {
    aws.answer = stepFunctions();
    const requests = malformedRequests(Date.now());
    const { outcomes, printed } = await runBundle(
      "api",
      environment(),
      requests.map(({ request }) => apiEvent(request)),
    );
    const statuses = outcomes.map((outcome) => v.parse(answerSchema, outcome).value.statusCode);
    expect(statuses).toEqual(requests.map(({ status }) => status));
    const lines = printed
      .trim()
      .split("\n")
      .map((line) => v.parse(lineSchema, JSON.parse(line)));
    expect(lines.map(({ status }) => status)).toEqual(statuses);
    expect(new Set(lines.map(({ message }) => message))).toEqual(new Set(["request"]));
    for (const secret of [...Object.values(SECRETS), "example", "2025550123"]) expect(printed).not.toContain(secret);
  });

  test("AWS's trouble is a 503, a refusal of our call a 500, each logged by name", async () => {
    const answers = [
      { status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message: SECRETS.email }) },
      ...Array(3).fill({
        status: 400,
        body: JSON.stringify({ __type: "ThrottlingException", message: SECRETS.email }),
      }),
    ];
    aws.answer = () => answers.shift() ?? { status: 500, body: "" };
    const event = apiEvent({ body: GOOD_BODY });
    const { outcomes, printed } = await runBundle("api", environment(), [event, event]);
    expect(outcomes.map((outcome) => v.parse(answerSchema, outcome).value.statusCode)).toEqual([500, 503]);
    const lines = printed
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      { level: "ERROR", status: 500, errorCode: "AccessDeniedException", at: expect.stringContaining("index.mjs") },
      { level: "ERROR", status: 503, errorCode: "ThrottlingException" },
    ]);
    expect(printed).not.toContain(SECRETS.email);
  });

  test.each([
    [{ STATE_MACHINE_ARN: "", STAGE: "" }, "Missing or empty in the function's environment: STATE_MACHINE_ARN, STAGE."],
    [{ ALLOWED_RECIPIENTS: "" }, "Missing or empty in the function's environment: ALLOWED_RECIPIENTS."],
    [
      { ALLOWED_RECIPIENTS: "*" },
      "'*' would let anybody send to anybody. It is for the stage 'local' only; this is 'dev'.",
    ],
    [{ ALLOWED_RECIPIENTS: "me@example.com,everybody" }, "ALLOWED_RECIPIENTS: entry 2 is none of"],
  ])("does not start with %j", async (change, reason) => {
    const { outcomes, printed, code } = await runBundle("api", { ...environment(), ...change }, [
      apiEvent({ body: GOOD_BODY }),
    ]);
    expect([outcomes, code]).toEqual([[], 1]);
    expect(printed).toContain("InvalidEnvironment: ");
    expect(printed).toContain(reason);
  });

  test("starts with '*' on the stage 'local'", async () => {
    aws.answer = stepFunctions();
    const body = { ...GOOD_BODY, email: "x@example.net" };
    const { outcomes } = await runBundle("api", { ...environment(), ALLOWED_RECIPIENTS: "*", STAGE: "local" }, [
      apiEvent({ body }),
    ]);
    expect(outcomes).toMatchObject([{ value: { statusCode: 202 } }]);
  });
});
