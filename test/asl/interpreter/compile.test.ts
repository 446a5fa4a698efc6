import { describe, expect, it } from "vitest";
import { compile, DefinitionError, start } from "../../../asl/interpreter/index.js";

/** The problems of a machine with one state, as `path: message`. */
function problems(state: object, machine: object = {}): string[] {
  try {
    compile({ QueryLanguage: "JSONata", StartAt: "S", States: { S: state, T: { Type: "Succeed" } }, ...machine });
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true };

describe("compile refuses", () => {
  it.each([
    ["an unknown type", { Type: "Nap" }, "/States/S/Type"],
    ["a missing type", {}, "/States/S/Type"],
    [
      "a field of another type",
      { Type: "Pass", End: true, Catch: [] },
      "/States/S/Catch: Field 'Catch' is not supported",
    ],
    ["a JSONPath field", { Type: "Pass", End: true, InputPath: "$" }, "/States/S/InputPath"],
    ["a target that is not there", { Type: "Pass", Next: "X" }, "/States/S/Next: There is no state 'X'"],
    ["neither Next nor End", { Type: "Pass" }, "/States/S: A state must have either 'Next' or 'End'"],
    ["both Next and End", { Type: "Pass", Next: "T", End: true }, "/States/S: A state must have either"],
    ["broken JSONata", { Type: "Pass", End: true, Output: { a: "{% 1 + %}" } }, "/States/S/Output/a: is no JSONata"],
    [
      "JSONata newer than 2.0.6",
      { Type: "Pass", End: true, Output: "{% $a ?? 1 %}" },
      "/States/S/Output: is no JSONata",
    ],
    ["an unknown resource", { ...task, Resource: "x" }, "/States/S/Resource"],
    [
      "an unknown pattern",
      { ...task, Resource: "arn:aws:states:::ecs:runTask.later" },
      "no service integration pattern '.later'",
    ],
    [
      "a heartbeat as long as the time-out",
      { ...task, TimeoutSeconds: 5, HeartbeatSeconds: 5 },
      "/States/S/HeartbeatSeconds",
    ],
    ["a time-out of 0", { ...task, TimeoutSeconds: 0 }, "/States/S/TimeoutSeconds: must be an integer from 1"],
    ["a Wait without an end", { Type: "Wait", End: true }, "/States/S: A Wait state must say"],
    [
      "a Wait with two ends",
      { Type: "Wait", End: true, Seconds: 1, Timestamp: "2026-01-01T00:00:00Z" },
      "/States/S: A Wait",
    ],
    ["a literal that is no time", { Type: "Wait", End: true, Timestamp: "soon" }, "does not match RFC3339 timestamp"],
    ["a Choice without rules", { Type: "Choice", Choices: [] }, "/States/S/Choices"],
    [
      "an unknown field of a rule",
      { Type: "Choice", Choices: [{ Condition: true, Next: "T", Variable: "$" }] },
      "/States/S/Choices[0]/Variable",
    ],
    [
      "a distributed Map that does not say how it runs",
      {
        Type: "Map",
        End: true,
        ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, StartAt: "I", States: { I: { Type: "Succeed" } } },
      },
      "/States/S/ItemProcessor/ProcessorConfig/ExecutionType: must be STANDARD or EXPRESS",
    ],
    [
      "an item reader in an inline Map",
      { Type: "Map", End: true, ItemReader: {}, ItemProcessor: { StartAt: "I", States: { I: { Type: "Succeed" } } } },
      "/States/S/ItemReader",
    ],
    [
      "States.ALL among others",
      { ...task, Retry: [{ ErrorEquals: ["States.ALL", "E"] }] },
      "/States/S/Retry[0]/ErrorEquals",
    ],
    [
      "a back-off below 1",
      { ...task, Retry: [{ ErrorEquals: ["E"], BackoffRate: 0.5 }] },
      "/States/S/Retry[0]/BackoffRate",
    ],
    ["a variable called states", { Type: "Pass", End: true, Assign: { states: 1 } }, "/States/S/Assign"],
    ["JSONPath in a JSONata machine", { Type: "Pass", End: true, QueryLanguage: "JSONPath" }, "can not be 'JSONPath'"],
    [
      "a branch with fields of a machine",
      {
        Type: "Parallel",
        End: true,
        Branches: [{ StartAt: "B", States: { B: { Type: "Succeed" } }, QueryLanguage: "JSONata" }],
      },
      "/States/S/Branches[0]/QueryLanguage",
    ],
    [
      "a state's name that a branch has, too",
      {
        Type: "Parallel",
        End: true,
        Branches: [{ StartAt: "T", States: { T: { Type: "Succeed" } } }],
      },
      "T: Another state of this machine has the same name.",
    ],
    [
      "States.ALL before another retrier",
      { ...task, Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["E"] }] },
      "/States/S/Retry[0]/ErrorEquals: 'States.ALL' must stand in the last rule of 'Retry'.",
    ],
    [
      "States.ALL before another catcher",
      {
        ...task,
        Catch: [
          { ErrorEquals: ["States.ALL"], Next: "T" },
          { ErrorEquals: ["E"], Next: "T" },
        ],
      },
      "/States/S/Catch[0]/ErrorEquals: 'States.ALL' must stand in the last rule of 'Catch'.",
    ],
    [
      "a longer MaxDelaySeconds than a year",
      { ...task, Retry: [{ ErrorEquals: ["E"], MaxDelaySeconds: 31_622_400 }] },
      "/States/S/Retry[0]/MaxDelaySeconds",
    ],
  ])("%s", (_, state, expected) => {
    expect(problems(state).join("\n")).toContain(expected);
  });

  it("lists every problem at once", () => {
    expect(problems({ Type: "Pass", Next: "X", Foo: 1 }, { Bar: 2, StartAt: "Y" })).toHaveLength(4);
  });

  it("names that are no list, once", () => {
    const Retry = [{ ErrorEquals: "E" }, { ErrorEquals: ["F"] }];
    const ofNames = problems({ Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", End: true, Retry }).filter(
      (problem) => problem.includes("must be a list") && problem.includes("ErrorEquals"),
    );
    expect(new Set(ofNames).size).toBe(ofNames.length);
  });

  it("what is no definition at all", () => {
    for (const definition of [null, 7, "{", []]) expect(() => compile(definition)).toThrow(DefinitionError);
  });
});

describe("compile", () => {
  it("takes JSON text as well, and its own copy of an object", () => {
    const definition = { QueryLanguage: "JSONata", StartAt: "S", States: { S: { Type: "Succeed" } } };
    const machine = compile(definition);
    definition.StartAt = "elsewhere";
    expect(machine.definition).toMatchObject({ StartAt: "S" });
    expect(compile(JSON.stringify(machine.definition)).definition).toEqual(machine.definition);
  });

  it("is the only way to a machine that can be started", () => {
    const clock = { now: () => 0, setTimer: () => () => {} };
    const ports = { clock, random: () => 0, uuid: () => "", call: async () => null };
    expect(() => start({ definition: {}, type: "STANDARD" }, { ports })).toThrow(
      "start() needs a machine made by compile()",
    );
  });
});
