import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  StartExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { passing, refusal, roleArn, type ServedStates, serveStates } from "./stepfunctions-client.js";

let states: ServedStates;
let random = 0;
let machines = 0;
/** A new machine for each test, with versions 1 and 2. */
let stateMachineArn: string;
beforeAll(async () => {
  states = await serveStates({ random: () => random });
});
afterAll(() => states.stop());
beforeEach(async () => {
  machines += 1;
  const created = await states.client.send(
    new CreateStateMachineCommand({ name: `m${machines}`, definition: passing(1), roleArn, publish: true }),
  );
  stateMachineArn = created.stateMachineArn ?? "";
  expect(created.stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
  const updated = await update(2);
  expect(updated.stateMachineVersionArn).toBe(`${stateMachineArn}:2`);
});

const update = (value: number, publish = true) =>
  states.client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: passing(value), publish }));
const publish = (more: { revisionId?: string; description?: string } = {}) =>
  states.client.send(new PublishStateMachineVersionCommand({ stateMachineArn, ...more }));
const versions = async () => {
  const listed = await states.client.send(new ListStateMachineVersionsCommand({ stateMachineArn }));
  return listed.stateMachineVersions?.map((version) => version.stateMachineVersionArn?.split(":").at(-1));
};
const remove = (version: number) =>
  states.client.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${stateMachineArn}:${version}` }));
const route = (version: number | string, weight: number) => ({
  stateMachineVersionArn: version === "" ? stateMachineArn : `${stateMachineArn}:${version}`,
  weight,
});
const createAlias = (routingConfiguration: ReturnType<typeof route>[], name = "live", description = "d") =>
  states.client.send(new CreateStateMachineAliasCommand({ name, description, routingConfiguration }));

/** Runs an execution and gives how it is described. */
async function run(arn: string) {
  const { executionArn } = await states.client.send(new StartExecutionCommand({ stateMachineArn: arn }));
  await states.service.executions.find(executionArn ?? "")?.execution.done;
  return await states.client.send(new DescribeExecutionCommand({ executionArn }));
}

describe("versions", () => {
  it("are published once for a revision, and listed newest first", async () => {
    expect(await versions()).toEqual(["2", "1"]);
    expect((await publish()).stateMachineVersionArn).toBe(`${stateMachineArn}:2`);
    await update(3, false);
    expect((await publish({ description: "third" })).stateMachineVersionArn).toBe(`${stateMachineArn}:3`);
    const described = await states.client.send(
      new DescribeStateMachineCommand({ stateMachineArn: `${stateMachineArn}:3` }),
    );
    expect(described).toMatchObject({
      stateMachineArn: `${stateMachineArn}:3`,
      description: "third",
      definition: passing(3),
    });
  });

  it("are published only of the revision that is asked for", async () => {
    const { revisionId } = await update(3, false);
    expect(await refusal(publish({ revisionId: "INITIAL" }))).toBe(
      `ConflictException: Failed to publish the State Machine version for revision INITIAL. The current State Machine revision is ${revisionId}.`,
    );
    expect((await publish({ revisionId: revisionId ?? "" })).stateMachineVersionArn).toBe(`${stateMachineArn}:3`);
  });

  it("keep their definition, and their numbers are not used again", async () => {
    const old = await run(`${stateMachineArn}:1`);
    expect(old).toMatchObject({ output: "1", stateMachineArn, stateMachineVersionArn: `${stateMachineArn}:1` });
    expect((await run(stateMachineArn)).output).toBe("2");
    await remove(2);
    await remove(2);
    expect(await versions()).toEqual(["1"]);
    expect((await publish()).stateMachineVersionArn).toBe(`${stateMachineArn}:3`);
    const gone = `${stateMachineArn}:2`;
    expect(await refusal(run(gone))).toBe(`StateMachineDoesNotExist: State Machine Does Not Exist: '${gone}'`);
    const updateVersion = new UpdateStateMachineCommand({ stateMachineArn: gone, roleArn });
    expect(await refusal(states.client.send(updateVersion))).toMatch(/^StateMachineDoesNotExist/);
    const { executions } = await states.client.send(
      new ListExecutionsCommand({ stateMachineArn: `${stateMachineArn}:1` }),
    );
    expect(executions).toMatchObject([{ name: old.name, stateMachineVersionArn: `${stateMachineArn}:1` }]);
  });

  it("refuse what is no version, and a Map state's label", async () => {
    const command = new DeleteStateMachineVersionCommand({ stateMachineVersionArn: stateMachineArn });
    expect(await refusal(states.client.send(command))).toMatch(/^ValidationException/);
    expect(await refusal(run(`${stateMachineArn}/label`))).toMatch(/^ValidationException/);
    expect(await refusal(run(`${stateMachineArn}:1:1`))).toMatch(/^InvalidArn/);
  });
});

describe("aliases", () => {
  it("route executions by weight", async () => {
    const { stateMachineAliasArn = "" } = await createAlias([route(1, 30), route(2, 70)]);
    expect(stateMachineAliasArn).toBe(`${stateMachineArn}:live`);
    const outputs: unknown[] = [];
    for (random of [0, 0.2999, 0.3, 0.9999]) outputs.push((await run(stateMachineAliasArn)).output);
    expect(outputs).toEqual(["1", "1", "2", "2"]);
    random = 0;
    expect(await run(stateMachineAliasArn)).toMatchObject({
      stateMachineArn,
      stateMachineAliasArn,
      stateMachineVersionArn: `${stateMachineArn}:1`,
    });
    await run(`${stateMachineArn}:1`);
    const listed = await states.client.send(new ListExecutionsCommand({ stateMachineArn: stateMachineAliasArn }));
    expect(listed.executions).toHaveLength(5);
    const described = await states.client.send(
      new DescribeStateMachineCommand({ stateMachineArn: stateMachineAliasArn }),
    );
    expect(described.definition).toBe(passing(2));
  });

  it("never start a version with the weight 0", async () => {
    const { stateMachineAliasArn = "" } = await createAlias([route(1, 0), route(2, 100)]);
    random = 0;
    expect((await run(stateMachineAliasArn)).output).toBe("2");
  });

  it("are created once, and conflict with another of their name", async () => {
    const first = await createAlias([route(1, 50), route(2, 50)]);
    const again = await createAlias([route(2, 50), route(1, 50)]);
    expect([again.stateMachineAliasArn, again.creationDate]).toEqual([first.stateMachineAliasArn, first.creationDate]);
    const conflict =
      "ConflictException: Failed to create alias because an alias with the same name and a different routing configuration already exists.";
    expect(await refusal(createAlias([route(1, 100)]))).toBe(conflict);
    expect(await refusal(createAlias([route(1, 50), route(2, 50)], "live", "other"))).toBe(conflict);
  });

  it("are updated, described, listed and deleted", async () => {
    const { stateMachineAliasArn = "" } = await createAlias([route(1, 100)]);
    await createAlias([route(2, 100)], "next");
    await states.client.send(
      new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration: [route(1, 50), route(2, 50)] }),
    );
    await states.client.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, description: "both" }));
    const { $metadata, creationDate, updateDate, ...described } = await states.client.send(
      new DescribeStateMachineAliasCommand({ stateMachineAliasArn }),
    );
    expect(described).toEqual({
      stateMachineAliasArn,
      name: "live",
      description: "both",
      routingConfiguration: [route(1, 50), route(2, 50)],
    });
    expect(updateDate?.getTime()).toBeGreaterThanOrEqual(creationDate?.getTime() ?? Number.NaN);
    const list = async (arn: string, maxResults = 0, nextToken?: string) =>
      await states.client.send(
        new ListStateMachineAliasesCommand({ stateMachineArn: arn, maxResults, ...(nextToken ? { nextToken } : {}) }),
      );
    const names = (listed: Awaited<ReturnType<typeof list>>) =>
      listed.stateMachineAliases?.map((alias) => alias.stateMachineAliasArn?.split(":").at(-1));
    const first = await list(stateMachineArn, 1);
    expect(names(first)).toEqual(["live"]);
    expect(names(await list(stateMachineArn, 1, first.nextToken))).toEqual(["next"]);
    expect(names(await list(`${stateMachineArn}:1`))).toEqual(["live"]);
    await states.client.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
    await states.client.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
    expect(names(await list(stateMachineArn))).toEqual(["next"]);
    const gone = "ResourceNotFound: Request references a resource that does not exist.";
    expect(await refusal(states.client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn })))).toBe(
      gone,
    );
    const change = new UpdateStateMachineAliasCommand({ stateMachineAliasArn, description: "x" });
    expect(await refusal(states.client.send(change))).toBe(gone);
  });

  it("keep their versions from being deleted", async () => {
    await createAlias([route(1, 100)]);
    expect(await refusal(remove(1))).toBe(
      "ConflictException: Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]",
    );
    await remove(2);
  });

  const pattern = String.raw`^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$`;
  it.each<[string, [number | string, number][], string, (arn: string) => string]>([
    [
      "a machine's own ARN",
      [["", 100]],
      "live",
      (arn) => `Routing configuration must contain state machine version ARNs. Received: [${arn}]`,
    ],
    [
      "the same version twice",
      [
        [1, 50],
        [1, 50],
      ],
      "live",
      (arn) => `Routing configuration must contain distinct state machine version ARNs. Received: [${arn}:1, ${arn}:1]`,
    ],
    [
      "weights below 100",
      [
        [1, 70],
        [2, 29],
      ],
      "live",
      () => "Sum of routing configuration weights must equal 100. Received: [70, 29]",
    ],
    [
      "a weight above 100",
      [[1, 101]],
      "live",
      () =>
        "1 validation error detected: Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100",
    ],
    [
      "three versions",
      [
        [1, 50],
        [2, 30],
        [3, 20],
      ],
      "live",
      (arn) =>
        `1 validation error detected: Value '[${[
          [1, 50],
          [2, 30],
          [3, 20],
        ]
          .map(
            ([version, weight]) =>
              `RoutingConfigurationListItem(stateMachineVersionArn=${arn}:${version}, weight=${weight})`,
          )
          .join(
            ", ",
          )}]' at 'routingConfiguration' failed to satisfy constraint: Member must have length less than or equal to 2`,
    ],
    [
      "a name of digits",
      [[1, 100]],
      "123",
      () =>
        `1 validation error detected: Value '123' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
    ],
  ])("are refused with %s", async (_what, routes, name, message) => {
    const routing = routes.map(([version, weight]) => route(version, weight));
    expect(await refusal(createAlias(routing, name))).toBe(`ValidationException: ${message(stateMachineArn)}`);
  });

  it("are refused for a version that does not exist", async () => {
    expect(await refusal(createAlias([route(9, 100)]))).toMatch(/^ResourceNotFound/);
  });
});
