import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { passing, refusal, roleArn, type ServedStates, serveStates, waiting } from "./stepfunctions-client.js";

let states: ServedStates;
beforeAll(async () => {
  states = await serveStates();
});
afterAll(() => states.stop());

const arnOf = (name: string) => `arn:aws:states:eu-west-1:000000000000:stateMachine:${name}`;
const create = (input: Record<string, unknown>) =>
  states.client.send(
    new CreateStateMachineCommand(Object.assign({ name: "m", definition: passing(1), roleArn } as const, input)),
  );
const describeMachine = (stateMachineArn: string) =>
  states.client.send(new DescribeStateMachineCommand({ stateMachineArn }));

describe("CreateStateMachine", () => {
  it("creates, and describes what it created", async () => {
    const created = await create({ name: "made", tags: [{ key: "team", value: "blue" }] });
    expect(created.stateMachineArn).toBe(arnOf("made"));
    expect(created).not.toHaveProperty("stateMachineVersionArn");
    const { $metadata, ...described } = await describeMachine(arnOf("made"));
    expect(described).toEqual({
      stateMachineArn: arnOf("made"),
      name: "made",
      status: "ACTIVE",
      type: "STANDARD",
      definition: passing(1),
      roleArn,
      creationDate: created.creationDate,
      loggingConfiguration: { level: "OFF", includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
    const { tags } = await states.client.send(new ListTagsForResourceCommand({ resourceArn: arnOf("made") }));
    expect(tags).toEqual([{ key: "team", value: "blue" }]);
  });

  it("is idempotent but for the role and the tags", async () => {
    const first = await create({ name: "twice" });
    const again = await create({
      name: "twice",
      roleArn: "arn:aws:iam::000000000000:role/other",
      tags: [{ key: "a", value: "b" }],
    });
    expect(again.creationDate).toEqual(first.creationDate);
    expect((await describeMachine(arnOf("twice"))).roleArn).toBe(roleArn);
    const exists = `StateMachineAlreadyExists: State Machine Already Exists: '${arnOf("twice")}'`;
    for (const other of [{ definition: passing(2) }, { type: "EXPRESS" }, { publish: true }]) {
      expect(await refusal(create({ name: "twice", ...other }))).toBe(exists);
    }
    expect(await refusal(create({ name: "twice", tracingConfiguration: { enabled: true } }))).toBe(exists);
  });

  const log = { cloudWatchLogsLogGroup: { logGroupArn: "arn:aws:logs:eu-west-1:0:log-group:g:*" } };
  it.each<[string, Record<string, unknown>, string]>([
    ["a name with a space", { name: "a b" }, "InvalidName: Invalid Name: 'a b'"],
    ["a role that is none", { roleArn: "role" }, "InvalidArn: Invalid Role Arn: 'role'"],
    [
      "a description of no version",
      { versionDescription: "first" },
      "ValidationException: Version description can only be set when publish is true",
    ],
    [
      "logging without a destination",
      { loggingConfiguration: { level: "ALL" } },
      "InvalidLoggingConfiguration: Invalid Logging Configuration: Must specify exactly one Log Destination.",
    ],
    [
      "a level that does not exist",
      { loggingConfiguration: { level: "LOUD", destinations: [log] } },
      "ValidationException: 1 validation error detected: Value 'LOUD' at 'loggingConfiguration.level' failed to satisfy constraint: Member must satisfy enum value set: [ALL, ERROR, FATAL, OFF]",
    ],
    [
      "a type that does not exist",
      { type: "FAST" },
      "ValidationException: 1 validation error detected: Value 'FAST' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]",
    ],
    [
      "an empty definition",
      { definition: "" },
      "ValidationException: 1 validation error detected: Value '' at 'definition' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "51 tags",
      { name: "tagged", tags: Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: "" })) },
      `TooManyTags: Too many tags: '${arnOf("tagged")}' would have 51, and may have 50.`,
    ],
  ])("refuses %s", async (_what, input, message) => {
    expect(await refusal(create(input))).toBe(message);
  });

  it.each<[string, unknown, RegExp]>([
    [
      "text that is not JSON",
      "{",
      /^InvalidDefinition: Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: .+ at \/'$/,
    ],
    [
      "a target that does not exist",
      { StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } },
      /'MISSING_TRANSITION_TARGET: .+ at \/States\/A\/Next/,
    ],
    [
      "a service that is not here",
      {
        StartAt: "A",
        States: {
          A: {
            Type: "Task",
            Resource: "arn:aws:states:::ecs:runTask",
            Parameters: { TaskDefinition: "t" },
            End: true,
          },
        },
      },
      /^InvalidDefinition: .+'arn:aws:states:::ecs:runTask' cannot be run on one machine/,
    ],
  ])("refuses a definition: %s", async (_what, definition, message) => {
    const text = typeof definition === "string" ? definition : JSON.stringify(definition);
    expect(await refusal(create({ definition: text }))).toMatch(message);
  });

  it("refuses callbacks in Express machines", async () => {
    const Resource = "arn:aws:states:::lambda:invoke.waitForTaskToken";
    const Parameters = { FunctionName: "f", Payload: { "token.$": "$$.Task.Token" } };
    const definition = JSON.stringify({
      StartAt: "A",
      States: { A: { Type: "Task", Resource, Parameters, TimeoutSeconds: 5, End: true } },
    });
    expect(await refusal(create({ name: "fast", type: "EXPRESS", definition }))).toMatch(
      /^InvalidDefinition: .+'SCHEMA_VALIDATION_FAILED: .+ at \/States\/A\/Resource'$/,
    );
    await expect(create({ name: "slow", definition })).resolves.toBeDefined();
  });
});

describe("UpdateStateMachine", () => {
  it("changes what new executions run; those that run keep theirs", async () => {
    const stateMachineArn = arnOf("changing");
    await create({ name: "changing", definition: waiting });
    const before = await states.client.send(new StartExecutionCommand({ stateMachineArn, name: "before" }));
    const updated = await states.client.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: passing("new") }),
    );
    expect(updated.revisionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await describeMachine(stateMachineArn)).toMatchObject({
      definition: passing("new"),
      revisionId: updated.revisionId,
    });
    const after = await states.client.send(new StartExecutionCommand({ stateMachineArn, name: "after" }));
    await states.service.executions.find(after.executionArn ?? "")?.execution.done;
    const ended = await states.client.send(new DescribeExecutionCommand({ executionArn: after.executionArn }));
    expect(ended.output).toBe('"new"');
    const { $metadata, ...old } = await states.client.send(
      new DescribeStateMachineForExecutionCommand({ executionArn: before.executionArn }),
    );
    expect(old).toMatchObject({ stateMachineArn, name: "changing", definition: waiting, roleArn });
    expect(old).not.toHaveProperty("revisionId");
    expect(old.updateDate).toBeInstanceOf(Date);
    const { executions } = await states.client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions?.map(({ name }) => name)).toEqual(["after", "before"]);
  });

  it("makes no revision of what does not change, and compares the configuration", async () => {
    const stateMachineArn = arnOf("steady");
    await create({ name: "steady" });
    const same = await states.client.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: passing(1), roleArn }),
    );
    expect(same).not.toHaveProperty("revisionId");
    const traced = await states.client.send(
      new UpdateStateMachineCommand({ stateMachineArn, tracingConfiguration: { enabled: true } }),
    );
    expect(traced.revisionId).toBeDefined();
    expect((await describeMachine(stateMachineArn)).tracingConfiguration).toEqual({ enabled: true });
  });

  it("refuses nothing to do, a bad definition, a machine that does not exist", async () => {
    const update = (input: Record<string, unknown>) =>
      refusal(
        states.client.send(
          new UpdateStateMachineCommand(Object.assign({ stateMachineArn: arnOf("made") } as const, input)),
        ),
      );
    expect(await update({})).toMatch(/^MissingRequiredParameter: Either the definition, the role ARN,/);
    expect(await update({ definition: "{" })).toMatch(/^InvalidDefinition/);
    expect(await update({ stateMachineArn: arnOf("no"), roleArn })).toBe(
      `StateMachineDoesNotExist: State Machine Does Not Exist: '${arnOf("no")}'`,
    );
  });
});

describe("DeleteStateMachine", () => {
  it("ends the executions, forgets the machine, and may be repeated", async () => {
    const stateMachineArn = arnOf("doomed");
    await create({ name: "doomed", definition: waiting });
    const { executionArn } = await states.client.send(new StartExecutionCommand({ stateMachineArn }));
    await states.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await states.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    expect(await refusal(describeMachine(stateMachineArn))).toMatch(/^StateMachineDoesNotExist/);
    const { status } = await states.client.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe("ABORTED");
    const { stateMachines } = await states.client.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map(({ name }) => name)).not.toContain("doomed");
    expect(await refusal(states.client.send(new RedriveExecutionCommand({ executionArn })))).toBe(
      "ExecutionNotRedrivable: State machine is in DELETING status",
    );
  });

  it("refuses the ARN of a version", async () => {
    const command = new DeleteStateMachineCommand({ stateMachineArn: `${arnOf("made")}:1` });
    expect(await refusal(states.client.send(command))).toMatch(/^ValidationException/);
  });
});

describe("ValidateStateMachineDefinition", () => {
  const validate = (definition: string, more: Record<string, unknown> = {}) =>
    states.client.send(new ValidateStateMachineDefinitionCommand(Object.assign({ definition } as const, more)));

  it("says OK", async () => {
    expect(await validate(passing(1))).toMatchObject({ result: "OK", diagnostics: [], truncated: false });
  });

  it("gives errors with their place, in pages", async () => {
    const states = { A: { Type: "Pass", Next: "B" }, C: { Type: "Nap", End: true } };
    const text = JSON.stringify({ StartAt: "A", States: states });
    const all = await validate(text);
    expect(all.result).toBe("FAIL");
    expect(all.diagnostics).toContainEqual({
      severity: "ERROR",
      code: "MISSING_TRANSITION_TARGET",
      location: "/States/A/Next",
      message: expect.stringContaining("'B'"),
    });
    const first = await validate(text, { maxResults: 1 });
    expect(first.diagnostics).toEqual(all.diagnostics?.slice(0, 1));
    expect(first.truncated).toBe(true);
  });

  it("gives warnings when asked for them, and they do not make it fail", async () => {
    const text = JSON.stringify({
      StartAt: "A",
      States: { A: { Type: "Pass", Parameters: { value: "$.value" }, End: true } },
    });
    expect((await validate(text)).diagnostics).toEqual([]);
    const warned = await validate(text, { severity: "WARNING" });
    expect(warned).toMatchObject({ result: "OK", diagnostics: [{ severity: "WARNING", code: "NO_DOLLAR" }] });
  });
});

describe("tags", () => {
  const resourceArn = arnOf("made");
  const list = async () => (await states.client.send(new ListTagsForResourceCommand({ resourceArn }))).tags;

  it("are set, replaced and removed", async () => {
    const tags = [
      { key: "team", value: "red" },
      { key: "cost", value: "" },
    ];
    await states.client.send(new TagResourceCommand({ resourceArn, tags }));
    expect(await list()).toEqual(tags);
    await states.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["team", "none"] }));
    expect(await list()).toEqual([{ key: "cost", value: "" }]);
  });

  it("are refused for what has none", async () => {
    const version = `${resourceArn}:1`;
    expect(await refusal(states.client.send(new TagResourceCommand({ resourceArn: version, tags: [] })))).toBe(
      `ResourceNotFound: Resource not found: '${version}'`,
    );
    expect(await refusal(states.client.send(new ListTagsForResourceCommand({ resourceArn: "x" })))).toMatch(
      /^InvalidArn/,
    );
    const long = [{ key: "k".repeat(129), value: "" }];
    expect(await refusal(states.client.send(new TagResourceCommand({ resourceArn, tags: long })))).toContain(
      "at 'tags.1.member.key' failed to satisfy constraint: Member must have length less than or equal to 128",
    );
  });
});
