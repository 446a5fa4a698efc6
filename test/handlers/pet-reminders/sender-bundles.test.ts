import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AwsStub, type StubAnswer, type StubCall, startAwsStub } from "../aws-stub.js";
import { type BundleRun, runBundle } from "../run-bundle.js";

const MESSAGE = 'Feed Rex,\nthen the fish 🐟 & <others> "today"';
const sender = {
  email: {
    bundle: "email-reminder",
    names: ["EmailThrottled", "EmailRejected", "EmailUnconfirmed"],
    to: "owner@example.com",
    sent: (id: string) =>
      `<SendEmailResponse><SendEmailResult><MessageId>${id}</MessageId></SendEmailResult></SendEmailResponse>`,
  },
  sms: {
    bundle: "sms-reminder",
    names: ["SmsThrottled", "SmsRejected", "SmsUnconfirmed"],
    to: "+12025550123",
    sent: (id: string) =>
      `<PublishResponse><PublishResult><MessageId>${id}</MessageId></PublishResult></PublishResponse>`,
  },
} as const;
const refusal = (status: number, code: string): StubAnswer => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>owner@example.com +12025550123 Feed Rex</Message></Error></ErrorResponse>`,
});

let aws: AwsStub;
let reminder = 0;
beforeAll(async () => {
  aws = await startAwsStub();
});
beforeEach(() => {
  aws.calls.length = 0;
  reminder += 1;
});
afterAll(() => aws.close());

describe.each(["email", "sms"] as const)("the minified bundle that sends by %s", (channel) => {
  const { bundle, names, to, sent } = sender[channel];
  const environment = () => ({ ...aws.environment, SENDER: "pets@example.com", SEND_MARKERS_TABLE: "markers" });
  const event = () => ({ reminderId: `reminder-${reminder}`, to, message: MESSAGE });
  /** Sends the same reminder as often as there are answers; once the answers are used up, a call would be one too many. */
  const run = async (attempts: number, ...answers: StubAnswer[]): Promise<BundleRun> => {
    aws.answer = () => answers.shift() ?? refusal(400, "OneCallTooMany");
    return runBundle(bundle, environment(), Array(attempts).fill(event()));
  };
  const ok = { status: 200, body: sent("m-1") };
  const success = { value: { channel, status: "sent", messageId: "m-1" } };
  const failure = (index: number, message: string) => ({
    error: { name: names[index], message, stack: expect.stringMatching(new RegExp(`^${names[index]}: `)) },
  });

  test("declares its errors", async () => {
    expect((await run(0)).errors).toEqual([...names, "InvalidInput"]);
  });

  test("sends once, exactly what was written, and answers a retry as the first time", async () => {
    const { outcomes } = await run(3, ok);
    expect(outcomes).toEqual([success, success, success]);
    expect(aws.calls).toEqual([expectedCall[channel](to)]);
  });

  test("throttled: may be tried again, and then sends", async () => {
    const { outcomes } = await run(2, refusal(400, "Throttling"), ok);
    expect(outcomes).toEqual([failure(0, expect.stringMatching(/^Nothing was sent: Throttling/)), success]);
  });

  test("rejected: by AWS's name for it alone", async () => {
    const { outcomes } = await run(1, refusal(400, "MessageRejected"));
    expect(outcomes).toEqual([failure(1, expect.stringMatching(/^Nothing was sent: MessageRejected\w*\.$/))]);
  });

  test.each([
    ["the service's own trouble", refusal(500, "InternalFailure")],
    ["a broken connection", "hang up"],
  ] as const)("after %s it says that it does not know, and never sends again", async (_, answer) => {
    const { outcomes } = await run(3, answer, ok, ok);
    expect(outcomes).toEqual([0, 1, 2].map(() => failure(2, expect.stringContaining("may have"))));
    expect(aws.calls).toHaveLength(1);
  });

  test("nobody listens: may be tried again", async () => {
    const nobody = { AWS_ENDPOINT_URL_SES: "http://127.0.0.1:1", AWS_ENDPOINT_URL_SNS: "http://127.0.0.1:1" };
    const { outcomes } = await runBundle(bundle, { ...environment(), ...nobody }, [event()]);
    expect(outcomes).toEqual([failure(0, "Nothing was sent: ECONNREFUSED.")]);
  });

  test("an event that it does not understand is named by its fields", async () => {
    aws.answer = () => ok;
    const { outcomes } = await runBundle(bundle, environment(), [{ ...event(), to: 5, message: undefined }, "text"]);
    expect(outcomes).toMatchObject([
      { error: { name: "InvalidInput", message: "The event does not match the function's schema at: to, message." } },
      { error: { name: "InvalidInput", message: expect.stringContaining("the event itself") } },
    ]);
    expect(aws.calls).toEqual([]);
  });

  test("no log line and no error quotes address, number or text", async () => {
    const runs = [await run(2, ok), await run(1, refusal(400, "MessageRejected"))];
    reminder += 1;
    runs.push(await run(2, refusal(400, "MessageRejected"), "hang up"));
    const lines = runs.flatMap((one) => one.printed.trim().split("\n"));
    expect(lines.length).toBeGreaterThanOrEqual(4);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ service: bundle, channel, reminderId: expect.any(String) });
    for (const secret of ["example.com", "2025550123", "Rex"]) expect(JSON.stringify(runs)).not.toContain(secret);
  });

  test("without its settings it does not start, and says which it lacks", async () => {
    const { printed, outcomes, code } = await runBundle(bundle, { ...aws.environment, SENDER: "" }, [event()]);
    expect(outcomes).toEqual([]);
    expect(code).not.toBe(0);
    const missing = channel === "email" ? "SENDER, SEND_MARKERS_TABLE" : "SEND_MARKERS_TABLE";
    expect(printed).toContain(`InvalidEnvironment: Missing or empty in the function's environment: ${missing}.`);
  });
});

const expectedCall: Record<"email" | "sms", (to: string) => StubCall> = {
  email: (to) => ({
    service: "ses",
    action: "SendEmail",
    parameters: {
      Action: "SendEmail",
      Version: "2010-12-01",
      Source: "pets@example.com",
      "Destination.ToAddresses.member.1": to,
      "Message.Subject.Data": "Pet reminder",
      "Message.Subject.Charset": "UTF-8",
      "Message.Body.Text.Data": MESSAGE,
      "Message.Body.Text.Charset": "UTF-8",
    },
  }),
  sms: (to) => ({
    service: "sns",
    action: "Publish",
    parameters: { Action: "Publish", Version: "2010-03-31", PhoneNumber: to, Message: MESSAGE },
  }),
};
