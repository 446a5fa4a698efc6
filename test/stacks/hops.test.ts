import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../asl/spec/index.js";
import type { Stack } from "../../local/terraform/stack.js";
import { hopProblems } from "./hops.js";
import { everyStage } from "./stages.js";
import { at, ofType, rawStack } from "./synthesized.js";
import { everyConstruct, synthesizeToys } from "./toys.js";

describe.each(await everyStage())("in the stack %s", (_, { system, stack, stage, out }) => {
  test("no failed message, event or execution goes unnoticed", () => {
    expect(hopProblems(stack)).toEqual([]);
  });

  test("what holds data cannot be destroyed in prod, and can elsewhere", async () => {
    const kept = stage === "prod";
    const { resource } = await rawStack(system, out);
    const raw: JsonObject = JSON.parse(JSON.stringify(resource));
    const protectedOnes = Object.values(raw)
      .flatMap((all) => Object.entries(Object(all)))
      .filter(([, one]) => Object(one).lifecycle?.prevent_destroy === true)
      .map(([name]) => name);
    const holdData = [
      ...ofType(stack, "aws_dynamodb_table"),
      ...ofType(stack, "aws_sfn_state_machine").filter((machine) => at(machine, "type") === "STANDARD"),
    ].map(({ name }) => name);
    expect(protectedOnes.sort()).toEqual(kept ? holdData.sort() : []);
    for (const table of ofType(stack, "aws_dynamodb_table")) {
      expect(at(table, "deletion_protection_enabled")).toBe(kept ? true : undefined);
    }
  });
});

const toys = await synthesizeToys(everyConstruct);

describe("the check finds", () => {
  test("nothing where every construct is used as it is meant", () => {
    expect(hopProblems(toys)).toEqual([]);
  });

  const without = (type: string, keep: (config: JsonObject) => JsonObject | undefined): Stack => ({
    ...toys,
    resources: toys.resources.flatMap((resource) => {
      if (resource.type !== type) return [resource];
      const config = keep(resource.config);
      return config ? [{ ...resource, config }] : [];
    }),
  });
  const dropped =
    (...keys: readonly string[]) =>
    (config: JsonObject) =>
      Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)));

  test.each([
    ["aws_sqs_queue", dropped("sqs_managed_sse_enabled"), "is not encrypted"],
    ["aws_sqs_queue", dropped("redrive_policy"), "reads a queue without a dead-letter queue"],
    ["aws_lambda_event_source_mapping", dropped("function_response_types"), "takes a batch as a whole"],
    ["aws_lambda_event_source_mapping", dropped("scaling_config"), "has no maximum concurrency"],
    ["aws_cloudwatch_event_target", dropped("dead_letter_config"), "has no dead-letter queue"],
    ["aws_sns_topic_subscription", dropped("redrive_policy"), "has no dead-letter queue"],
    ["aws_iot_topic_rule", dropped("error_action"), "has no error action"],
    ["aws_lambda_function_event_invoke_config", () => undefined, "its failures go nowhere"],
    ["aws_cloudwatch_metric_alarm", () => undefined, "has no alarm on ExecutionsFailed"],
    ["aws_cloudwatch_metric_alarm", () => undefined, "has neither a dead-letter queue nor an alarm"],
    ["aws_sqs_queue_policy", () => undefined, "takes nothing from EventBridge"],
    ["aws_sqs_queue_policy", () => undefined, "takes nothing from SNS"],
  ])("%s without what it needs (%#)", (type, keep, problem) => {
    expect(hopProblems(without(type, keep)).join("\n")).toContain(problem);
  });
});
