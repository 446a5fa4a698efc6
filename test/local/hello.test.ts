import { cp } from "node:fs/promises";
import { join } from "node:path";
import { EnableRuleCommand, EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { SFNClient, StartSyncExecutionCommand } from "@aws-sdk/client-sfn";
import * as v from "valibot";
import { expect, onTestFinished, test, vi } from "vitest";
import { virtualClock } from "../../asl/interpreter/index.js";
import { createLog } from "../../local/log.js";
import { startRuntime } from "../../local/runtime.js";
import { awsCli } from "./services/aws-cli.js";
import { temporaryFolder } from "./support/temporary-folder.js";

// The synthesized stack on one machine, as a person and their scripts use it.

const stage = process.env.TF_VAR_stage ?? "dev";
const root = process.cwd();
const variables = { stage, alarm_email: "alarms@example.com" };

async function start(values: Readonly<Record<string, string>> = {}, clock?: ReturnType<typeof virtualClock>) {
  // This stack alone: it needs no other.
  const outDir = await temporaryFolder();
  const synthesized = join(process.env.CDKTF_OUTDIR ?? join(root, "cdktf.out"), "stacks", "hello");
  await cp(synthesized, join(outDir, "stacks", "hello"), { recursive: true });
  const runtime = await startRuntime({
    root,
    outDir,
    port: 0,
    variables: [{ name: "the test", values: { ...variables, ...values } }],
    log: createLog(() => {}),
    ...(clock && { clock }),
  });
  onTestFinished(() => runtime.stop());
  const endpoint = `http://127.0.0.1:${runtime.port}`;
  const settings = { endpoint, region: "eu-west-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
  const runs = async () => v.parse(v.array(runSchema), await (await fetch(`${endpoint}/_local/api/executions`)).json());
  const stateMachineArn = String(runtime.outputs.hello?.state_machine_arn);
  return { runtime, endpoint, settings, runs, stateMachineArn };
}

const runSchema = v.looseObject({ executionArn: v.string(), status: v.string(), type: v.string() });

test("greets by the API, with the answer of StartSyncExecution, and shows the run in the console", async () => {
  const { runtime, endpoint, runs } = await start();
  const ask = (body: string) => fetch(`${endpoint}/hello/api/hello`, { method: "POST", body });
  const answer = await ask('{"name": "Ada"}');
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
  const execution = v.parse(v.looseObject({ executionArn: v.string(), output: v.string() }), await answer.json());
  expect(execution).toMatchObject({ status: "SUCCEEDED", input: '{"name": "Ada"}' });
  expect(JSON.parse(execution.output)).toEqual({ greeting: "Hello, Ada! Nice to meet you." });
  expect(await (await ask("{}")).json()).toMatchObject({
    output: '{"greeting":"Hello, stranger! Nice to meet you."}',
  });
  const refused = await ask("Ada");
  expect([refused.status, await refused.json()]).toEqual([
    400,
    expect.objectContaining({ __type: "InvalidExecutionInput" }),
  ]);
  expect(await runs()).toMatchObject([{ type: "EXPRESS" }, { type: "EXPRESS", executionArn: execution.executionArn }]);
  const shown = await fetch(`${endpoint}/_local/api/executions/${encodeURIComponent(execution.executionArn)}`);
  const detail = v.parse(v.looseObject({ states: v.array(v.looseObject({ name: v.string() })) }), await shown.json());
  expect(detail.states.map(({ name }) => name)).toEqual(["IsNamed", "ByName", "Hello", "Nice", "Greeted"]);
  // The command that the stack's output and the landing page give.
  const command = `curl -d '{"name": "Ada"}' ${runtime.url}/hello/api/hello`;
  expect(runtime.systems.find(({ name }) => name === "hello")).toMatchObject({ hasPage: false, tryIt: command });
  const landing = await (await fetch(`${endpoint}/`)).text();
  expect(landing).toContain(command.replaceAll('"', "&quot;"));
  expect(landing).toContain("Greets by name, or a stranger.");
  expect(landing).toContain('href="/_local/#/executions?system=hello"');
});

test("greets by the SDK and by the AWS CLI", async () => {
  const { endpoint, settings, stateMachineArn } = await start();
  const client = new SFNClient({ ...settings, disableHostPrefix: true });
  const input = '{"name":"Grace"}';
  const answer = await client.send(new StartSyncExecutionCommand({ stateMachineArn, input }));
  expect(answer.output).toBe('{"greeting":"Hello, Grace! Nice to meet you."}');
  const sync = ["stepfunctions", "start-sync-execution", "--state-machine-arn", stateMachineArn, "--input", input];
  expect(await awsCli(endpoint, ...sync)).toMatchObject({ code: 0, json: { output: answer.output } });
}, 60_000);

test("is started by its schedule only when that is turned on", async () => {
  const clock = virtualClock({ start: Date.parse("2030-01-01T00:30:00Z") });
  const { settings, runs } = await start({}, clock);
  const events = new EventBridgeClient(settings);
  const Name = `hello-${stage}-hourly`;
  expect((await events.send(new ListRulesCommand({ NamePrefix: "hello-" }))).Rules).toMatchObject([
    { Name, State: "DISABLED", ScheduleExpression: "rate(1 hour)" },
  ]);
  await clock.advanceBy(3 * 3_600_000);
  expect(await runs()).toEqual([]);
  await events.send(new EnableRuleCommand({ Name }));
  await clock.advanceBy(3_600_000);
  await vi.waitFor(async () => expect(await runs()).toMatchObject([{ type: "EXPRESS", status: "SUCCEEDED" }]), 10_000);
});

test("is started by its schedule where the variable says so", async () => {
  const clock = virtualClock({ start: Date.parse("2030-01-01T00:30:00Z") });
  const { runs } = await start({ hello_schedule: "ENABLED" }, clock);
  await clock.advanceBy(3_600_000);
  await vi.waitFor(async () => expect(await runs()).toHaveLength(1), 10_000);
});
