import type { AnyEnd } from "../../../../asl/builder/ends.js";
import {
  add,
  type DataFlow,
  errors,
  forSeconds,
  intrinsics,
  invoke,
  items,
  minutes,
  pathWorkflow,
  rules,
  s3Items,
  seconds,
  until,
  writtenTo,
} from "../../../../asl/index.js";
import type { OpenDataPath } from "../../../../asl/jsonpath/paths.js";
import type { NoVariables } from "../../../../asl/jsonpath/variables.js";
import type { Path, Plan } from "./plan.js";
import { ask, type Data, files, tenant, work, workOnce } from "./subjects.js";

/** Where a random path stands. */
type OpenFlow = DataFlow<Data, NoVariables, never, AnyEnd>;

/** A step is a reusable part, so that steps can be put together in any order, each typed. */
type Step = (w: DataFlow<Data, NoVariables, never, never>) => OpenDataPath<Data, NoVariables, AnyEnd>;

const { format, mathAdd } = intrinsics;

/** A random workflow in JSONPath mode through the public API. The same path gives the same workflow. */
export function randomJsonpath(path: Path) {
  const grown = pathWorkflow<Data>("random", { timeout: minutes(5) }).use(new Random().path(path));
  return path.length % 3 === 0
    ? grown.fail("End", "NotDone", "It was to fail.")
    : grown.wait("Finally", seconds(1)).succeed("End", "$.id");
}

class Random {
  #count = 0;

  path(path: Path): Step {
    return (w) => path.reduce<OpenFlow>((flow, plan) => flow.use(this.#step(plan)), w);
  }

  #step(plan: Plan): Step {
    const n = this.#next();
    const form = plan.form;
    const inside = (index: number): Step => this.path(plan.inner[index] ?? []);
    switch (plan.kind) {
      case "task":
        return (w) =>
          w.task(`Do${n}`, ({ at }) => invoke(work, { id: at("$.id") }), {
            resultPath: null,
            ...(form % 3 === 0 && { timeout: minutes(2), heartbeat: seconds(30) }),
            ...(form % 4 === 0 && { credentials: tenant, comment: "Elsewhere" }),
            retry: [
              {
                on: ["Busy"],
                every: seconds(2),
                maxAttempts: form,
                backoffRate: 1.5,
                maxDelay: minutes(1),
                jitter: "FULL",
              },
              { on: [errors.any], maxAttempts: 0 },
            ],
          });
      case "let":
        return (w) =>
          form % 2 === 0
            ? w.task(`Keep${n}`, workOnce, {
                resultSelector: ({ at }) => ({ done: at("$.Payload.done") }),
                resultPath: `$.result${n}`,
                assign: ({ at }) => ({ [`done${n}`]: at("$.done") }),
              })
            : w.task(`Ask${n}`, ask, { resultPath: `$.answer${n}`, timeout: minutes(9) });
      case "wait":
        return (w) =>
          w.wait(`Wait${n}`, ({ at }) => (form % 2 === 0 ? until(at("$.due")) : forSeconds(at("$.count"))), {
            comment: "A pause",
          });
      case "set":
        return (w) => w.set(`Set${n}`, ({ at }) => ({ [`total${n}`]: mathAdd(at("$.count"), form) }));
      case "pass":
        return (w) =>
          form % 2 === 0
            ? w.pass(`Fixed${n}`, () => ({ tries: form }), { resultPath: `$.fixed${n}` })
            : w.pass(`Label${n}`, ({ at }) => ({ label: format("{}!", at("$.id")) }), { resultPath: `$.label${n}` });
      case "jsonata":
        return (w) =>
          form % 2 === 0
            ? w.jsonataPass(`Sum${n}`, ({ input }) => ({
                id: input.id,
                count: add(input.count, form),
                due: input.due,
                size: input.size,
                lines: input.lines,
                prices: input.prices,
              }))
            : w.jsonataTask(`Try${n}`, ({ input }) => invoke(work, { id: input.id }), { output: ({ input }) => input });
      case "loop":
        return (w) =>
          w.wait(`Before${n}`, seconds(form)).choice(`Again${n}`, (c) =>
            c
              .when(
                ({ at }) => rules.numericGreaterThan(at("$.count"), form),
                (w) => w.goTo(`Before${n}`),
              )
              .otherwise((w) => w),
          );
      case "choice":
        return (w) =>
          w.choice(
            `Choice${n}`,
            (c) =>
              c
                .when(
                  ({ at }) => rules.and(rules.numericGreaterThan(at("$.count"), form), rules.isPresent(at("$.due"))),
                  (w) => w.comment("Many").use(inside(0)),
                )
                .when(
                  ({ at }) => rules.not(rules.stringMatches(at("$.id"), "test-*")),
                  (w) => w.use(inside(1)).fail(`TooMany${n}`, ({ at }) => at("$.id")),
                )
                .otherwise((w) => w.use(inside(2))),
            { comment: "How many" },
          );
      case "match":
        return (w) =>
          w.match(
            `Size${n}`,
            "$.size",
            { small: (w) => w.use(inside(0)), large: (w) => w.use(inside(1)).succeed(`Large${n}`) },
            (w) => w.use(inside(2)),
          );
      case "parallel":
        return (w) =>
          w.parallel(
            `Parallel${n}`,
            [(w) => w.use(inside(0)).succeed(`First${n}`), (w) => w.use(inside(1)).succeed(`Second${n}`, "$.count")],
            { resultPath: `$.both${n}` },
          );
      case "map":
        return (w) =>
          w.mapSelected(
            `Map${n}`,
            "$.lines",
            ({ at, item, index }) => ({ ...dataAt(at), id: item.sku, count: index }),
            (w) => w.use(inside(0)).succeed(`Line${n}`, "$.id"),
            { maxConcurrency: form, resultPath: null },
          );
      case "entries":
        return (w) =>
          w.mapEntries(
            `Entries${n}`,
            "$.prices",
            ({ at, item, key }) => ({ ...dataAt(at), id: key, count: item }),
            (w) => w.use(inside(0)).succeed(`Price${n}`, "$.id"),
            { resultPath: null },
          );
      case "distributed":
        return (w) =>
          w.distributedMap(
            `Distributed${n}`,
            ({ at }) =>
              (form % 2 === 0
                ? items(at("$.lines"))
                : s3Items.jsonLines<{ sku: string }>(files, at("$.id"), { maxItems: 5 })
              ).select(({ item, index }) => ({ ...dataAt(at), id: item.sku, count: index })),
            (w) => w.use(inside(0)).succeed(`Child${n}`, "$.id"),
            {
              label: `Run${n}`,
              toleratedFailurePercentage: form,
              ...(form % 3 === 0 && { results: writtenTo(files, "out") }),
            },
            { resultPath: null },
          );
      case "catch":
        return (w) =>
          w.task(`Try${n}`, workOnce, {
            resultPath: null,
            catch: {
              Broken: (w) => w.use(inside(0)),
              [errors.any]: (w) => w.as(`$.problem${n}`).use(inside(1)).succeed(`GivenUp${n}`, "$.id"),
            },
          });
    }
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }
}

/** All data but what a Map replaces. */
function dataAt(at: Parameters<Parameters<OpenFlow["set"]>[1]>[0]["at"]) {
  return { due: at("$.due"), size: at("$.size"), lines: at("$.lines"), prices: at("$.prices") };
}
