import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, expect, it } from "vitest";
import { createLog } from "../../../local/log.js";
import { type Runtime, startRuntime } from "../../../local/runtime.js";

const values = {
  stage: "dev",
  sender: "reminders@example.com",
  shop_sender: "shop@example.com",
  allowed_recipients: "@example.net",
  alarm_email: "alarms@example.com",
};
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Runs the synthesized stack, its text changed. */
async function runChanged(change: (stack: string) => string): Promise<{ runtime: Runtime; log: readonly string[] }> {
  const outDir = await mkdtemp(join(tmpdir(), "stepwright-forgotten-"));
  stops.push(() => rm(outDir, { recursive: true, force: true, maxRetries: 3 }));
  await cp(join(process.cwd(), "cdktf.out"), outDir, { recursive: true });
  const file = join(outDir, "stacks", "pet-reminders", "cdk.tf.json");
  await writeFile(file, change(await readFile(file, "utf8")));
  const log: string[] = [];
  const runtime = await startRuntime({
    root: process.cwd(),
    outDir,
    port: 0,
    variables: [{ name: "test", values }],
    log: createLog(({ text, fields }) => log.push(`${text} ${JSON.stringify(fields)}`)),
  });
  stops.push(() => runtime.stop());
  return { runtime, log };
}

/** A policy is JSON text within the stack's JSON. */
const inPolicy = (action: string) => String.raw`\"${action}\"`;

/** Starts the workflow with an e-mail reminder that is due now. */
async function remind(runtime: Runtime): Promise<{ client: SFNClient; executionArn: string | undefined }> {
  const client = new SFNClient({
    endpoint: runtime.url,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  stops.push(async () => client.destroy());
  const { stateMachines } = await client.send(new ListStateMachinesCommand({}));
  const input = {
    version: 1,
    id: "reminder-1",
    requestHash: "h",
    sendAt: "2026-01-01T00:00:00Z",
    message: "Feed the cat",
    channel: "email",
    email: "ann@example.net",
  };
  const stateMachineArn = stateMachines?.find(({ name }) => name?.startsWith("pet-reminders-"))?.stateMachineArn;
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return { client, executionArn };
}

/** The status of the execution once it has ended. */
async function endOf({ client, executionArn }: Awaited<ReturnType<typeof remind>>) {
  const status = async () => (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
  await expect.poll(status, { timeout: 20_000, interval: 50 }).not.toBe("RUNNING");
  return await status();
}

it("runs with the policies as they are: each role may do all that it does", async () => {
  const { runtime, log } = await runChanged((stack) => stack);
  expect(await endOf(await remind(runtime))).toBe("SUCCEEDED");
  expect(runtime.messages.list()).toMatchObject([{ kind: "email", to: "ann@example.net", body: "Feed the cat" }]);
  expect(log.filter((line) => line.includes("does not allow"))).toEqual([]);
});

it("shows a permission that a function lacks: nothing is sent, the log names role and action", async () => {
  const { runtime, log } = await runChanged((stack) =>
    stack.replaceAll(inPolicy("ses:SendEmail"), inPolicy("ses:ListIdentities")),
  );
  expect(await endOf(await remind(runtime))).toBe("FAILED");
  expect(runtime.messages.list()).toEqual([]);
  expect(log).toContain(
    'the policy of this role does not allow ses:SendEmail {"role":"pet-reminders-dev-email-reminder"}',
  );
});

it("shows a permission that the state machine lacks, as AWS reports it", async () => {
  const { runtime, log } = await runChanged((stack) =>
    stack.replaceAll(inPolicy("lambda:InvokeFunction"), inPolicy("lambda:GetFunction")),
  );
  const { client, executionArn } = await remind(runtime);
  // The workflow retries what Lambda answers for hours: its history already holds the failure.
  const failure = async () => {
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    return events.find(({ type }) => type === "TaskFailed")?.taskFailedEventDetails;
  };
  await expect.poll(failure, { timeout: 20_000, interval: 50 }).toMatchObject({
    error: "Lambda.AWSLambdaException",
    cause: expect.stringContaining("is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:"),
  });
  expect(log).toContain(
    'the policy of this role does not allow lambda:InvokeFunction {"role":"pet-reminders-dev-workflow"}',
  );
});
