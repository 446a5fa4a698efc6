import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DangerCode, diff, diffMarkdown, diffText, highlights, isEmpty } from "../../../asl/views/diff/index.js";
import { anything, definition, leaves, reversed, withLeaf } from "./support/definitions.js";

const chain = (states: Readonly<Record<string, object>>) => ({ StartAt: Object.keys(states)[0], States: states });
const call = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
const codes = (before: unknown, after: unknown) => diff(before, after).dangers.map(({ code }) => code);
const map = (Mode: string | undefined) => {
  const inner = { StartAt: "In", States: { In: { Type: "Pass", End: true } } };
  return { Type: "Map", ItemProcessor: { ...(Mode && { ProcessorConfig: { Mode } }), ...inner }, End: true };
};
const catching = (...errors: readonly string[]) => [{ ErrorEquals: errors, Next: "A" }];

/** Leaves of a definition as texts in which a place in a list counts for nothing. */
function marks(value: unknown): Map<string, string> {
  return new Map(
    leaves(value).map(({ path, value: leaf }) => {
      const places = path.map((part) => (/^\d+$/.test(part) ? "*" : part)).join("/");
      return [`${places}=${JSON.stringify(leaf)}`, JSON.stringify(leaf)];
    }),
  );
}

describe("a comparison", () => {
  test("of a definition with itself finds nothing, whatever it is and however its keys are ordered", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(diff(value, value)).toEqual({ fields: [], states: [], dangers: [] });
        expect(isEmpty(diff(value, reversed(value)))).toBe(true);
      }),
    );
  });

  test("finds that one leaf has changed, and tells both values", () => {
    fc.assert(
      fc.property(definition, fc.nat(1000), fc.uuid(), (before, place, news) => {
        const after = withLeaf(before, place, () => news);
        const result = diff(before, after);
        expect(isEmpty(result)).toBe(false);
        const text = diffText(result);
        const own = marks(before);
        const others = marks(after);
        for (const [mark, leaf] of others) if (!own.has(mark)) expect(text, mark).toContain(leaf);
        for (const [mark, leaf] of own) if (!others.has(mark)) expect(text, mark).toContain(leaf);
      }),
      { numRuns: 300 },
    );
  });

  test("of two definitions tells every leaf that only one of them has", () => {
    fc.assert(
      fc.property(definition, definition, (before, after) => {
        const result = diff(before, after);
        // A state that kept its body under another name is told by its name alone.
        fc.pre(result.states.every(({ kind }) => kind !== "renamed" && kind !== "moved"));
        const text = diffText(result);
        const own = marks(before);
        const others = marks(after);
        for (const [mark, leaf] of others) if (!own.has(mark)) expect(text, mark).toContain(leaf);
        for (const [mark, leaf] of own) if (!others.has(mark)) expect(text, mark).toContain(leaf);
      }),
      { numRuns: 200 },
    );
  });

  test("comes of anything, however malformed, in every form", () => {
    fc.assert(
      fc.property(anything, anything, (before, after) => {
        const result = diff(before, after);
        expect(diffText(result)).not.toBe("");
        expect(diffMarkdown(result, after)).not.toBe("");
        expect(isEmpty(result)).toBe(isEmpty(diff(after, before)));
      }),
      { numRuns: 200 },
    );
  });
});

test("tells a removed Catch of which the names are no names", () => {
  const task = (rules: readonly object[]) => ({ Type: "Task", Resource: call("a"), Catch: rules, Next: "Z" });
  const before = chain({ A: task([{ ErrorEquals: [{ toString: null }, "B"], Next: "Z" }]), Z: { Type: "Succeed" } });
  const after = chain({ A: task([]), Z: { Type: "Succeed" } });
  expect(diff(before, after).dangers.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('{"toString":null}'),
  ]);
});

describe("a renamed state", () => {
  const before = chain({
    A: { Type: "Pass", Next: "Old" },
    Old: { Type: "Wait", Seconds: 5, Next: "Z" },
    Z: { Type: "Succeed" },
  });
  const after = chain({
    A: { Type: "Pass", Next: "New" },
    New: { Type: "Wait", Seconds: 5, Next: "Z" },
    Z: { Type: "Succeed" },
  });

  test("is known by its body, and what leads to it merely follows", () => {
    const { states } = diff(before, after);
    expect(states.map(({ kind, name }) => [kind, name])).toEqual([
      ["changed", "A"],
      ["renamed", "New"],
    ]);
    expect(states[1]).toMatchObject({ formerName: "Old", fields: [] });
    expect(states[0]?.fields).toEqual([
      { path: "/Next", topic: "transition", before: "Old", after: "New", follows: true },
    ]);
    expect(highlights(diff(before, after))).toEqual({ New: "renamed" });
    expect(codes(before, after)).toEqual(["state-renamed"]);
  });

  test("takes what is inside it along", () => {
    const parallel = (name: string) =>
      chain({ [name]: { Type: "Parallel", Branches: [chain({ In: { Type: "Pass", End: true } })], End: true } });
    expect(diff(parallel("P"), parallel("Q")).states.map(({ kind, name }) => [kind, name])).toEqual([["renamed", "Q"]]);
  });

  test("is told from its twin by what is around it", () => {
    const twins = (first: string, second: string) =>
      chain({
        C: { Type: "Choice", Choices: [{ Variable: "$.a", IsPresent: true, Next: first }], Default: second },
        [first]: { Type: "Task", Resource: call("f"), Next: "X" },
        [second]: { Type: "Task", Resource: call("f"), Next: "Y" },
        X: { Type: "Succeed" },
        Y: { Type: "Fail" },
      });
    const { states } = diff(twins("One", "Two"), twins("Eins", "Zwei"));
    const renames = states.filter(({ kind }) => kind === "renamed").map(({ formerName, name }) => [formerName, name]);
    expect(renames).toEqual([
      ["One", "Eins"],
      ["Two", "Zwei"],
    ]);
  });
});

describe("lists of rules", () => {
  const task = (...rules: object[]) => chain({ A: { Type: "Task", Resource: call("f"), Catch: rules, End: true } });
  const rule = (error: string) => ({ ErrorEquals: [error], Next: "A" });

  test("are compared by what a rule is about, not by its place", () => {
    const { states } = diff(task(rule("B"), rule("C")), task(rule("A"), rule("B"), rule("C")));
    expect(states[0]?.fields).toEqual([{ path: "/Catch/0", topic: "catch", after: rule("A") }]);
  });

  test("show that rules changed places", () => {
    const { states } = diff(task(rule("B"), rule("C")), task(rule("C"), rule("B")));
    expect(states[0]?.fields).toEqual([{ path: "/Catch", topic: "catch", before: [0, 1], after: [1, 0] }]);
  });

  test("show that rules changed places though one of them changed as well", () => {
    const { states } = diff(task(rule("B"), rule("C")), task(rule("C"), { ...rule("B"), Comment: "b" }));
    expect(states[0]?.fields).toHaveLength(2);
  });
});

test("branches in another order are told as that, and what is in them is not changed", () => {
  const branch = (name: string) => chain({ [name]: { Type: "Pass", End: true } });
  const parallel = (...names: string[]) => chain({ P: { Type: "Parallel", Branches: names.map(branch), End: true } });
  const { states, dangers } = diff(parallel("A", "B"), parallel("B", "A"));
  expect(states).toHaveLength(1);
  expect(states[0]?.fields).toEqual([{ path: "/Branches", topic: "nesting", before: [0, 1], after: [1, 0] }]);
  expect(dangers.map(({ code }) => code)).toEqual(["result-changed"]);
});

test("a state that went into a branch was moved", () => {
  const inner = { Type: "Wait", Seconds: 1, End: true };
  const parallel = (states: object) => ({ Type: "Parallel", Branches: [{ StartAt: "S", States: states }], Next: "W" });
  const before = chain({ P: parallel({ S: { Type: "Pass", End: true } }), W: inner });
  const after = chain({ P: parallel({ S: { Type: "Pass", Next: "W" }, W: inner }) });
  expect(diff(before, after).states.find(({ name }) => name === "W")).toMatchObject({ kind: "moved", within: "P" });
});

describe("dangers for executions in flight", () => {
  const task = { Type: "Task", Resource: call("f"), TimeoutSeconds: 60, End: true };
  const invoke = {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: call("f"), Payload: { a: 1 } },
    End: true,
  };
  const choice = { Type: "Choice", Choices: [{ Variable: "$.a", IsNull: true, Next: "A" }], Default: "A" };
  const choices = (text: string) => [{ Variable: "$.a", StringEquals: text, Next: "A" }];

  test.each<[string, object, object, readonly DangerCode[]]>([
    ["a narrower timeout", task, { ...task, TimeoutSeconds: 30 }, ["timeout-narrower"]],
    ["a new timeout", { ...task, TimeoutSeconds: undefined }, task, ["timeout-narrower"]],
    ["a wider timeout", task, { ...task, TimeoutSeconds: 90 }, []],
    ["no timeout any more", task, { ...task, TimeoutSeconds: undefined }, []],
    ["a new heartbeat", task, { ...task, HeartbeatSeconds: 5 }, ["timeout-narrower"]],
    ["a computed timeout", task, { ...task, TimeoutSeconds: "{% $limit %}" }, ["timeout-changed"]],
    ["another function", task, { ...task, Resource: call("g") }, ["call-changed"]],
    [
      "another function by its name",
      invoke,
      { ...invoke, Arguments: { ...invoke.Arguments, FunctionName: call("g") } },
      ["call-changed"],
    ],
    [
      "a callback",
      invoke,
      { ...invoke, Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken" },
      ["call-changed"],
    ],
    ["another input", invoke, { ...invoke, Arguments: { ...invoke.Arguments, Payload: { a: 2 } } }, ["input-changed"]],
    ["another type", { Type: "Pass", End: true }, { Type: "Succeed" }, ["type-changed"]],
    [
      "fewer attempts",
      { ...task, Retry: [{ ErrorEquals: ["A"] }] },
      { ...task, Retry: [{ ErrorEquals: ["A"], MaxAttempts: 1 }] },
      ["retry-weaker"],
    ],
    [
      "more attempts",
      { ...task, Retry: [{ ErrorEquals: ["A"] }] },
      { ...task, Retry: [{ ErrorEquals: ["A"], MaxAttempts: 9 }] },
      [],
    ],
    [
      "an error that is not retried any more",
      { ...task, Retry: [{ ErrorEquals: ["A", "B"] }] },
      { ...task, Retry: [{ ErrorEquals: ["A"] }] },
      ["retry-weaker"],
    ],
    [
      "shorter delays",
      { ...task, Retry: [{ ErrorEquals: ["A"] }] },
      { ...task, Retry: [{ ErrorEquals: ["A"], MaxDelaySeconds: 2 }] },
      ["retry-weaker"],
    ],
    [
      "retriers in another order",
      { ...task, Retry: [{ ErrorEquals: ["A"] }, { ErrorEquals: ["B"] }] },
      { ...task, Retry: [{ ErrorEquals: ["B"] }, { ErrorEquals: ["A"] }] },
      [],
    ],
    [
      "a retrier for all in place of some",
      { ...task, Retry: [{ ErrorEquals: ["A"] }] },
      { ...task, Retry: [{ ErrorEquals: ["States.ALL"] }] },
      [],
    ],
    [
      "catchers in another order",
      { ...task, Catch: [...catching("A"), ...catching("B")] },
      { ...task, Catch: [...catching("B"), ...catching("A")] },
      [],
    ],
    [
      "an error that is not caught any more",
      { ...task, Catch: catching("A", "B") },
      { ...task, Catch: catching("A") },
      ["catch-removed"],
    ],
    [
      "a Catch of no error that is gone",
      { ...task, Catch: [...catching(), ...catching("B")] },
      { ...task, Catch: catching("B") },
      ["catch-removed"],
    ],
    ["a Map that is distributed", map("INLINE"), map("DISTRIBUTED"), ["map-mode-changed"]],
    ["a Map that is not distributed any more", map("DISTRIBUTED"), map(undefined), ["map-mode-changed"]],
    ["a Map that says that it is inline", map(undefined), map("INLINE"), []],
    ["no Catch", { ...task, Catch: [{ ErrorEquals: ["A"], Next: "A" }] }, task, ["catch-removed"]],
    ["no Default", choice, { ...choice, Default: undefined }, ["default-removed"]],
    [
      "rules of a Choice in another order",
      { ...choice, Choices: [...choices("A"), ...choices("B")] },
      { ...choice, Choices: [...choices("B"), ...choices("A")] },
      ["order-changed"],
    ],
    [
      "a retrier that takes an error from one with more attempts",
      { ...task, Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 3 }] },
      {
        ...task,
        Retry: [
          { ErrorEquals: ["A"], MaxAttempts: 0 },
          { ErrorEquals: ["States.ALL"], MaxAttempts: 3 },
        ],
      },
      ["retry-weaker"],
    ],
    ["another error", { Type: "Fail", Error: "A" }, { Type: "Fail", Error: "B" }, ["error-changed"]],
    ["another result", { Type: "Succeed", Output: 1 }, { Type: "Succeed", Output: 2 }, ["result-changed"]],
    [
      "another language",
      { ...task, QueryLanguage: "JSONPath" },
      { ...task, QueryLanguage: "JSONata" },
      ["language-changed"],
    ],
    ["a comment", { ...task, Comment: "a" }, { ...task, Comment: "b" }, []],
  ])("%s", (_, before, after, expected) => {
    const plain = (state: object): unknown => JSON.parse(JSON.stringify(chain({ A: state })));
    expect(codes(plain(before), plain(after))).toEqual(expected);
  });

  test("a removed state, and the function that nobody calls any more", () => {
    const before = chain({ A: { Type: "Pass", Next: "B" }, B: task });
    const after = chain({ A: { Type: "Pass", Next: "C" }, C: { Type: "Succeed" } });
    expect(codes(before, after)).toEqual(["state-removed", "call-dropped"]);
    const wait = { Type: "Wait", Seconds: 1, Next: "C" };
    const stillCalled = chain({ A: { Type: "Pass", Next: "W" }, W: wait, C: { ...task, TimeoutSeconds: 90 } });
    expect(codes(before, stillCalled)).toEqual(["state-removed"]);
  });

  test("a state that was renamed and edited where it stands, and the edit's own danger", () => {
    const before = chain({ A: { Type: "Pass", Next: "B" }, B: { ...task, TimeoutSeconds: 60 } });
    const after = chain({ A: { Type: "Pass", Next: "C" }, C: { ...task, TimeoutSeconds: 30 } });
    expect(codes(before, after)).toEqual(["state-renamed", "timeout-narrower"]);
    const other = { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:other", End: true };
    expect(codes(before, chain({ A: { Type: "Pass", Next: "C" }, C: other }))).toContain("state-removed");
    const otherWait = (name: string, seconds: number) =>
      chain({ [name]: { Type: "Wait", Seconds: seconds, End: true } });
    expect(codes(otherWait("V", 5), otherWait("W", 6))).toEqual(["state-removed"]);
  });

  test("come before what merely needs attention, each with its reason", () => {
    const before = chain({ A: { ...task, Catch: [{ ErrorEquals: ["A"], Next: "A" }] } });
    const { dangers } = diff(before, chain({ A: { ...task, TimeoutSeconds: 1 } }));
    expect(dangers.map(({ severity, state }) => [severity, state])).toEqual([
      ["danger", "A"],
      ["attention", "A"],
    ]);
    for (const { reason } of dangers) expect(reason).toMatch(/[a-z].*\.$/);
  });
});

describe("as Markdown", () => {
  test("signs that hide or turn text are written out", () => {
    const name = "a\u202eb";
    const after = chain({ [name]: { Type: "Pass", Result: "\u200bx" } });
    const text = diffMarkdown(diff(chain({ [name]: { Type: "Pass", Result: "y" } }), after), after);
    expect(text).not.toMatch(/[\u202e\u200b]/);
    expect(text).toContain("u202eb");
  });

  test("what is no definition has no diagram", () => {
    expect(diffMarkdown(diff("${one}", "${other}"), "${other}")).not.toContain("mermaid");
  });

  test("names and values with signs of Markdown break neither table nor diagram", () => {
    const name = "a|b `c` <script>\n*d*";
    const before = chain({ [name]: { Type: "Pass", Result: "x" } });
    const after = chain({ [name]: { Type: "Pass", Result: "```\n| y <b>" } });
    const text = diffMarkdown(diff(before, after), after);
    expect(text.split("\n").filter((line) => line.startsWith("```"))).toHaveLength(2);
    const [row = ""] = text.split("\n").filter((line) => line.includes("<code>Result</code>"));
    expect(row.split("|")).toHaveLength(6);
    expect(text).not.toContain("<script>");
    expect(text).not.toContain("<b> y");
  });

  test("says so when nothing has changed", () => {
    expect(diffMarkdown(diff({}, {}), {})).toBe("**No changes.**\n");
  });
});
