import { describe, expect, test } from "vitest";
import { errors, invoke, lambda, pathWorkflow, render, rules, seconds } from "../../../asl/index.js";
import { runWorkflow } from "../../../asl/testing/index.js";

interface Handler<Input, Output, ErrorName extends string = never> {
  (event: Input): Promise<Output>;
  readonly errors: readonly ErrorName[];
}

const does = lambda<Handler<{ id: string }, { ok: boolean }, "Refused">>("does");
const bindings = { lambda: (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}` };
const start = pathWorkflow<{ readonly id: string }>("trip");
const kept = { resultPath: null } as const;

/** Three steps, of which the second has nothing to undo. */
const trip = start
  .saga(
    (saga) =>
      saga
        .step(
          (w) => w.task("Fly", ({ at }) => invoke.payloadOnly(does, { id: at("$.id") }), { resultPath: "$.flight" }),
          (w) => w.task("StayHome", ({ at }) => invoke.payloadOnly(does, { id: at("$.problem.Error") }), kept),
        )
        .step((w) =>
          w.choice("Flown", (c) =>
            c
              .when(
                ({ at }) => rules.booleanEquals(at("$.flight.ok"), true),
                (w) => w.task("Ride", ({ at }) => invoke.payloadOnly(does, { id: at("$.id") }), kept),
              )
              .otherwise((w) => w.wait("Rest", seconds(1)).succeed("NotFlown", "$.id")),
          ),
        )
        .step(
          (w) => w.task("Sleep", ({ at }) => invoke.payloadOnly(does, { id: at("$.id") }), kept),
          (w) => w.task("WakeUp", ({ at }) => invoke.payloadOnly(does, { id: at("$.id") }), kept),
        ),
    {
      failed: (w) =>
        w
          .task("Tell", ({ at }) => invoke.payloadOnly(does, { id: at("$.id") }), kept)
          .fail("NoTrip", ({ at }) => at("$.problem.Error")),
      stuck: (w) => w.fail("Lost", "Lost", ({ at }) => at("$.stuck.Error")),
    },
  )
  .succeed("Home", "$.flight");
const definition = render(trip, bindings);

describe("a saga", () => {
  test("is ordinary states: each that can fail leads into one chain of undo steps, at its own place", () => {
    const nextOf = Object.fromEntries(
      Object.entries(definition.States).map(([name, state]) => {
        const { Next, Catch = [] } = { Next: undefined, ...state } as const;
        return [
          name,
          [Next, ...[Catch].flat().map((rule) => (typeof rule === "object" && "Next" in rule ? rule.Next : rule))],
        ];
      }),
    );
    expect(nextOf).toEqual({
      Fly: ["Flown", "StayHome"],
      Flown: [undefined],
      Ride: ["Sleep", "StayHome"],
      Rest: ["NotFlown"],
      NotFlown: [undefined],
      Sleep: ["Home", "WakeUp"],
      Home: [undefined],
      WakeUp: ["StayHome", "Lost"],
      StayHome: ["Tell", "Lost"],
      Tell: ["NoTrip", "Lost"],
      NoTrip: [undefined],
      Lost: [undefined],
    });
    expect(definition.States.Sleep).toMatchObject({
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.problem", Next: "WakeUp" }],
    });
    expect(definition.States.WakeUp).toMatchObject({
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.stuck", Next: "Lost" }],
    });
  });

  const ok = [{ output: { ok: true } }];
  const mocks = { Fly: ok, Ride: ok, Sleep: ok, WakeUp: ok, StayHome: ok, Tell: ok };
  const run = (failing: Readonly<Record<string, string>>) =>
    runWorkflow(definition, {
      input: { id: "t-1" },
      mocks: { ...mocks, ...Object.fromEntries(Object.entries(failing).map(([name, error]) => [name, [{ error }]])) },
    });

  test.each([
    ["Fly", ["Fly", "StayHome", "Tell", "NoTrip"]],
    ["Ride", ["Fly", "Flown", "Ride", "StayHome", "Tell", "NoTrip"]],
    ["Sleep", ["Fly", "Flown", "Ride", "Sleep", "WakeUp", "StayHome", "Tell", "NoTrip"]],
  ])("undoes what is due when %s fails, and keeps the error", async (state, path) => {
    expect(await run({ [state]: "Broken" })).toMatchObject({ status: "FAILED", error: "Broken", path });
  });

  test("leaves the chain for an undo step that fails itself", async () => {
    const stuck = await run({ Sleep: "Broken", StayHome: "Stuck" });
    expect(stuck).toMatchObject({ error: "Lost", cause: "Stuck" });
    expect(stuck.path.slice(-3)).toEqual(["WakeUp", "StayHome", "Lost"]);
  });

  test("adds nothing to a state that catches any error itself, and stands behind other catchers", () => {
    const flow = start
      .saga(
        (saga) =>
          saga.step((w) =>
            w
              .task("One", ({ at }) => invoke.payloadOnly(does, { id: at("$.id") }), {
                ...kept,
                catch: { [errors.any]: (w) => w },
              })
              .task("Two", ({ at }) => invoke.payloadOnly(does, { id: at("$.id") }), {
                ...kept,
                catch: { Refused: (w) => w.succeed("Done") },
              }),
          ),
        { failed: (w) => w.fail("No", "No"), stuck: (w) => w.fail("Stuck", "Stuck") },
      )
      .succeed("Yes");
    const { States } = render(flow, bindings);
    expect(States.One).toMatchObject({ Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: "Two" }] });
    expect(States.Two).toMatchObject({
      Catch: [
        { ErrorEquals: ["Refused"], Next: "Done" },
        { ErrorEquals: ["States.ALL"], Next: "No" },
      ],
    });
  });
});

describe("what a saga refuses", () => {
  test("a state that drops data, which an undo step may need", () => {
    const replaced = () =>
      start.saga((saga) => saga.step((w) => w.task("Fly", ({ at }) => invoke.payloadOnly(does, { id: at("$.id") }))), {
        failed: (w) => w.fail("No", "No"),
        stuck: (w) => w.fail("Stuck", "Stuck"),
      });
    expect(replaced).toThrow("Fly drops data inside a saga");
  });

  test("an undo step that nothing leads to", () => {
    const idle = () =>
      start.saga(
        (saga) =>
          saga.step(
            (w) => w.wait("Rest", seconds(1)),
            (w) => w.wait("WakeUp", seconds(1)),
          ),
        { failed: (w) => w.fail("No", "No"), stuck: (w) => w.fail("Stuck", "Stuck") },
      );
    expect(idle).toThrow("No state of the saga leads to WakeUp");
  });
});
