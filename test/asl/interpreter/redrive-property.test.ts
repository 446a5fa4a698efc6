import fc from "fast-check";
import { expect, it } from "vitest";
import { type Execution, type TaskCall, TaskFailure } from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { lambdaTask, startStates } from "./helpers.js";

/** A part of a workflow: a task, a wait of some seconds, parts side by side, or a part for each of some items. */
type Part =
  | { readonly kind: "task" }
  | { readonly kind: "wait"; readonly seconds: number }
  | { readonly kind: "parallel"; readonly branches: readonly (readonly Part[])[] }
  | { readonly kind: "map"; readonly items: number; readonly limit: number; readonly body: readonly Part[] };

const { body } = fc.letrec<{ body: readonly Part[]; part: Part }>((tie) => ({
  body: fc.array(tie("part"), { minLength: 1, maxLength: 3 }),
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant<Part>({ kind: "task" }),
    fc.record({ kind: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 9 }) }),
    fc.record({
      kind: fc.constant("parallel" as const),
      branches: fc.array(tie("body"), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant("map" as const),
      items: fc.integer({ min: 1, max: 4 }),
      limit: fc.integer({ min: 1, max: 3 }),
      body: tie("body"),
    }),
  ),
}));

/** The states of a body, named by their places; each gives its name or its result. */
function statesOf(parts: readonly Part[], prefix: string): Record<string, unknown> {
  return Object.fromEntries(
    parts.map((part, index) => {
      const name = `${prefix}${index}`;
      const next = index + 1 < parts.length ? { Next: `${prefix}${index + 1}` } : { End: true };
      return [name, { ...stateOf(part, name), ...next }];
    }),
  );
}

function stateOf(part: Part, name: string): object {
  switch (part.kind) {
    case "task": {
      const { End, ...task } = lambdaTask;
      return task;
    }
    case "wait":
      return { Type: "Wait", Seconds: part.seconds };
    case "parallel":
      return { Type: "Parallel", Branches: part.branches.map((inner, index) => bodyOf(inner, `${name}b${index}s`)) };
    case "map":
      return {
        Type: "Map",
        Items: `{% [1..${part.items}] %}`,
        MaxConcurrency: part.limit,
        ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...bodyOf(part.body, `${name}i`) },
      };
  }
}

const bodyOf = (parts: readonly Part[], prefix: string) => ({ StartAt: `${prefix}0`, States: statesOf(parts, prefix) });

/** How often each state was left. */
function exits(execution: Execution): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { stateExitedEventDetails: details } of execution.history) {
    if (details) counts[details.name] = (counts[details.name] ?? 0) + 1;
  }
  return counts;
}

it("comes to the same end as without failures, and leaves each state as often", async () => {
  await fc.assert(
    fc.asyncProperty(body, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), async (parts, chances) => {
      const states = statesOf(parts, "s");
      const answer = ({ stateName, mapIndex }: TaskCall): Json => `${stateName} ${mapIndex ?? ""}`;
      const smooth = startStates(states, { call: async (task) => answer(task) });
      await smooth.clock.runUntil(smooth.execution.done);

      let failures = 6;
      const rough = startStates(states, {
        call: async (task) => {
          if (chances.next().value === 0 && failures-- > 0) throw new TaskFailure("Broken");
          return answer(task);
        },
      });
      const { execution, clock } = rough;
      await clock.runUntil(execution.done);
      while (execution.status === "FAILED") {
        execution.redrive();
        await clock.runUntil(execution.done);
      }
      expect(execution.output).toEqual(smooth.execution.output);
      expect(exits(execution)).toEqual(exits(smooth.execution));
    }),
    { numRuns: 150 },
  );
});
