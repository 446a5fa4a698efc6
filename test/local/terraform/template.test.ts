import { describe, expect, test } from "vitest";
import { resolveValue } from "../../../local/terraform/resolve.js";
import { parseTemplate } from "../../../local/terraform/template.js";

describe("a template", () => {
  test.each([
    ["plain", ["plain"]],
    ["{% $x := 1 %}", ["{% $x := 1 %}"]],
    ["$${y} and %%{x}", ["${y} and %{x}"]],
    ["a ${var.stage} b", ["a ", { target: "var.stage", path: [], source: "${var.stage}" }, " b"]],
    ["${aws_x.y.arn}", [{ target: "aws_x.y", path: ["arn"], source: "${aws_x.y.arn}" }]],
    ["${ aws_x.y.a.0.b }", [{ target: "aws_x.y", path: ["a", 0, "b"], source: "${ aws_x.y.a.0.b }" }]],
    ["${aws_x.y.a[1].b}", [{ target: "aws_x.y", path: ["a", 1, "b"], source: "${aws_x.y.a[1].b}" }]],
    ['${aws_x.y.tags["a-b"]}', [{ target: "aws_x.y", path: ["tags", "a-b"], source: '${aws_x.y.tags["a-b"]}' }]],
    [
      "${data.aws_region.current.name}",
      [{ target: "data.aws_region.current", path: ["name"], source: "${data.aws_region.current.name}" }],
    ],
  ])("%s is read", (text, parts) => {
    expect(parseTemplate(text)).toEqual({ parts, unsupported: [] });
  });

  test.each([
    ["${upper(var.stage)}", "${upper(var.stage)}"],
    ["${var.a + 1}", "${var.a + 1}"],
    ["${aws_x.y.*.arn}", "${aws_x.y.*.arn}"],
    ["${local.x}", "${local.x}"],
    ["${each.key}", "${each.key}"],
    ["%{ if true }", "%{ if true }"],
    ["${unclosed", "${unclosed"],
  ])("%s is refused", (text, expression) => {
    expect(parseTemplate(text).unsupported).toEqual([expression]);
  });
});

describe("resolving", () => {
  const lookUp = ({ source }: { readonly source: string }) => (source === "${var.n}" ? 5 : ["a"]);

  test("one reference keeps its value's type, at any depth", () => {
    expect(resolveValue({ a: ["${var.n}", { b: "${var.list}" }], c: true }, lookUp)).toEqual({
      a: [5, { b: ["a"] }],
      c: true,
    });
  });

  test("a reference inside text becomes text, and an escape stays literal beside it", () => {
    expect(resolveValue("$${x}-${var.n}-%%{y}", lookUp)).toBe("${x}-5-%{y}");
  });

  test("a list inside text is an error that names the reference", () => {
    expect(() => resolveValue("x${var.list}", lookUp)).toThrow("${var.list} is not a single value");
  });
});
