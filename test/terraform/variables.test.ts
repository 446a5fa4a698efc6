import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../asl/spec/index.js";
import { readStacks } from "../../local/terraform/stack.js";
import { resolveVariables } from "../../local/terraform/variables.js";
import { createApp } from "../../stacks/app.js";
import { stackOf } from "../stacks/synthesized.js";
import { requires } from "../support/requires.js";
import { succeeded, type Workspace, workspace } from "./terraform.js";

// The rules of the variables, as Terraform and as the local runtime understand them: both must agree on each case.

const { variables } = stackOf("pet-reminders");
const GOOD = {
  stage: "dev",
  region: "eu-west-1",
  sender: "reminders@example.com",
  allowed_recipients: "ann@example.com, @example.org,+44",
  alarm_email: "alarms@example.com",
} as const;

const SENDER = "sender must be one e-mail address.";
const RECIPIENTS = "allowed_recipients must be a list such as";
const STAGE = "stage must be 2 to 16 lower-case letters";
const OTHER_STAGE = "This stack was synthesized for the stage dev and uses its state.";
const REGION = "region must be a region's name such as eu-west-1.";

const accepted: readonly JsonObject[] = [
  {},
  { sender: "o'neil+pets_1%x@mail.example-1.co.uk" },
  { allowed_recipients: "+1" },
  { allowed_recipients: "@example.org" },
  { region: "us-gov-west-1" },
];

const refused: readonly (readonly [values: JsonObject, message: string])[] = [
  [{ sender: "" }, SENDER],
  [{ sender: "nobody" }, SENDER],
  [{ sender: "a@b" }, SENDER],
  [{ sender: "a@example.com, b@example.com" }, SENDER],
  [{ sender: "Pets <pets@example.com>" }, SENDER],
  // It becomes part of a policy: none of these may widen or break that.
  [{ sender: "*@example.com" }, SENDER],
  [{ sender: '"@example.com' }, SENDER],
  [{ sender: "${aws:username}@example.com" }, SENDER],
  [{ sender: "pets@example.com\n" }, SENDER],
  [{ alarm_email: "nobody" }, "alarm_email must be one e-mail address."],
  [{ allowed_recipients: "" }, RECIPIENTS],
  [{ allowed_recipients: "ann" }, RECIPIENTS],
  [{ allowed_recipients: "+44 ann@example.com" }, RECIPIENTS],
  [{ allowed_recipients: "+44," }, RECIPIENTS],
  [{ allowed_recipients: "+0" }, RECIPIENTS],
  [{ allowed_recipients: "*" }, "allowed_recipients may be * in the stage local only."],
  [{ allowed_recipients: "+44, *" }, "allowed_recipients may be * in the stage local only."],
  [{ stage: "Dev" }, STAGE],
  [{ stage: "d" }, STAGE],
  [{ stage: "prod" }, OTHER_STAGE],
  [{ region: "Ireland" }, REGION],
];

const locally = (values: JsonObject) =>
  resolveVariables(variables, [{ name: "the test", values: { ...GOOD, ...values } }]);

describe.runIf(requires("terraform"))("the variables of pet-reminders", () => {
  let terraform: Workspace;
  const plan = async (values: JsonObject) => {
    const file = join(terraform.folder, `case-${JSON.stringify(values).replaceAll(/\W/g, "-")}.json`);
    await writeFile(file, JSON.stringify({ ...GOOD, ...values }));
    const run = await terraform.run("plan", "-refresh=false", "-lock=false", `-var-file=${file}`);
    // Terraform breaks lines of its messages where it likes.
    return { ...run, output: run.output.replaceAll(/\s+/g, " ") };
  };

  beforeAll(async () => {
    terraform = await workspace();
    await writeFile(join(terraform.folder, "variables.tf.json"), JSON.stringify({ variable: variables }));
    succeeded(await terraform.run("init"));
  });
  afterAll(() => terraform.remove());

  test.each(accepted)("may be %j", async (values) => {
    succeeded(await plan(values));
    expect(locally(values)).toMatchObject({ problems: [], unchecked: [] });
  });

  test.each(refused)("may not be %j", async (values, message) => {
    const { code, output } = await plan(values);
    expect(output).toContain(message);
    expect(code).toBe(1);
    expect(
      locally(values)
        .problems.map((problem) => problem.message)
        .join(" "),
    ).toContain(message);
  });

  test("have no value by themselves where it matters who gets mail", async () => {
    const { code, output } = await terraform.run("plan");
    expect(code).toBe(1);
    for (const name of ["sender", "allowed_recipients", "alarm_email"]) {
      expect(output).toContain(`variable "${name}"`);
    }
  });

  test("let everybody be a recipient in the stage local", async () => {
    const outdir = join(terraform.folder, "out");
    createApp({ outdir, buildDir: join(process.cwd(), ".build"), stage: "local" }).synth();
    const [local] = await readStacks(outdir);
    await writeFile(join(terraform.folder, "variables.tf.json"), JSON.stringify({ variable: local?.variables }));
    const everybody = { stage: "local", allowed_recipients: "*" };
    succeeded(await plan(everybody));
    const source = { name: "the test", values: { ...GOOD, ...everybody } };
    expect(resolveVariables(local?.variables ?? {}, [source])).toMatchObject({ problems: [], unchecked: [] });
  });
});
