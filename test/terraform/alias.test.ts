import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DescribeStateMachineAliasCommand } from "@aws-sdk/client-sfn";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServedStates, serveStates } from "../local/services/stepfunctions-client.js";
import { synthesizeToys } from "../stacks/toys.js";
import { requiresAwsProvider, succeeded, type Workspace, workspace } from "./terraform.js";

// A state machine and its alias, as our construct writes them, by the real provider against the local Step Functions: does
// a new definition reach the alias in the same apply, or stay away from it where `npm run shift-alias` moves it?

const resourceSchema = v.object({
  resource: v.object({
    aws_sfn_state_machine: v.object({ workflow: v.record(v.string(), v.unknown()) }),
    aws_sfn_alias: v.record(v.string(), v.unknown()),
  }),
});

const atOnce = await synthesizeToys((toys) => toys.machine());
const inSteps = await synthesizeToys((toys) => toys.machine(), { shiftsInSteps: true });

describe.runIf(requiresAwsProvider()).each([
  ["at once", atOnce.folder, ["1", "2"]],
  ["in steps", inSteps.folder, ["1", "1"]],
])("an alias that shifts %s", (_, folder, versions) => {
  let terraform: Workspace;
  let states: ServedStates;

  beforeAll(async () => {
    states = await serveStates();
    terraform = await workspace();
  });
  afterAll(async () => {
    await states.stop();
    await terraform.remove();
  });

  /** Writes the two resources, with a definition of this comment and nothing that other services would answer. */
  async function write(comment: string): Promise<void> {
    const { resource } = v.parse(resourceSchema, JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")));
    const { depends_on: _, logging_configuration: __, ...machine } = resource.aws_sfn_state_machine.workflow;
    const definition = JSON.stringify({
      ...{ Comment: comment, QueryLanguage: "JSONata", StartAt: "Done" },
      States: { Done: { Type: "Succeed" } },
    });
    const workflow = { ...machine, name: "toys", definition, role_arn: "arn:aws:iam::000000000000:role/toys" };
    const skip = ["skip_credentials_validation", "skip_requesting_account_id", "skip_metadata_api_check"];
    const provider = {
      aws: {
        ...{ region: "eu-west-1", access_key: "test", secret_key: "test", endpoints: [{ sfn: states.endpoint }] },
        ...Object.fromEntries(skip.map((name) => [name, true])),
      },
    };
    const content = {
      terraform: { required_providers: { aws: { source: "aws", version: "5.100.0" } } },
      provider,
      resource: { aws_sfn_state_machine: { workflow }, aws_sfn_alias: resource.aws_sfn_alias },
    };
    await writeFile(join(terraform.folder, "main.tf.json"), JSON.stringify(content));
  }

  const routed = async () => {
    const stateMachineAliasArn = "arn:aws:states:eu-west-1:000000000000:stateMachine:toys:live";
    const alias = await states.client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
    return alias.routingConfiguration?.map((one) => one.stateMachineVersionArn?.split(":").at(-1));
  };

  test("is right after each apply, and leaves nothing to plan", async () => {
    await write("first");
    succeeded(await terraform.run("init"));
    succeeded(await terraform.run("apply", "-auto-approve"));
    expect(await routed()).toEqual([versions[0]]);
    await write("second");
    succeeded(await terraform.run("apply", "-auto-approve"));
    expect(await routed()).toEqual([versions[1]]);
    succeeded(await terraform.run("plan", "-detailed-exitcode"));
    succeeded(await terraform.run("apply", "-destroy", "-auto-approve"));
    await expect(routed()).rejects.toThrow();
  }, 600_000);
});
