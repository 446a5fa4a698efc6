import { App } from "cdktf";
import { expect, test } from "vitest";
import { daysBetween, releaseOf, withRelease } from "../../../scripts/lib/releases/record.js";
import type { Release } from "../../../stacks/constructs/releases.js";
import { StateMachine } from "../../../stacks/constructs/state-machine.js";
import { SystemStack } from "../../../stacks/constructs/system-stack.js";
import { Table } from "../../../stacks/constructs/table.js";

class Toys extends SystemStack {}

const release = (date: string, resource = "r", functions: readonly string[] = []): Release => ({
  date,
  functions,
  keeps: [],
  machines: { workflow: [{ actions: ["a:A"], resources: [resource] }] },
});

test("a release holds what the workflow itself needs, not what older ones do, with placeholders", () => {
  const settings = { buildDir: "/nonexistent", stage: "blue", releases: [release("2026-01-01", "old")] };
  const toys = new Toys(new App(), "toys", settings);
  new StateMachine(toys, "workflow", {
    definition: { QueryLanguage: "JSONata", StartAt: "Done", States: { Done: { Type: "Succeed" } } },
    statements: [{ actions: ["dynamodb:GetItem"], resources: [new Table(toys, "things").arn] }],
    after: [],
  });
  expect(releaseOf(toys, "2026-11-21")).toEqual({
    date: "2026-11-21",
    functions: [],
    keeps: ["aws_dynamodb_table.things", "aws_sfn_state_machine.workflow"],
    machines: {
      workflow: [
        {
          actions: ["dynamodb:GetItem"],
          resources: ["arn:{partition}:dynamodb:{region}:{account}:table/toys-{stage}-things"],
        },
      ],
    },
  });
});

test("a permission on a reference is refused, since a later release could not name it", () => {
  const toys = new Toys(new App(), "toys", { buildDir: "/nonexistent", stage: "blue" });
  const { resource } = new Table(toys, "things");
  new StateMachine(toys, "workflow", {
    definition: { QueryLanguage: "JSONata", StartAt: "Done", States: { Done: { Type: "Succeed" } } },
    statements: [{ actions: ["dynamodb:GetItem"], resources: [resource.arn] }],
    after: [],
  });
  expect(() => releaseOf(toys, "2026-11-21")).toThrow("${aws_dynamodb_table.things.arn} refers to a resource");
});

test("a release lives for 366 days after the next one, until which it starts executions", () => {
  const list = [release("2025-11-01"), release("2025-11-20")];
  expect(daysBetween("2025-11-20", "2026-11-21")).toBe(366);
  expect(withRelease(list, release("2026-11-21")).map(({ date }) => date)).toEqual([
    ...["2025-11-01", "2025-11-20", "2026-11-21"],
  ]);
  expect(withRelease(list, release("2026-11-22")).map(({ date }) => date)).toEqual(["2025-11-20", "2026-11-22"]);
});

test("a release that nothing followed for years is kept when something does: it may have started executions the day before", () => {
  expect(withRelease([release("2024-01-01")], release("2026-11-21")).map(({ date }) => date)).toEqual([
    ...["2024-01-01", "2026-11-21"],
  ]);
});

test("two releases of a day become one that needs what both need", () => {
  const list = [release("2026-11-21", "r", ["b"])];
  expect(withRelease(list, release("2026-11-21", "r", ["b"]))).toEqual(list);
  expect(withRelease(list, release("2026-11-21", "s", ["a"]))).toEqual([
    {
      date: "2026-11-21",
      functions: ["a", "b"],
      keeps: [],
      machines: {
        workflow: [
          { actions: ["a:A"], resources: ["r"] },
          { actions: ["a:A"], resources: ["s"] },
        ],
      },
    },
  ]);
});

test("a release of the past is refused", () => {
  expect(() => withRelease([release("2026-11-21")], release("2026-11-20"))).toThrow(
    "There is a release of 2026-11-21 already; 2026-11-20 is before it.",
  );
});
