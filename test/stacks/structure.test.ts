import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Declaration } from "../../local/terraform/stack.js";
import { LOG_RETENTION_DAYS } from "../../stacks/constructs/log-group.js";
import { NAME_LIMITS } from "./names.js";
import { everyStage } from "./stages.js";
import { at, ofType, rawStack, stacks, textAt } from "./synthesized.js";

// What holds for every stack, whatever its system does.

describe("there are stacks", () => {
  test("pet-reminders is one of them", () => {
    expect(stacks.map(({ system }) => system)).toContain("pet-reminders");
  });
});

describe.each(await everyStage())("the stack %s", (_, { system, stage, stack, out }) => {
  test("keeps its state at a relative path that names stage and stack", async () => {
    const raw = await rawStack(system, out);
    expect(raw.terraform).toMatchObject({
      backend: { local: { path: `../../../terraform/${stage}/${system}.tfstate` } },
      required_version: ">= 1.9",
      required_providers: { aws: { version: "5.100.0" } },
    });
  });

  test("tags all that it deploys with system and stage", async () => {
    const raw = await rawStack(system, out);
    expect(raw.provider).toEqual({
      aws: [{ region: "${var.region}", default_tags: [{ tags: { system, stage: "${var.stage}" } }] }],
    });
  });

  test("names every resource after system and stage, within the service's limit for the longest stage", () => {
    const named = stack.resources.flatMap((resource) => {
      const [attribute, most] = NAME_LIMITS[resource.type] ?? [];
      return attribute && most ? [{ name: textAt(resource, attribute), most }] : [];
    });
    const wrong = named.filter(({ name, most }) => {
      const real = name
        .replaceAll("${var.stage}", "s".repeat(16))
        .replaceAll("${data.aws_caller_identity.current.account_id}", "1".repeat(12));
      // The names of topic rules have no hyphens, so they are written out for the stage.
      const starts = [`${system}-\${var.stage}-`, `${system}_${stage}_`.replaceAll("-", "_")];
      return !starts.some((start) => name.includes(start)) || real.includes("${") || real.length > most;
    });
    expect(wrong).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });

  test("describes every variable and checks its value", () => {
    for (const [name, variable] of Object.entries(stack.variables)) {
      expect(variable, name).toMatchObject({
        type: "string",
        nullable: false,
        description: expect.stringMatching(/^[A-Z].*\.$/),
        validation: expect.arrayContaining([
          { condition: expect.stringContaining(`var.${name}`), error_message: expect.stringMatching(/\.$/) },
        ]),
      });
    }
    expect(stack.variables).toMatchObject({ stage: { default: stage }, region: { default: "eu-west-1" } });
  });

  test("describes every output", () => {
    for (const output of Object.values(stack.outputs)) {
      expect(output).toMatchObject({ description: expect.stringMatching(/\.$/), value: expect.stringMatching(/\S/) });
    }
  });

  test("forgets logs after a while", () => {
    const groups = ofType(stack, "aws_cloudwatch_log_group");
    expect(groups.filter((group) => at(group, "retention_in_days") !== LOG_RETENTION_DAYS)).toEqual([]);
    expect(groups.length).toBeGreaterThan(0);
  });

  test("logs each function and state machine into a group of its own, where AWS looks for it", () => {
    const nameOf = (address: string) => {
      const group = ofType(stack, "aws_cloudwatch_log_group").find((one) => one.address === address);
      return group && textAt(group, "name");
    };
    for (const fn of ofType(stack, "aws_lambda_function")) {
      // Created first, or Lambda makes one that never forgets.
      expect(fn.dependsOn.map(nameOf)).toContain(`/aws/lambda/${textAt(fn, "function_name")}`);
    }
    for (const machine of ofType(stack, "aws_sfn_state_machine")) {
      const group = /^\$\{(\S+)\.arn\}:\*$/.exec(textAt(machine, "logging_configuration.log_destination"))?.[1];
      expect(nameOf(group ?? "")).toBe(`/aws/vendedlogs/states/${textAt(machine, "name")}`);
    }
    for (const stage of ofType(stack, "aws_apigatewayv2_stage")) {
      const group = /^\$\{(\S+)\.arn\}$/.exec(textAt(stage, "access_log_settings.destination_arn"))?.[1];
      expect(nameOf(group ?? "")).toMatch(/^\/aws\/vendedlogs\/apigateway\//);
    }
  });

  test("traces functions and state machines, and keeps executions' data out of logs", () => {
    for (const fn of ofType(stack, "aws_lambda_function")) expect(at(fn, "tracing_config.mode")).toBe("Active");
    for (const machine of ofType(stack, "aws_sfn_state_machine")) {
      expect(at(machine, "tracing_configuration")).toEqual({ enabled: true });
      // Express executions have no history but their log.
      const level = at(machine, "type") === "EXPRESS" ? "ALL" : "ERROR";
      expect(at(machine, "logging_configuration")).toMatchObject({ level, include_execution_data: false });
    }
  });

  test("runs each function's own zip, on the current runtime, for a limited time", () => {
    for (const fn of ofType(stack, "aws_lambda_function")) {
      expect(fn.config).toMatchObject({ runtime: "nodejs22.x", architectures: ["arm64"], handler: "index.handler" });
      expect(at(fn, "timeout")).toBeTypeOf("number");
      expect(at(fn, "memory_size")).toBeGreaterThanOrEqual(256);
      expect(existsSync(join(out, "stacks", system, textAt(fn, "filename")))).toBe(true);
      const part = /-\$\{var\.stage\}-([a-z-]+)$/.exec(textAt(fn, "function_name"))?.[1];
      expect(textAt(fn, "filename")).toMatch(new RegExp(`/${part}\\.zip$`));
    }
  });

  test("puts no secret into a function's environment", () => {
    const indexes = new Set(ofType(stack, "aws_dynamodb_table").flatMap(indexNames));
    for (const fn of ofType(stack, "aws_lambda_function")) {
      for (const [name, value] of Object.entries(at(fn, "environment.variables") ?? {})) {
        expect(name).not.toMatch(/SECRET|PASSWORD|TOKEN|PRIVATE|CREDENTIAL|API_?KEY|AWS_/i);
        // Only references: a literal in a stack is seen by all who read its code. The names of indexes are no secret.
        if (!indexes.has(String(value))) expect(value).toMatch(/^\$\{[^}]+\}$/);
      }
    }
  });

  test("encrypts tables with AWS-owned keys and recovers them to any moment", () => {
    for (const table of ofType(stack, "aws_dynamodb_table")) {
      // Absent, DynamoDB uses a key that AWS owns; present and true, the account's managed one, which is charged by use.
      expect(at(table, "server_side_encryption")).toBeUndefined();
      expect(at(table, "point_in_time_recovery.enabled")).toBe(true);
      expect(at(table, "billing_mode")).toBe("PAY_PER_REQUEST");
    }
  });

  test("closes buckets to the public and encrypts them", () => {
    for (const bucket of ofType(stack, "aws_s3_bucket")) {
      const beside = (type: string) =>
        ofType(stack, type).find((one) => textAt(one, "bucket") === `\${${bucket.address}.bucket}`)?.config;
      expect(beside("aws_s3_bucket_public_access_block")).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
      expect(beside("aws_s3_bucket_ownership_controls")).toMatchObject({
        rule: { object_ownership: "BucketOwnerEnforced" },
      });
      expect(beside("aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
        rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
      });
    }
  });

  test("alarms by topics that CloudWatch can publish to", () => {
    // A topic under SNS's managed key takes nothing from CloudWatch.
    for (const topic of ofType(stack, "aws_sns_topic")) expect(at(topic, "kms_master_key_id")).toBeUndefined();
    for (const alarm of ofType(stack, "aws_cloudwatch_metric_alarm")) {
      expect(at(alarm, "alarm_actions")).toEqual([expect.stringMatching(/^\$\{aws_sns_topic\.\w+\.arn\}$/)]);
    }
  });
});

/** The names of a table's indexes. */
function indexNames(table: Declaration): readonly string[] {
  const indexes = at(table, "global_secondary_index");
  return Array.isArray(indexes) ? indexes.map((_, index) => textAt(table, `global_secondary_index.${index}.name`)) : [];
}
