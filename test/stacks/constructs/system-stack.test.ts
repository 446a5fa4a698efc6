import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../../stacks/app.js";
import { HandlerFunction } from "../../../stacks/constructs/function.js";
import { policyDocument, Role } from "../../../stacks/constructs/iam.js";
import { SiteBucket } from "../../../stacks/constructs/site-bucket.js";
import { SystemStack } from "../../../stacks/constructs/system-stack.js";

class Toys extends SystemStack {}

const buildDir = join(process.cwd(), ".build");
let outdir = "";

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), "stepwright-constructs-"));
});
afterAll(() => rm(outdir, { recursive: true, force: true }));

const toys = (stage = "dev") => new Toys(new App({ outdir }), "toys", { buildDir, stage });

describe("Terraform addresses", () => {
  const addressOf = (scope: Construct, id: string) => new SnsTopic(scope, id, {}).friendlyUniqueId;

  test("are the path of construct ids, in Terraform's letters", () => {
    const part = new Construct(toys(), "alarm-bell");
    expect(addressOf(part, "e-mail")).toBe("alarm_bell_e_mail");
  });

  test("leave out the main resource of a construct", () => {
    expect(addressOf(new Construct(toys(), "alarms"), "resource")).toBe("alarms");
    expect(addressOf(toys(), "resource")).toBe("resource");
  });

  test("stay the same when asked for again", () => {
    const topic = new SnsTopic(toys(), "bell", {});
    expect([topic.friendlyUniqueId, topic.friendlyUniqueId]).toEqual(["bell", "bell"]);
  });

  test("are never shared", () => {
    const stack = toys();
    addressOf(new Construct(stack, "alarm"), "bell");
    expect(() => addressOf(stack, "alarm-bell")).toThrow(
      `"toys/alarm-bell" and "toys/alarm/bell" would share the Terraform address "alarm_bell". Rename one of them.`,
    );
  });
});

describe("SystemStack", () => {
  test("finds itself around a construct, and says where there is none", () => {
    const stack = toys();
    expect(SystemStack.around(new Construct(stack, "part"))).toBe(stack);
    const other = new TerraformStack(new App({ outdir }), "other");
    expect(() => SystemStack.around(new Construct(other, "part"))).toThrow(
      '"other/part" stands in "other", which is no SystemStack. Extend SystemStack there.',
    );
  });

  test.each(["", "d", "Dev", "1dev", "dev-", "../../elsewhere", 'x"', "s".repeat(17)])(
    "refuses the stage %j, which would be part of names and paths",
    (stage) => {
      expect(() => toys(stage)).toThrow(`"${stage}" is no stage: stage must be 2 to 16 lower-case letters`);
    },
  );

  test("keeps each stage's state apart", async () => {
    const folder = join(outdir, "blue");
    createApp({ outdir: folder, buildDir, stage: "blue" }).synth();
    const stack: unknown = JSON.parse(await readFile(join(folder, "stacks", "pet-reminders", "cdk.tf.json"), "utf8"));
    expect(stack).toMatchObject({
      terraform: { backend: { local: { path: "../../../terraform/blue/pet-reminders.tfstate" } } },
      variable: { stage: { default: "blue" } },
    });
  });
});

describe("HandlerFunction", () => {
  test("refuses the same environment variable twice", () => {
    const fn = new HandlerFunction(
      new Toys(new App({ outdir: join(outdir, "twice") }), "pet-reminders", { buildDir, stage: "dev" }),
      "api",
      { description: "A function.", timeout: 1, environment: { A: "1" } },
    );
    expect(() => fn.setEnvironment("A", "2")).toThrow('The function "api" has the environment variable A already.');
  });
});

describe("SiteBucket", () => {
  test("refuses a file whose content type it does not know", async () => {
    const folder = join(outdir, "site");
    await mkdir(folder);
    await writeFile(join(folder, "page.xyz"), "");
    expect(() => new SiteBucket(toys(), "bucket", { folder })).toThrow(
      'The site\'s file "page.xyz" has no known content type. Add ".xyz" to CONTENT_TYPES in site-bucket.ts.',
    );
  });
});

describe("Role", () => {
  test("holds what it was allowed after it was made", () => {
    const stack = toys();
    const role = new Role(stack, "role", { name: "r", service: "lambda.amazonaws.com" });
    role.allow({ actions: ["a:B"], resources: [`arn:\${aws:username}:${stack.stage}`] });
    new SnsTopicPolicy(stack, "topic-policy", {
      arn: "arn",
      policy: policyDocument([{ principal: "*", effect: "Deny", actions: ["a:B"] }]),
    });
    // What is no reference of CDKTF is text: here a policy variable, for IAM and not for Terraform.
    expect(stack.toTerraform()).toMatchObject({
      resource: {
        aws_iam_role_policy: {
          role_policy: {
            policy:
              '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["a:B"],"Resource":["arn:$${aws:username}:${var.stage}"]}]}',
          },
        },
        aws_sns_topic_policy: {
          topic_policy: {
            policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":["a:B"]}]}',
          },
        },
      },
    });
  });
});
