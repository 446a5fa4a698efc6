import { describe, expect, test } from "vitest";
import { describe as description } from "../../../asl/views/diagram/describe.js";
import { condition } from "../../../asl/views/diagram/index.js";
import { textWidth, wrap } from "../../../asl/views/diagram/text.js";

describe("a condition's label", () => {
  test.each([
    [{ Variable: "$.total", NumericGreaterThan: 100 }, "total > 100"],
    [{ Variable: "$.a", NumericGreaterThanEqualsPath: "$.b" }, "a >= b"],
    [{ Variable: "$.kind", StringEquals: "gift" }, 'kind = "gift"'],
    [{ Variable: "$.name", StringMatches: "a*" }, 'name matches "a*"'],
    [{ Variable: "$.due", TimestampLessThan: "2025-01-01T00:00:00Z" }, 'due < "2025-01-01T00:00:00Z"'],
    [{ Variable: "$.urgent", BooleanEquals: true }, "urgent"],
    [{ Variable: "$.urgent", BooleanEquals: false }, "not urgent"],
    [{ Variable: "$.x", IsPresent: false }, "x is absent"],
    [{ Variable: "$.x", IsNull: true }, "x is null"],
    [{ Variable: "$.x", IsNumeric: false }, "x is not numeric"],
    [{ Variable: "$$.Execution.Name", StringEquals: "a" }, 'context.Execution.Name = "a"'],
    [{ Not: { Variable: "$.x", IsPresent: true } }, "not (x is present)"],
    [
      {
        Or: [
          { Variable: "$.a", BooleanEquals: true },
          {
            And: [
              { Variable: "$.b", IsNull: true },
              { Variable: "$.c", NumericEquals: 1 },
            ],
          },
        ],
      },
      "a or (b is null and c = 1)",
    ],
    [{ Condition: '{% $states.context.Execution.Input.channel = "email" %}' }, 'channel = "email"'],
    [{ Condition: '{% $states.input.note = "$states.input.x   y" %}' }, 'note = "$states.input.x   y"'],
    [{ Condition: "{% $count(  $states.input.items ) > $limit %}" }, "$count( items ) > $limit"],
    [{ Condition: true }, "always"],
    [{}, "? ?"],
    [null, "?"],
  ])("of %j", (rule, label) => {
    expect(condition(rule)).toBe(label);
  });
});

describe("a card", () => {
  test.each([
    [
      { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { "FunctionName.$": "$.name" } },
      "Task · Lambda",
      "name",
    ],
    [{ Type: "Task", Resource: "arn:aws:lambda:eu-west-1:1:function:pay:live" }, "Task · Lambda", "pay:live"],
    [
      {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        Arguments: { QueueUrl: "https://sqs/1/jobs" },
      },
      "Task · SQS · callback",
      "sendMessage jobs",
    ],
    [
      {
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution.sync:2",
        Arguments: { StateMachineArn: "arn:aws:states:eu-west-1:1:stateMachine:child" },
      },
      "Task · Step Functions · sync",
      "startExecution child",
    ],
    [{ Type: "Task", Resource: "arn:aws:states:::aws-sdk:s3:listBuckets" }, "Task · S3", "listBuckets"],
    [{ Type: "Task", Resource: "arn:aws:states:eu-west-1:1:activity:pick" }, "Task · Activity", "pick"],
    [{ Type: "Task", Resource: "${Pay}" }, "Task", "${Pay}"],
    [{ Type: "Wait", Seconds: 7200 }, "Wait", "for 2 h"],
    [{ Type: "Wait", Timestamp: "{% $states.input.due %}" }, "Wait", "until due"],
    [{ Type: "Wait", SecondsPath: "$.pause" }, "Wait", "for pause seconds"],
    [{ Type: "Map", Items: "{% $states.input.items %}", MaxConcurrency: 3 }, "Map", "for each of items, 3 at a time"],
    [{ Type: "Map", ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" } } }, "Distributed Map", "for each item"],
    [{ Type: "Fail", Error: "Lost" }, "Fail", "Lost"],
  ])("says of %j what it does", (state, kind, detail) => {
    expect(description("Name", state.Type, state)).toMatchObject({ kind, detail });
  });
});

describe("wrapped text", () => {
  const font = { size: 13 };
  test.each([
    ["ReserveInventory", 70, ["Reserve", "Inventory"]],
    ["Give back the money", 90, ["Give back", "the money"]],
    ["OutOfStock, States.Timeout", 110, ["OutOfStock,", "States.Timeout"]],
    ["", 70, [""]],
  ])("breaks %j where words end", (text, width, lines) => {
    expect(wrap(text, width, font, 3)).toEqual(lines);
  });

  test("never is wider than its room, nor longer than its lines", () => {
    for (const text of [
      "A".repeat(200),
      "a-b ".repeat(50),
      "漢字".repeat(40),
      "😀".repeat(40),
      "HTTPServerErrorHandlerV2".repeat(5),
    ]) {
      const lines = wrap(text, 90, font, 2);
      expect(lines).toHaveLength(2);
      for (const line of lines) expect(textWidth(line, font)).toBeLessThanOrEqual(90);
      expect(lines[1]).toMatch(/…$/);
    }
  });
});
