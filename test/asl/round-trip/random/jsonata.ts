import type { AnyEnd } from "../../../../asl/builder/ends.js";
import type { OpenPath } from "../../../../asl/builder/paths.js";
import {
  add,
  distributedMap,
  errors,
  type Flow,
  forSeconds,
  gt,
  invoke,
  items,
  minutes,
  type Names,
  type Part,
  parallel,
  s3Items,
  seconds,
  selectResult,
  text,
  until,
  workflow,
  writtenTo,
} from "../../../../asl/index.js";
import type { Path, Plan } from "./plan.js";
import { ask, type Data, files, tenant, work, workOnce } from "./subjects.js";

/** What every random path has in scope. */
interface Base {
  readonly input: Data;
}

/** Where a random path stands. */
type OpenFlow = Flow<Names<Base>, never, AnyEnd>;

/** A step is a reusable part, so that steps can be put together in any order, each typed. */
type Step = (w: Part<Base>) => OpenPath<Names<Base>, AnyEnd>;

/** A random workflow through the public API. The same path gives the same workflow. */
export function randomJsonata(path: Path) {
  const build = new Random();
  const flow = workflow<Data>("random", { timeout: minutes(5) }).set("Begin", () => ({ tries: 0 }));
  const name = "End";
  const grown = flow.use(build.path(path));
  return path.length % 3 === 0
    ? grown.fail(name, "NotDone", "It was to fail.")
    : grown.succeed(name, ({ input }) => input.id);
}

class Random {
  #count = 0;

  path(path: Path): Step {
    return (w) =>
      path.reduce<OpenFlow>(
        (flow, plan) => flow.use(this.#step(plan)),
        w.use((w) => w),
      );
  }

  #step(plan: Plan): Step {
    const n = this.#next();
    const form = plan.form;
    const inside = (index: number): Step => this.path(plan.inner[index] ?? []);
    switch (plan.kind) {
      case "task":
        return (w) =>
          w.do(
            `Do${n}`,
            ({ input }) =>
              form % 2 === 0 ? invoke(work, { id: input.id }) : invoke.payloadOnly(work, { id: input.id }),
            {
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
            },
          );
      case "let":
        return (w) =>
          form % 2 === 0
            ? w.let(`result${n}`, `Keep${n}`, () => selectResult(workOnce(), (result) => result.done))
            : w.let(`answer${n}`, `Ask${n}`, ask, { timeout: minutes(9) });
      case "wait":
        return (w) =>
          w.wait(`Wait${n}`, ({ input }) => (form % 2 === 0 ? until(input.due) : forSeconds(input.count)), {
            comment: "A pause",
          });
      case "set":
      case "pass":
      case "jsonata":
        return (w) =>
          w.set(`Set${n}`, ({ input }) => ({
            [`total${n}`]: add(input.count, form),
            [`label${n}`]: text`${input.id}!`,
          }));
      case "loop":
        return (w) =>
          w.wait(`Before${n}`, seconds(form)).choice(`Again${n}`, (c) =>
            c
              .when(
                ({ input }) => gt(input.count, form),
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
                  ({ input }) => gt(input.count, form),
                  (w) => w.comment("Many").use(inside(0)),
                )
                .when(
                  ({ input }) => gt(input.count, form + 1),
                  (w) => w.use(inside(1)).fail(`TooMany${n}`, ({ input }) => input.id),
                )
                .otherwise((w) => w.use(inside(2))),
            { comment: "How many" },
          );
      case "match":
        return (w) =>
          w.match(
            `Size${n}`,
            "input.size",
            { small: (w) => w.use(inside(0)), large: (w) => w.use(inside(1)).succeed(`Large${n}`) },
            (w) => w.use(inside(2)),
          );
      case "parallel":
        return (w) =>
          w.do(`Parallel${n}`, ({ branch }) =>
            parallel(
              branch.use(inside(0)).succeed(`First${n}`),
              branch.use(inside(1)).succeed(`Second${n}`, ({ input }) => input.count),
            ),
          );
      case "map":
        return (w) =>
          w.do(`Map${n}`, ({ input, map }) =>
            map(
              "line",
              input.lines,
              (w) => w.use(inside(0)).succeed(`Line${n}`, ({ line, lineIndex }) => [line.sku, lineIndex]),
              {
                maxConcurrency: form,
              },
            ),
          );
      case "entries":
        return (w) =>
          w.do(`Entries${n}`, ({ input, mapEntries }) =>
            mapEntries("price", input.prices, (w) =>
              w.use(inside(0)).succeed(`Price${n}`, ({ price, priceKey }) => [priceKey, price]),
            ),
          );
      case "distributed":
        return (w) => w.do(`Distributed${n}`, ({ input }) => this.#distributed(n, form, inside(0), input));
      case "catch":
        return (w) =>
          w.do(`Try${n}`, workOnce, {
            catch: {
              Broken: (w) => w.use(inside(0)),
              [errors.any]: (w) =>
                w
                  .as(`problem${n}`)
                  .use(inside(1))
                  .succeed(`GivenUp${n}`, ({ input }) => input.id),
            },
          });
    }
  }

  #distributed(n: number, form: number, inner: Step, input: Names<Base>["input"]) {
    const source =
      form % 2 === 0 ? items(input.lines) : s3Items.jsonLines<{ sku: string }>(files, input.id, { maxItems: 5 });
    const given = source.select(({ item, index }) => ({
      id: item.sku,
      count: index,
      due: input.due,
      size: input.size,
      lines: input.lines,
      prices: input.prices,
    }));
    return distributedMap(given, (w) => w.use(inner).succeed(`Child${n}`, ({ input }) => input.id), {
      label: `Run${n}`,
      toleratedFailurePercentage: form,
      ...(form % 3 === 0 && { results: writtenTo(files, "out") }),
    });
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }
}
