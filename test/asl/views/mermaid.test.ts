import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mermaid } from "../../../asl/views/diagram/index.js";
import { anything } from "./support/definitions.js";

const quoted = /"[^"]*"/g;

describe("a Mermaid flowchart", () => {
  test("has balanced quotes and subgraphs, and nothing that Mermaid reads as a sign, whatever the definition", () => {
    fc.assert(
      fc.property(anything, (value) => {
        const lines = mermaid(value).split("\n");
        let depth = 0;
        for (const line of lines) {
          const bare = line.replace(quoted, "");
          expect(bare).not.toContain('"');
          if (/^\s*subgraph /.test(bare)) depth++;
          if (/^\s*end$/.test(bare)) depth--;
          expect(depth).toBeGreaterThanOrEqual(0);
          for (const text of line.match(quoted) ?? []) {
            expect(text.replaceAll("<br/>", "").replace(/#\d+;/g, "")).not.toMatch(/[<>&`{}[\]|#\\]/);
          }
        }
        expect(depth).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  test("gives states whose names would read the same ids of their own", () => {
    const States = {
      "a b": { Type: "Pass", Next: "a-b" },
      "a-b": { Type: "Pass", Next: "end" },
      end: { Type: "Succeed" },
    };
    const text = mermaid({ StartAt: "a b", States });
    expect(text).toContain("s_a_b --> s_a_b_2");
    expect(text).toContain("s_a_b_2 --> s_end");
  });

  test("marks states by classes", () => {
    const text = mermaid({ StartAt: "A", States: { A: { Type: "Succeed" } } }, { highlight: { A: "changed" } });
    expect(text).toMatch(/classDef changed .*\n {2}class s_A changed/);
  });
});
