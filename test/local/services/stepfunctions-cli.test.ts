import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actionNames } from "../../../local/services/stepfunctions/actions.js";
import { requires } from "../../support/requires.js";
import { awsCli } from "./aws-cli.js";
import { distributed, passing, roleArn, type ServedStates, serveStates, waiting } from "./stepfunctions-client.js";

let states: ServedStates;
const called = new Set<string>();
beforeAll(async () => {
  states = await serveStates();
});
afterAll(() => states.stop());

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
  it("state machines, versions and aliases", async () => {
    const machine = await create("walk", passing(1), { publish: true });
    const arn = { "state-machine-arn": machine };
    await aws("update-state-machine", { ...arn, definition: passing(2) });
    const published = await aws("publish-state-machine-version", { ...arn, description: "second" });
    const version = String(published.stateMachineVersionArn);
    expect(version).toBe(`${machine}:2`);
    expect((await aws("describe-state-machine", { "state-machine-arn": version })).description).toBe("second");
    expect((await aws("list-state-machine-versions", arn)).stateMachineVersions).toHaveLength(2);
    expect((await aws("list-state-machines")).stateMachines).toMatchObject([{ name: "walk" }]);

    const routing = `stateMachineVersionArn=${machine}:1,weight=100`;
    const made = await aws("create-state-machine-alias", { name: "live", "routing-configuration": routing });
    const alias = { "state-machine-alias-arn": String(made.stateMachineAliasArn) };
    await aws("update-state-machine-alias", { ...alias, description: "in use" });
    expect(await aws("describe-state-machine-alias", alias)).toMatchObject({ name: "live", description: "in use" });
    expect((await aws("list-state-machine-aliases", arn)).stateMachineAliases).toHaveLength(1);
    const execution = await start(`${machine}:live`);
    await states.service.executions.find(execution)?.execution.done;
    expect((await aws("describe-execution", { "execution-arn": execution })).output).toBe("1");

    await aws("delete-state-machine-alias", alias);
    await aws("delete-state-machine-version", { "state-machine-version-arn": version });
    await aws("delete-state-machine", arn);
    expect((await aws("list-state-machines")).stateMachines).toEqual([]);
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
    await states.service.executions.find(String(executionArn))?.execution.done;
    const { mapRuns } = await aws("list-map-runs", { "execution-arn": String(executionArn) });
    expect(mapRuns).toMatchObject([{ executionArn }]);
    const mapRunArn = states.service.executions.find(String(executionArn))?.execution.mapRuns[0]?.mapRunArn ?? "";
    expect(await aws("describe-map-run", { "map-run-arn": mapRunArn })).toMatchObject({ itemCounts: { succeeded: 2 } });
  });

  it("activities and task tokens", async () => {
    const activity = String((await aws("create-activity", { name: "work" })).activityArn);
    const arn = { "activity-arn": activity };
    expect((await aws("describe-activity", arn)).name).toBe("work");
    expect((await aws("list-activities")).activities).toMatchObject([{ name: "work" }]);
    const task = { Type: "Task", Resource: activity, HeartbeatSeconds: 300, End: true };
    const machine = await create("works", JSON.stringify({ StartAt: "Work", States: { Work: task } }));
    const token = async () => ({ "task-token": String((await aws("get-activity-task", arn)).taskToken) });

    const succeeds = await start(machine);
    const first = await token();
    await aws("send-task-heartbeat", first);
    await aws("send-task-success", { ...first, "task-output": '"made"' });
    expect(await states.service.executions.find(succeeds)?.execution.done).toMatchObject({ output: "made" });

    const fails = await start(machine);
    await aws("send-task-failure", { ...(await token()), error: "Broken" });
    expect(await states.service.executions.find(fails)?.execution.done).toMatchObject({ error: "Broken" });
    await aws("delete-activity", arn);
    expect((await aws("list-activities")).activities).toEqual([]);
  });

  it("every action there is", () => {
    expect([...called].sort()).toEqual([...actionNames].sort());
  });
});
