import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actionNames } from "../../../local/services/stepfunctions/actions.js";
import { requires } from "../../support/requires.js";
import { awsCli } from "./aws-cli.js";
import { distributed, passing, waiting } from "./stepfunctions-client.js";
import { launchStates, machineArn, type RunningStates } from "./stepfunctions-runtime.js";

// A runtime as `npm start` makes it, of a synthesized stack: what the CLI creates comes on top of that.
const roleArn = "arn:aws:iam::000000000000:role/machine";
const ask = {
  ...{ Type: "Task", Resource: "${aws_sfn_activity.questions.arn}", HeartbeatSeconds: 300, End: true },
};
let states: RunningStates;
const called = new Set<string>();
beforeAll(async () => {
  states = await launchStates({
    machines: {
      deployed: { definition: passing("from the stack"), publish: true },
      asks: { definition: JSON.stringify({ StartAt: "Ask", States: { Ask: ask } }) },
    },
    resources: {
      aws_sfn_activity: { questions: { name: "questions" } },
      aws_sfn_alias: {
        live: {
          name: "live",
          routing_configuration: [
            { state_machine_version_arn: "${aws_sfn_state_machine.deployed.state_machine_version_arn}", weight: 100 },
          ],
        },
      },
    },
  });
});
afterAll(() => states.stop());

/** How an execution ended. */
async function endOf(executionArn: string) {
  await states.allEnded();
  return await states.client.send(new DescribeExecutionCommand({ executionArn }));
}

/** Runs `aws stepfunctions` and gives what it printed. */
async function aws(action: string, options: Record<string, string | true> = {}) {
  called.add(action.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase()));
  const args = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, value],
  );
  const { code, json, stderr } = await awsCli(states.endpoint, "stepfunctions", action, ...args);
  if (code !== 0) throw new Error(stderr);
  return json;
}

async function create(name: string, definition: string, options: Record<string, string | true> = {}) {
  const created = await aws("create-state-machine", { name, definition, "role-arn": roleArn, ...options });
  return String(created.stateMachineArn);
}

const start = async (arn: string) => String((await aws("start-execution", { "state-machine-arn": arn })).executionArn);

describe.runIf(requires("aws"))("the AWS CLI walks through", { timeout: 120_000 }, () => {
  it("what the stack has, by its alias", async () => {
    const alias = `${machineArn("deployed")}:live`;
    const execution = await start(alias);
    await states.allEnded();
    expect(await aws("describe-execution", { "execution-arn": execution })).toMatchObject({
      ...{ status: "SUCCEEDED", output: '"from the stack"', stateMachineArn: machineArn("deployed") },
      ...{ stateMachineAliasArn: alias, stateMachineVersionArn: `${machineArn("deployed")}:1` },
    });
    const { events } = await aws("get-execution-history", { "execution-arn": execution, "max-items": "1" });
    expect(events).toMatchObject([{ executionStartedEventDetails: { stateMachineAliasArn: alias } }]);
    const { executions } = await aws("list-executions", { "state-machine-arn": alias });
    expect(executions).toMatchObject([{ executionArn: execution, stateMachineAliasArn: alias }]);
    expect((await aws("list-activities")).activities).toMatchObject([{ name: "questions" }]);
  });

  it("state machines, versions and aliases", async () => {
    const machine = await create("walk", passing(1), { publish: true });
    const arn = { "state-machine-arn": machine };
    await aws("update-state-machine", { ...arn, definition: passing(2) });
    const published = await aws("publish-state-machine-version", { ...arn, description: "second" });
    const version = String(published.stateMachineVersionArn);
    expect(version).toBe(`${machine}:2`);
    expect((await aws("describe-state-machine", { "state-machine-arn": version })).description).toBe("second");
    expect((await aws("list-state-machine-versions", arn)).stateMachineVersions).toHaveLength(2);
    const names = async () => {
      const { stateMachines } = await aws("list-state-machines");
      return stateMachines;
    };
    expect(await names()).toMatchObject([{ name: "asks" }, { name: "deployed" }, { name: "walk" }]);

    const routing = `stateMachineVersionArn=${machine}:1,weight=100`;
    const made = await aws("create-state-machine-alias", { name: "live", "routing-configuration": routing });
    const alias = { "state-machine-alias-arn": String(made.stateMachineAliasArn) };
    await aws("update-state-machine-alias", { ...alias, description: "in use" });
    expect(await aws("describe-state-machine-alias", alias)).toMatchObject({ name: "live", description: "in use" });
    expect((await aws("list-state-machine-aliases", arn)).stateMachineAliases).toHaveLength(1);
    const execution = await start(`${machine}:live`);
    expect((await endOf(execution)).output).toBe("1");

    await aws("delete-state-machine-alias", alias);
    await aws("delete-state-machine-version", { "state-machine-version-arn": version });
    await aws("delete-state-machine", arn);
    expect(await names()).toHaveLength(2);
  });

  it("executions, tags and validation", async () => {
    const machine = await create("wait", waiting);
    const execution = await start(machine);
    const arn = { "execution-arn": execution };
    await aws("stop-execution", { ...arn, error: "Enough" });
    expect((await aws("list-executions", { "state-machine-arn": machine })).executions).toMatchObject([
      { executionArn: execution, status: "ABORTED" },
    ]);
    const { events } = await aws("get-execution-history", { ...arn, "reverse-order": true, "max-items": "1" });
    expect(events).toMatchObject([{ type: "ExecutionAborted" }]);
    expect((await aws("describe-state-machine-for-execution", arn)).definition).toBe(waiting);
    await aws("redrive-execution", arn);
    expect(await aws("describe-execution", arn)).toMatchObject({ status: "RUNNING", redriveCount: 1 });
    await expect(aws("redrive-execution", arn)).rejects.toThrow("(ExecutionNotRedrivable)");
    await aws("stop-execution", arn);

    const resource = { "resource-arn": machine };
    await aws("tag-resource", { ...resource, tags: "key=team,value=blue" });
    expect((await aws("list-tags-for-resource", resource)).tags).toEqual([{ key: "team", value: "blue" }]);
    await aws("untag-resource", { ...resource, "tag-keys": "team" });
    expect((await aws("list-tags-for-resource", resource)).tags).toEqual([]);
    const checked = await aws("validate-state-machine-definition", { definition: '{"StartAt":"A","States":{}}' });
    expect(checked.result).toBe("FAIL");
  });

  it("the test of a state", async () => {
    const definition = '{"Type":"Pass","Next":"B"}';
    const tested = await aws("test-state", { definition, input: '{"a":1}', "inspection-level": "DEBUG" });
    expect(tested).toMatchObject({ status: "SUCCEEDED", output: '{"a":1}', nextState: "B" });
  });

  it("Express executions", async () => {
    const machine = await create("fast", passing("quick"), { type: "EXPRESS" });
    const ended = await aws("start-sync-execution", { "state-machine-arn": machine });
    expect(ended).toMatchObject({ status: "SUCCEEDED", output: '"quick"' });
  });

  it("Map runs", async () => {
    const machine = await create("maps", distributed());
    const { executionArn } = await aws("start-execution", { "state-machine-arn": machine, input: "[1,2]" });
    await states.allEnded();
    const { mapRuns } = await aws("list-map-runs", { "execution-arn": String(executionArn) });
    expect(mapRuns).toMatchObject([{ executionArn, mapRunArn: expect.any(String) }]);
    const mapRunArn = /arn:aws:states:[^"]*:mapRun:[^"]*/.exec(JSON.stringify(mapRuns))?.[0] ?? "";
    expect(await aws("describe-map-run", { "map-run-arn": mapRunArn })).toMatchObject({ itemCounts: { succeeded: 2 } });
    const update = aws("update-map-run", { "map-run-arn": mapRunArn, "max-concurrency": "1" });
    await expect(update).rejects.toThrow("(ValidationException)");
  });

  it("activities and task tokens", async () => {
    const activity = String((await aws("create-activity", { name: "work" })).activityArn);
    expect((await aws("describe-activity", { "activity-arn": activity })).name).toBe("work");
    expect((await aws("list-activities")).activities).toMatchObject([{ name: "questions" }, { name: "work" }]);
    await aws("delete-activity", { "activity-arn": activity });
    expect((await aws("list-activities")).activities).toHaveLength(1);
    const arn = { "activity-arn": activity.replace(/work$/, "questions") };
    const token = async () => ({ "task-token": String((await aws("get-activity-task", arn)).taskToken) });

    const succeeds = await start(machineArn("asks"));
    const first = await token();
    await aws("send-task-heartbeat", first);
    await aws("send-task-success", { ...first, "task-output": '"made"' });
    expect((await endOf(succeeds)).output).toBe('"made"');

    const fails = await start(machineArn("asks"));
    await aws("send-task-failure", { ...(await token()), error: "Broken" });
    expect(await endOf(fails)).toMatchObject({ status: "FAILED", error: "Broken" });
  });

  it("every action there is", () => {
    expect([...called].sort()).toEqual([...actionNames].sort());
  });
});
