import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DescribeStateMachineAliasCommand } from "@aws-sdk/client-sfn";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServedStates, serveStates } from "../local/services/stepfunctions-client.js";
import { synthesizeToys } from "../stacks/toys.js";
import { requiresAwsProvider, succeeded, type Workspace, workspace } from "./terraform.js";

// State machines and their aliases, as our construct writes them, by the real provider against the local Step Functions: does
// a new definition reach the alias in the same apply, or stay away from it where `npm run shift-alias` moves it? Both in one
// configuration, since what takes long is the provider: Terraform starts it anew for each walk, and asks for the schemas of all its
// resources, some ten seconds of processor time an apply.

const resourceSchema = v.object({
  resource: v.object({
    aws_sfn_state_machine: v.record(v.string(), v.record(v.string(), v.unknown())),
    aws_sfn_alias: v.record(v.string(), v.record(v.string(), v.unknown())),
  }),
});

const synthesized = [
  await synthesizeToys((toys) => toys.machine("at-once")),
  await synthesizeToys((toys) => toys.machine("in-steps"), { shiftsInSteps: true }),
];

describe.runIf(requiresAwsProvider())("an alias that shifts at once, and one that shifts in steps", () => {
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

  /** A stack's two resources, with a definition of this comment and nothing that other services would answer. */
  async function resources(folder: string, comment: string) {
    const { resource } = v.parse(resourceSchema, JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")));
    const definition = JSON.stringify({
      ...{ Comment: comment, QueryLanguage: "JSONata", StartAt: "Done" },
      States: { Done: { Type: "Succeed" } },
    });
    const machines = Object.entries(resource.aws_sfn_state_machine).map(
      ([id, { depends_on: _, logging_configuration: __, ...machine }]) => {
        return [id, { ...machine, name: id, definition, role_arn: "arn:aws:iam::000000000000:role/toys" }] as const;
      },
    );
    return { machines, aliases: Object.entries(resource.aws_sfn_alias) };
  }

  async function write(comment: string): Promise<void> {
    const all = await Promise.all(synthesized.map(({ folder }) => resources(folder, comment)));
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
      resource: {
        aws_sfn_state_machine: Object.fromEntries(all.flatMap(({ machines }) => machines)),
        aws_sfn_alias: Object.fromEntries(all.flatMap(({ aliases }) => aliases)),
      },
    };
    await writeFile(join(terraform.folder, "main.tf.json"), JSON.stringify(content));
  }

  const routed = async (machine: string) => {
    const stateMachineAliasArn = `arn:aws:states:eu-west-1:000000000000:stateMachine:${machine}:live`;
    const alias = await states.client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
    return alias.routingConfiguration?.map((one) => one.stateMachineVersionArn?.split(":").slice(-2).join(":"));
  };

  test("are right after each apply, and leave nothing to plan", async () => {
    await write("first");
    succeeded(await terraform.run("init"));
    succeeded(await terraform.run("apply", "-auto-approve"));
    expect([await routed("at_once"), await routed("in_steps")]).toEqual([["at_once:1"], ["in_steps:1"]]);
    await write("second");
    succeeded(await terraform.run("apply", "-auto-approve"));
    expect([await routed("at_once"), await routed("in_steps")]).toEqual([["at_once:2"], ["in_steps:1"]]);
    succeeded(await terraform.run("plan", "-detailed-exitcode"));
    succeeded(await terraform.run("apply", "-destroy", "-auto-approve"));
    for (const machine of ["at_once", "in_steps"]) await expect(routed(machine)).rejects.toThrow();
  }, 600_000);
});
