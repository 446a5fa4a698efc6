import { describe, expect, it } from "vitest";
import { runStates } from "./helpers.js";

const rule = (condition: string, next: string, more = {}) => ({ Condition: `{% ${condition} %}`, Next: next, ...more });
const ends = { A: { Type: "Succeed" }, B: { Type: "Succeed" }, Z: { Type: "Succeed" } };

describe("Choice", () => {
  it("goes the way of the first rule that holds, else the default one", async () => {
    const Choices = [rule("$states.input > 10", "A"), rule("$states.input > 5", "B")];
    const states = { C: { Type: "Choice", Choices, Default: "Z" }, ...ends };
    for (const [input, end] of [
      [11, "A"],
      [7, "B"],
      [1, "Z"],
    ] as const) {
      expect((await runStates(states, { input })).path).toEqual(["C", end]);
    }
  });

  it("uses the rule's own Output and Assign, or the state's with Default", async () => {
    const states = {
      C: {
        Type: "Choice",
        Choices: [rule("$states.input", "A", { Output: "rule", Assign: { by: "rule" } })],
        Default: "A",
        Output: "default",
        Assign: { by: "default" },
      },
      A: { Type: "Succeed", Output: "{% [$states.input, $by] %}" },
    };
    expect((await runStates(states, { input: true })).output).toEqual(["rule", "rule"]);
    expect((await runStates(states, { input: false })).output).toEqual(["default", "default"]);
  });

  it("fails when no rule holds and there is no default", async () => {
    const execution = await runStates({ C: { Type: "Choice", Choices: [rule("false", "A")] }, ...ends });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });

  it("fails for a condition that is neither true nor false, and says which", async () => {
    const Choices = [rule("false", "A"), rule('"yes"', "A")];
    const execution = await runStates({ C: { Type: "Choice", Choices, Default: "Z" }, ...ends });
    expect(execution.cause).toBe(
      "An error occurred while executing the state 'C' (entered at the event id #2). The JSONata expression '\"yes\"' specified for the field 'Choices[1]/Condition' returned an unexpected result type. Expected 'boolean', but was 'string' for value: \"yes\"",
    );
  });
});
