import { afterAll, describe, expect, test } from "vitest";
import { render } from "../../../asl/index.js";
import { coverage, type Mocks, runWorkflow, type WorkflowRun } from "../../../asl/testing/index.js";
import { petReminders } from "../../../asl/workflows/pet-reminders.js";

const definition = render(petReminders, { lambda: (name) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}` });
const now = "2026-01-01T00:00:00Z";
const oneHour = "2026-01-01T01:00:00Z";

const common = { version: 1, id: "r-1", requestHash: "hash", message: "Feed the cat", sendAt: oneHour };
const reminders = {
  email: { ...common, channel: "email", email: "ada@example.com" },
  sms: { ...common, channel: "sms", phone: "+447700900123" },
  both: { ...common, channel: "both", email: "ada@example.com", phone: "+447700900123" },
};

const emailSent = { channel: "email", status: "sent", messageId: "e-1" };
const smsSent = { channel: "sms", status: "sent", messageId: "s-1" };

const runs: WorkflowRun[] = [];

async function run(input: object, mocks: Mocks = {}, seed = 1): Promise<WorkflowRun> {
  const finished = await runWorkflow(definition, { input: JSON.parse(JSON.stringify(input)), mocks, now, seed });
  runs.push(finished);
  return finished;
}

const causeOf = ({ cause }: WorkflowRun): unknown => JSON.parse(cause ?? "null");

describe("a reminder that goes out", () => {
  test("by e-mail, at its time", async () => {
    const sent = await run(reminders.email, { SendEmail: [{ output: emailSent }] });
    expect(sent).toMatchObject({
      status: "SUCCEEDED",
      output: { results: [emailSent] },
      path: ["Timer", "Channel", "SendEmail", "EmailSent"],
      elapsedSeconds: 3600,
    });
    expect(sent.calls).toEqual([
      {
        state: "SendEmail",
        at: 3600,
        attempt: 1,
        parameters: {
          FunctionName: "arn:aws:lambda:eu-west-1:123456789012:function:email-reminder",
          Payload: { reminderId: "r-1", to: "ada@example.com", message: "Feed the cat" },
        },
      },
    ]);
  });

  test("by SMS", async () => {
    const sent = await run(reminders.sms, { SendSms: [{ output: smsSent }] });
    expect(sent).toMatchObject({ status: "SUCCEEDED", output: { results: [smsSent] } });
    expect(sent.path).toEqual(["Timer", "Channel", "SendSms", "SmsSent"]);
    expect(sent.calls[0]?.parameters).toMatchObject({
      Payload: { reminderId: "r-1", to: "+447700900123", message: "Feed the cat" },
    });
  });

  test("by both, at the same time", async () => {
    const sent = await run(reminders.both, {
      SendEmailOfBoth: [{ output: emailSent }],
      SendSmsOfBoth: [{ output: smsSent }],
    });
    expect(sent).toMatchObject({
      status: "SUCCEEDED",
      output: { results: [emailSent, smsSent] },
      elapsedSeconds: 3600,
    });
    expect(sent.calls.map(({ state, at }) => [state, at])).toEqual([
      ["SendEmailOfBoth", 3600],
      ["SendSmsOfBoth", 3600],
    ]);
  });

  test("364 days ahead, in milliseconds", async () => {
    const started = performance.now();
    const sent = await run(
      { ...reminders.email, sendAt: "2026-12-31T00:00:00Z" },
      { SendEmail: [{ output: emailSent }] },
    );
    expect(sent).toMatchObject({ status: "SUCCEEDED", elapsedSeconds: 364 * 86_400 });
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("at once when its time is past", async () => {
    const sent = await run(
      { ...reminders.email, sendAt: "2025-12-31T00:00:00Z" },
      { SendEmail: [{ output: emailSent }] },
    );
    expect(sent.elapsedSeconds).toBe(0);
  });
});

const notDone = ["Lambda.TooManyRequestsException", "Lambda.ServiceException", "Lambda.AWSLambdaException"];
const maybeDone = [
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.SdkClientException",
  "Lambda.Unknown",
  "Sandbox.Timedout",
  "Runtime.ExitError",
];

describe.each([
  { input: reminders.email, state: "SendEmail", throttled: "EmailThrottled", sent: emailSent, also: {} },
  { input: reminders.sms, state: "SendSms", throttled: "SmsThrottled", sent: smsSent, also: {} },
  {
    input: reminders.both,
    state: "SendEmailOfBoth",
    throttled: "EmailThrottled",
    sent: emailSent,
    also: { SendSmsOfBoth: [{ output: smsSent }] },
  },
  {
    input: reminders.both,
    state: "SendSmsOfBoth",
    throttled: "SmsThrottled",
    sent: smsSent,
    also: { SendEmailOfBoth: [{ output: emailSent }] },
  },
] as const)("$state is tried again", ({ input, state, throttled, sent, also }) => {
  test.each([...notDone, throttled])("after %s, ten times, with growing, random delays", async (error) => {
    const failures = Array.from({ length: 10 }, () => ({ error }));
    const mocks = { ...also, [state]: [...failures, { output: sent }] };
    const timesOf = ({ calls }: WorkflowRun) => calls.filter((call) => call.state === state).map((call) => call.at);

    const patient = await run(input, mocks);
    expect(patient.status).toBe("SUCCEEDED");
    const times = timesOf(patient);
    expect(times).toHaveLength(11);
    for (const [index, time] of times.slice(1).entries()) {
      const delay = time - (times[index] ?? 0);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThanOrEqual(Math.min(2 * 2 ** index, 900));
    }
    expect(timesOf(await run(input, mocks, 2))).not.toEqual(times);
  });

  test.each(maybeDone)("after %s, three times", async (error) => {
    const once = await run(input, { ...also, [state]: [{ error }, { output: sent }] });
    expect(once.status).toBe("SUCCEEDED");
    const never = await run(input, { ...also, [state]: [{ error }] });
    expect(never.calls.filter((call) => call.state === state)).toHaveLength(4);
    expect(causeOf(never)).toMatchObject({ results: expect.arrayContaining([expect.objectContaining({ error })]) });
  });

  test("after a time-out of one minute", async () => {
    const late = await run(input, { ...also, [state]: [{ timeout: true }, { output: sent }] });
    expect(late.status).toBe("SUCCEEDED");
    expect(late.elapsedSeconds).toBeGreaterThanOrEqual(3660);
  });
});

describe("a channel that fails for good", () => {
  test.each([
    [reminders.email, "SendEmail", "EmailRejected", "email"],
    [reminders.email, "SendEmail", "EmailUnconfirmed", "email"],
    [reminders.sms, "SendSms", "SmsRejected", "sms"],
    [reminders.sms, "SendSms", "SmsUnconfirmed", "sms"],
  ] as const)(
    "%#: fails the execution and says so in its cause, without the service's words",
    async (input, state, error, channel) => {
      const failed = await run(input, { [state]: [{ error, cause: "ada@example.com is not verified" }] });
      expect(failed).toMatchObject({ status: "FAILED", error: "ReminderNotSent" });
      expect(causeOf(failed)).toEqual({ results: [{ channel, status: "failed", error }] });
      expect(failed.calls).toHaveLength(1);
    },
  );

  test("does not cancel the other one", async () => {
    const failed = await run(reminders.both, {
      SendEmailOfBoth: [{ error: "EmailRejected" }],
      SendSmsOfBoth: [{ error: "SmsThrottled" }, { error: "SmsThrottled" }, { output: smsSent }],
    });
    expect(failed).toMatchObject({ status: "FAILED", error: "ReminderNotSent" });
    expect(causeOf(failed)).toEqual({
      results: [{ channel: "email", status: "failed", error: "EmailRejected" }, smsSent],
    });
  });

  test("nor does the other way round", async () => {
    const failed = await run(reminders.both, {
      SendEmailOfBoth: [{ output: emailSent }],
      SendSmsOfBoth: [{ error: "SmsRejected" }],
    });
    expect(causeOf(failed)).toEqual({
      results: [emailSent, { channel: "sms", status: "failed", error: "SmsRejected" }],
    });
  });
});

test("a channel that nobody knows fails clearly, whoever started the execution", async () => {
  const unknown = await run({ ...common, channel: "pigeon" });
  expect(unknown).toMatchObject({
    status: "FAILED",
    error: "UnknownChannel",
    cause: "There is no channel called pigeon.",
  });
});

afterAll(() => {
  const report = coverage(definition, runs);
  console.log(`pet-reminders: ${report.text}`);
  expect(report.missed).toEqual([]);
});
