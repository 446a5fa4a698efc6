import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../asl/spec/index.js";
import type { BusEvent } from "../../../../local/service.js";
import { readTargetInput } from "../../../../local/services/eventbridge/target-input.js";
import { testResource } from "../harness.js";

const event: BusEvent = {
  ...{ version: "0", id: "e1", "detail-type": "OrderPlaced", source: "shop", account: "000000000000" },
  ...{ time: "2030-01-01T00:00:00Z", region: "eu-west-1", resources: ["arn:r1", "arn:r2"] },
  detail: { id: "o1", total: 5, note: 'say "hi"\n', lines: [{ sku: "a" }, { sku: "b" }], nothing: null },
};
const by = { ruleArn: "arn:rule", ruleName: "placed", ingestionTime: "2030-01-01T00:00:00.000Z" };
const target = (attributes: JsonObject) =>
  readTargetInput(testResource("aws_cloudwatch_event_target", "t", attributes));
const transformed = (input_template: string, input_paths: JsonObject = {}) =>
  target({ input_transformer: { input_paths, input_template } })(event, by);

describe("what a target gets", () => {
  it("is the whole event, unless told otherwise", () => {
    expect(JSON.parse(target({})(event, by))).toEqual(event);
  });

  it("is a constant text", () => {
    expect(target({ input: '{"a": 1}' })(event, by)).toBe('{"a": 1}');
  });

  it.each<[string, string]>([
    ["$", JSON.stringify(event)],
    ["$.detail.id", '"o1"'],
    ["$.detail-type", '"OrderPlaced"'],
    ["$.detail.lines[1].sku", '"b"'],
    ["$.detail.lines[*].sku", '["a","b"]'],
    ["$.resources[0]", '"arn:r1"'],
    ["$.detail.nothing", "null"],
    ["$.detail.missing", "{}"],
  ])("is what %s finds", (input_path, text) => {
    expect(target({ input_path })(event, by)).toBe(text);
  });

  it.each<[string, string, JsonObject, string]>([
    ["a value as JSON", '{"id": <id>, "n": <n>}', { id: "$.detail.id", n: "$.detail.total" }, '{"id":"o1","n":5}'],
    ["a list", '{"skus": <skus>}', { skus: "$.detail.lines[*].sku" }, '{"skus":["a","b"]}'],
    [
      "a value inside of a text",
      '{"t": "order <id>: <n>"}',
      { id: "$.detail.id", n: "$.detail.total" },
      '{"t":"order o1: 5"}',
    ],
    ["quotes and line ends inside of a text", '"<note>"', { note: "$.detail.note" }, '"say \\"hi\\"\\n"'],
    ["an object inside of a text", '"<line>"', { line: "$.detail.lines[0]" }, '"{\\"sku\\":\\"a\\"}"'],
    ["nothing for what is not there", '{"a": <a>, "b": "x<a>"}', { a: "$.detail.gone" }, '{"a":"","b":"x"}'],
    ["texts line by line", '"<a>"\n"b"', { a: "$.detail.id" }, '"o1"\n"b"'],
    ["the rule", '{"rule": "<aws.events.rule-name> <aws.events.rule-arn>"}', {}, '{"rule":"placed arn:rule"}'],
    ["when it came", '"<aws.events.event.ingestion-time>"', {}, '"2030-01-01T00:00:00.000Z"'],
    ["the event", '{"e": <aws.events.event.json>}', {}, JSON.stringify({ e: event })],
  ])("is a template with %s", (_, template, paths, text) => {
    expect(transformed(template, paths)).toBe(text);
  });

  it("is a template with the event without its detail", () => {
    const { detail: _, ...rest } = event;
    expect(JSON.parse(transformed('{"e": <aws.events.event>}'))).toEqual({ e: rest });
  });

  it.each<[JsonObject, string]>([
    [{ input: "{", target: "x" }, "'input' is not JSON text"],
    [{ input: "{}", input_path: "$.detail" }, "Only one of 'input', 'input_path' and 'input_transformer'"],
    [{ input_path: "$..a" }, "is no path that EventBridge knows"],
    [{ input_path: "detail.a" }, "is no path that EventBridge knows"],
    [{ input_transformer: { input_template: "<a>" } }, "<a>, which 'input_paths' does not define"],
    [{ input_transformer: { input_template: "{<aws.events.rule-name>" } }, "must be a JSON object or texts in quotes"],
    [
      { input_transformer: { input_paths: { "aws.x": "$" }, input_template: "{}" } },
      "'input_paths.aws.x' is not possible",
    ],
  ])("cannot be %j", (attributes, message) => {
    expect(() => target(attributes)).toThrow(message);
  });
});
