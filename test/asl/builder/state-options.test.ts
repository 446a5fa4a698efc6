import { expect, test } from "vitest";
import {
  add,
  assumeRole,
  eq,
  gt,
  invoke,
  lambda,
  parallel,
  render,
  role,
  seconds,
  selectResult,
  statements,
  workflow,
} from "../../../asl/index.js";
import { validate } from "../../../asl/validator/index.js";

interface Handler<Input, Output> {
  (event: Input): Promise<Output>;
  readonly errors: readonly never[];
}
interface Order {
  readonly orderId: string;
  readonly roleArn: string;
  readonly size: "small" | "large";
}

const bindings = {
  lambda: (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
  role: (name: string) => `arn:aws:iam::999999999999:role/${name}`,
};
const blend = lambda<Handler<{ orderId: string }, { cups: number }>>("blend");
const start = workflow<Order>("smoothies");
const work = () => invoke(blend, { orderId: "7" });

test("every state can have a comment", () => {
  const flow = start
    .let("made", "Blend", work, { comment: "1" })
    .wait("Cool", seconds(1), { comment: "2" })
    .set("Begin", () => ({ tries: 0 }), { comment: "3" })
    .match("Size", "input.size", { small: (w) => w, large: (w) => w }, (w) => w, { comment: "4" })
    .choice(
      "Many",
      (c) =>
        c
          .when(
            ({ made }) => gt(made.cups, 1),
            (w) => w.comment("6").succeed("Plain", { comment: "5" }),
          )
          .when(
            ({ made }) => eq(made.cups, 1),
            (w) => w.succeed("One", ({ made }) => made.cups, { comment: "7" }),
          )
          .otherwise((w) => w.fail("None", "None", undefined, { comment: "8" })),
      { comment: "9" },
    );
  const definition = render(flow, bindings);
  const states = Object.values(definition.States).map((state) => JSON.stringify(state).match(/"Comment":"\d"/g));
  expect(states.map((found) => found?.length)).toEqual([1, 1, 1, 1, 2, 1, 1, 1]);
  expect(validate(definition)).toEqual([]);
});

test("a state can give bound names new values as it ends", () => {
  const flow = start
    .set("Begin", () => ({ tries: 0, done: false }))
    .do("Blend", work, { assign: ({ tries }) => ({ tries: add(tries, 1) }) })
    .choice("Again", (c) =>
      c
        .when(
          ({ tries }) => gt(tries, 3),
          (w) => w.assign(() => ({ done: true, why: "tries" })).fail("TooOften", "TooOften", ({ why }) => why),
        )
        .otherwise((w) =>
          w
            .assign(() => ({ done: false }))
            .wait("Pause", seconds(5), { assign: ({ tries }) => ({ tries }) })
            .goTo("Blend"),
        ),
    );
  const { States } = render(flow, bindings);
  expect(States.Blend).toMatchObject({ Assign: { tries: "{% $tries + 1 %}" } });
  expect(States.Again).toMatchObject({ Choices: [{ Assign: { done: true, why: "tries" } }], Assign: { done: false } });
  expect(States.Pause).toMatchObject({ Assign: { tries: "{% $tries %}" } });
  expect(validate(render(flow, bindings))).toEqual([]);
});

test("selectResult keeps what is made of a result", () => {
  const flow = start
    .let("cups", "Blend", () => selectResult(work(), (made) => ({ half: made.cups, whole: add(made.cups, made.cups) })))
    .let("both", "Both", ({ branch }) =>
      selectResult(
        parallel(
          branch.succeed("One", () => 1),
          branch.succeed("Two", () => 2),
        ),
        (results) => results[1],
      ),
    )
    .succeed("Done", ({ cups, both }) => [cups.half, both]);
  const { States } = render(flow, bindings);
  expect(States.Blend).toMatchObject({
    Assign: {
      cups: {
        half: "{% $states.result.Payload.cups %}",
        whole: "{% $states.result.Payload.cups + $states.result.Payload.cups %}",
      },
    },
  });
  expect(States.Both).toMatchObject({ Assign: { both: "{% $states.result[1] %}" } });
});

test("a task can take on a role, which its own role must be allowed to", () => {
  const flow = start
    .do("Blend", work, { credentials: role("bar") })
    .do("Again", work, { credentials: ({ input }) => assumeRole(input.roleArn, role("a"), role("b")) })
    .succeed("Done");
  const { States } = render(flow, bindings);
  expect(States.Blend).toMatchObject({ Credentials: { RoleArn: bindings.role("bar") } });
  expect(States.Again).toMatchObject({ Credentials: { RoleArn: "{% $states.context.Execution.Input.roleArn %}" } });
  expect(statements(flow, bindings)).toContainEqual({
    actions: ["sts:AssumeRole"],
    resources: [bindings.role("a"), bindings.role("b"), bindings.role("bar")],
  });
  expect(validate(render(flow, bindings))).toEqual([]);
});

test("what only a Task has is refused for other work", () => {
  expect(() => start.do("Both", ({ branch }) => parallel(branch.succeed("One")), { timeout: seconds(5) })).toThrow(
    "Both is no Task, so it has no timeout, heartbeat or credentials",
  );
});
