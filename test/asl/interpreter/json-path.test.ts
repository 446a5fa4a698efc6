import { describe, expect, it } from "vitest";
import { type Environment, Scope } from "../../../asl/interpreter/environment.js";
import { compilePath } from "../../../asl/interpreter/json-path.js";
import { compileValue } from "../../../asl/interpreter/json-path-value.js";
import type { Json } from "../../../asl/spec/index.js";

const scope = new Scope();
scope.assign({ order: { id: 7 } });
const environment: Environment = {
  input: null,
  result: undefined,
  errorOutput: undefined,
  executionInput: null,
  ports: { clock: { now: () => 0, setTimer: () => () => {} }, random: () => 0.5, uuid: () => "uuid" },
  context: () => ({ Execution: { Name: "n" } }),
  variable: (name) => scope.get(name),
};

const data: Json = {
  store: {
    books: [
      { title: "A", price: 8, tags: ["x"] },
      { title: "B", price: 12 },
      { title: "C", price: 20, isbn: "1" },
    ],
    "odd name": { "it's": true },
  },
  none: null,
};

const find = (path: string): Json | undefined => compilePath(path).find(environment, data);

describe("a path", () => {
  it.each<[string, Json | undefined]>([
    ["$", data],
    ["$$.Execution.Name", "n"],
    ["$order.id", 7],
    ["$.none", null],
    ["$.nowhere", undefined],
    ["$.none.further", undefined],
    ["$.store.books[0].title", "A"],
    ["$.store.books[-1].title", "C"],
    ["$.store.books[9]", undefined],
    ["$.store.books.title", undefined],
    ["$['store']['odd name'][\"it's\"]", true],
    ["$.store['odd name']['it\\'s']", true],
    ["$.store.books[*].title", ["A", "B", "C"]],
    ["$.store.books[1:].title", ["B", "C"]],
    ["$.store.books[:-1].title", ["A", "B"]],
    ["$.store.books[0,2].title", ["A", "C"]],
    ["$..price", [8, 12, 20]],
    ["$.store.books[?(@.price > 10)].title", ["B", "C"]],
    ["$.store.books[?(@.isbn)].title", ["C"]],
    ["$.store.books[?(@.price < 10 || @.title == 'C')].title", ["A", "C"]],
    ["$.store.books[?(@.price < 20 && !(@.title == 'A'))].title", ["B"]],
    ["$.store.books[?(@.price > 100)]", []],
    ["$.nowhere[*]", []],
    [" $.none ", null],
    ["$.store.books.[0].title", "A"],
    ["$.store.['odd name'].['it\\'s']", true],
    ["$.store.books[0]['price', 'title', 'isbn']", { price: 8, title: "A" }],
    [
      "$.store.books[1:]['price', 'title']",
      [
        { price: 12, title: "B" },
        { price: 20, title: "C" },
      ],
    ],
    ["$.none['a', 'b']", undefined],
    ["$.store.books[?(@.title == B)].price", [12]],
    ["$.store.books[?(@.price > .5)].title", ["A", "B", "C"]],
    ["$.[?(@.none == null)].none", [null]],
    ["$.store.books[?(@.price >= $.store.books[1].price)].title", ["B", "C"]],
    ["$.store.books[?(@.price == $.nowhere)]", []],
    ["$.store.books[0].tags[?(@ == 'x')]", []],
    ["$.store.books[1][?(@.price > 10)].title", ["B"]],
    ["$..[?(@.price > 10)].title", ["B", "C"]],
    ["$.store.books.length()", undefined],
  ])("%s finds %j", (path, expected) => {
    expect(find(path)).toEqual(expected);
  });

  it("picks several fields at its end alone", () => {
    // As the console of AWS was seen to say.
    expect(() => find("$['store', 'none'].books")).toThrow(
      expect.objectContaining({
        cause:
          "Invalid path '$['store', 'none'].books' : Multi properties can only be used as path leafs: $['store', 'none']",
      }),
    );
  });

  it.each(["x", "$.", "$[", "$.a[x]", "$a b", "$.a[::2]", "$.a[(@.length-1)]"])(
    "is refused when it is none: %s",
    (path) => {
      expect(() => compilePath(path)).toThrow(Error);
    },
  );

  it("tells which place is missing", () => {
    expect(compilePath("$.store.nothing").describeMissing(environment, data)).toBe(
      "No results for path: $['store']['nothing']",
    );
    expect(compilePath("$.nothing.x").describeMissing(environment, data)).toBe("Missing property in path $['nothing']");
  });
});

describe("an intrinsic function", () => {
  const call = (text: string, input: Json = {}): Json => {
    const problems: string[] = [];
    const value = compileValue(text, "x.$", (problem) => problems.push(problem))(environment, input);
    expect(problems).toEqual([]);
    return value;
  };

  it.each<[string, Json]>([
    ["States.Array(1, 'a', true, null, $.n)", [1, "a", true, null, 5]],
    ["States.ArrayPartition($.list, 2)", [[1, 2], [2]]],
    ["States.ArrayContains($.list, 2)", true],
    ["States.ArrayRange(1, 9, 2)", [1, 3, 5, 7, 9]],
    ["States.ArrayGetItem($.list, 1)", 2],
    ["States.ArrayLength($.list)", 3],
    ["States.ArrayUnique($.list)", [1, 2]],
    ["States.Base64Encode('Hello')", "SGVsbG8="],
    ["States.Base64Decode('SGVsbG8=')", "Hello"],
    ["States.Hash('input', 'SHA-1')", "140f86aae51ab9e1cda9b4254fe98a74eb54c1a1"],
    ["States.JsonMerge($.a, $.b, false)", { x: 2, y: 1 }],
    ["States.StringToJson('{\"a\":[1]}')", { a: [1] }],
    ["States.JsonToString($.a)", '{"x":1,"y":1}'],
    ["States.MathRandom(10, 20)", 15],
    ["States.MathAdd($.n, -1)", 4],
    ["States.StringSplit('a,b;;c', ',;')", ["a", "b", "c"]],
    ["States.UUID()", "uuid"],
    ["States.Format('It\\'s {}, {}', $.n, States.Format('<{}>', 'in, ner'))", "It's 5, <in, ner>"],
    ["States.Format('\\{\\} is {}, \\\\{}', $.n, 'x')", "{} is 5, \\x"],
    ["States.Format($.template, $.n)", "a 5 b"],
    ["States.ArrayPartition($.list, 1.6)", [[1, 2], [2]]],
    ["States.ArrayRange(0.5, 3.4, 1)", [1, 2, 3]],
    ["States.ArrayContains($.objects, $.a)", true],
    ["States.ArrayUnique($.objects)", [{ y: 1, x: 1 }]],
  ])("%s is %j", (text, expected) => {
    const a = { x: 1, y: 1 };
    const input = { n: 5, list: [1, 2, 2], a, b: { x: 2 }, objects: [{ y: 1, x: 1 }, a], template: "a {} b" };
    expect(call(text, input)).toEqual(expected);
  });

  it.each(["States.Nope()", "States.Array(", "States.Array(x)"])("is refused when it is none: %s", (text) => {
    const problems: string[] = [];
    compileValue(text, "x.$", (problem) => problems.push(problem));
    expect(problems).toHaveLength(1);
  });

  it("fails the state when its arguments do not fit", () => {
    expect(() => call("States.MathAdd('a', 1)")).toThrow(expect.objectContaining({ error: "States.Runtime" }));
    expect(() => call("States.Format('{}{}', 1)")).toThrow(expect.objectContaining({ error: "States.Runtime" }));
    expect(() => call("States.ArrayGetItem($.list, 0.5)", { list: [1] })).toThrow(
      expect.objectContaining({ error: "States.Runtime" }),
    );
  });
});
