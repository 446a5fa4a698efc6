import { describe, expect, test } from "vitest";
import { graphOf } from "../../../asl/graph.js";

describe("graphOf", () => {
  test("follows every kind of transition and every nested scope", () => {
    const graph = graphOf({
      StartAt: "Pick",
      States: {
        Pick: {
          Type: "Choice",
          Choices: [{ Condition: "{% $a = 1 %}", Next: "Work/1" }],
          Default: "Fan",
        },
        "Work/1": {
          Type: "Task",
          Next: "Fan",
          Catch: [{ ErrorEquals: ["A", "B"], Next: "Nowhere" }],
        },
        Fan: {
          Type: "Parallel",
          End: true,
          Branches: [
            {
              StartAt: "Each",
              States: { Each: { Type: "Map", ItemProcessor: { StartAt: "X", States: { X: { Type: "Succeed" } } } } },
            },
            {
              StartAt: "Old",
              States: { Old: { Type: "Map", Iterator: { StartAt: "Y", States: { Y: { Type: "Succeed" } } } } },
            },
          ],
        },
      },
    });
    expect(graph.nodes.map(({ name, pointer, scope }) => [name, pointer, scope])).toEqual([
      ["Pick", "/States/Pick", 0],
      ["Work/1", "/States/Work~11", 0],
      ["Fan", "/States/Fan", 0],
      ["Each", "/States/Fan/Branches/0/States/Each", 1],
      ["Old", "/States/Fan/Branches/1/States/Old", 2],
      ["X", "/States/Fan/Branches/0/States/Each/ItemProcessor/States/X", 3],
      ["Y", "/States/Fan/Branches/1/States/Old/Iterator/States/Y", 4],
    ]);
    expect(graph.edges).toEqual([
      { from: 0, to: 1, kind: "choice", pointer: "/States/Pick/Choices/0/Next", rule: 0, label: "$a = 1" },
      { from: 0, to: 2, kind: "default", pointer: "/States/Pick/Default" },
      { from: 1, to: 2, kind: "next", pointer: "/States/Work~11/Next" },
    ]);
    expect(graph.dangling).toEqual([
      { from: 1, target: "Nowhere", kind: "catch", pointer: "/States/Work~11/Catch/0/Next", rule: 0, label: "A, B" },
    ]);
    expect(graph.scopes.map(({ kind, pointer, owner, start, nodes }) => [kind, pointer, owner, start, nodes])).toEqual([
      ["machine", "", undefined, 0, [0, 1, 2]],
      ["branch", "/States/Fan/Branches/0", 2, 3, [3]],
      ["branch", "/States/Fan/Branches/1", 2, 4, [4]],
      ["map", "/States/Fan/Branches/0/States/Each/ItemProcessor", 3, 5, [5]],
      ["map", "/States/Fan/Branches/1/States/Old/Iterator", 4, 6, [6]],
    ]);
    expect(graph.nodes.map(({ inner }) => inner)).toEqual([[], [], [1, 2], [3], [4], [], []]);
  });

  test.each([undefined, null, 1, "text", [], {}, { States: [] }, { States: { A: null, B: { Type: 1, Next: 2 } } }])(
    "takes %j without complaint",
    (definition) => expect(() => graphOf(definition)).not.toThrow(),
  );

  test("50,000 states in a row, and 5,000 inside each other", () => {
    const States: Record<string, unknown> = {};
    for (let i = 0; i < 50_000; i++) States[`S${i}`] = { Type: "Pass", Next: `S${i + 1}` };
    const graph = graphOf({ StartAt: "S0", States });
    expect([graph.nodes.length, graph.edges.length, graph.dangling.length]).toEqual([50_000, 49_999, 1]);
    let inner: unknown = { StartAt: "S", States: { S: { Type: "Succeed" } } };
    for (let i = 0; i < 5_000; i++)
      inner = { StartAt: "M", States: { M: { Type: "Map", End: true, ItemProcessor: inner } } };
    expect(graphOf(inner).scopes).toHaveLength(5_001);
  });
});
