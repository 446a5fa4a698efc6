import { ListStateMachineAliasesCommand, ListTagsForResourceCommand } from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../../../asl/spec/index.js";
import { testResource } from "./harness.js";
import { passing, roleArn, type ServedStates, serveStates } from "./stepfunctions-client.js";

let states: ServedStates;
beforeEach(async () => {
  states = await serveStates();
});
afterEach(() => states.stop());

const create = (type: string, attributes: Readonly<Record<string, Json>>) =>
  states.service.create(testResource(type, "one", attributes));
const machine = (more: Readonly<Record<string, Json>> = {}) =>
  create("aws_sfn_state_machine", { name: "m", role_arn: roleArn, definition: passing(1), ...more });
const machineArn = "arn:aws:states:eu-west-1:000000000000:stateMachine:m";

describe("aws_sfn_state_machine", () => {
  it("publishes a version where it should", async () => {
    expect(await machine({ publish: true })).toMatchObject({
      ...{ id: machineArn, arn: machineArn, state_machine_version_arn: `${machineArn}:1`, version_description: "" },
      status: "ACTIVE",
    });
  });

  it("has no version without it", async () => {
    expect(await machine()).toMatchObject({ state_machine_version_arn: machineArn });
    const route = [{ state_machine_version_arn: machineArn, weight: 100 }];
    expect(() => create("aws_sfn_alias", { name: "live", routing_configuration: route })).toThrow(
      `Routing configuration must contain state machine version ARNs. Received: [${machineArn}]`,
    );
  });
});

describe("aws_sfn_alias", () => {
  it("routes to a published version", async () => {
    await machine({ publish: true });
    const route = { state_machine_version_arn: `${machineArn}:1`, weight: 100 };
    expect(await create("aws_sfn_alias", { name: "live", routing_configuration: [route] })).toEqual({
      ...{ id: `${machineArn}:live`, arn: `${machineArn}:live` },
      creation_date: expect.stringMatching(/^\d{4}-.+Z$/),
    });
    const { stateMachineAliases } = await states.client.send(
      new ListStateMachineAliasesCommand({ stateMachineArn: machineArn }),
    );
    expect(stateMachineAliases).toMatchObject([{ stateMachineAliasArn: `${machineArn}:live` }]);
  });

  it("is refused when its weights are not all", async () => {
    await machine({ publish: true });
    const route = [{ state_machine_version_arn: `${machineArn}:1`, weight: 90 }];
    expect(() => create("aws_sfn_alias", { name: "live", routing_configuration: route })).toThrow(
      "Sum of routing configuration weights must equal 100. Received: [90]",
    );
  });
});

describe("aws_sfn_activity", () => {
  it("has an ARN and tags", async () => {
    const activityArn = "arn:aws:states:eu-west-1:000000000000:activity:pick";
    expect(await create("aws_sfn_activity", { name: "pick", tags: { team: "blue" } })).toEqual({
      ...{ id: activityArn, arn: activityArn, creation_date: expect.stringMatching(/^\d{4}-.+Z$/) },
    });
    const { tags } = await states.client.send(new ListTagsForResourceCommand({ resourceArn: activityArn }));
    expect(tags).toEqual([{ key: "team", value: "blue" }]);
  });

  it("is refused with a name that AWS refuses", () => {
    expect(() => create("aws_sfn_activity", { name: "a b" })).toThrow("Invalid Name: 'a b'");
  });
});
