import {
  add,
  assumeRole,
  distributedMap,
  eq,
  errors,
  exists,
  type FinishedWorkflow,
  forSeconds,
  gt,
  invoke,
  items,
  minutes,
  orElse,
  parallel,
  s3Items,
  seconds,
  text,
  toJson,
  until,
  workflow,
  writtenTo,
} from "../../../asl/index.js";
import { files, type Order, pay, payOne, tenant } from "./subjects.js";

const start = workflow<Order>("orders", { comment: "Orders", timeout: minutes(60) });

/** One program for each type of state, with every field that the builder writes. */
export const jsonataPrograms: Readonly<Record<string, FinishedWorkflow>> = {
  task: start
    .set("Begin", () => ({ tries: 0 }))
    .let("payment", "Pay", ({ input }) => invoke(pay, { orderId: input.orderId, amount: input.total }), {
      comment: "Charges the card",
      timeout: ({ input }) => input.limit,
      heartbeat: seconds(20),
      credentials: ({ input }) => assumeRole(input.roleArn, tenant),
      assign: ({ tries }) => ({ tries: add(tries, 1) }),
      retry: [
        {
          on: ["Lambda.TooManyRequestsException"],
          every: seconds(2),
          maxAttempts: 5,
          backoffRate: 1.5,
          maxDelay: minutes(1),
          jitter: "FULL",
          comment: "Busy",
        },
      ],
      catch: {
        [errors.any]: (w) => w.as("problem").fail("NotPaid", "NotPaid", ({ problem }) => orElse(problem.Cause, "")),
        CardLost: (w) =>
          w
            .comment("Begins again")
            .assign(({ errorOutput, tries }) => ({ lost: errorOutput.Error, tries: add(tries, 1) }))
            .goTo("Begin"),
      },
    })
    .succeed("Paid", ({ payment, tries }) => ({ id: payment.id, tries })),
  pass: start
    .set("Begin", ({ input }) => ({ tries: 0, label: text`Order ${input.orderId}` }), { comment: "Starts counting" })
    .succeed("Done", ({ label }) => label),
  wait: start
    .set("Begin", () => ({ waits: 0 }))
    .wait("Fixed", seconds(10), { comment: "A pause", assign: ({ waits }) => ({ waits: add(waits, 1) }) })
    .wait("For", ({ input }) => forSeconds(input.limit))
    .wait("Until", ({ input }) => until(input.due))
    .wait("Christmas", until("2026-12-24T18:00:00Z"))
    .succeed("Done"),
  choice: start
    .set("Begin", () => ({ way: "none" }))
    .choice(
      "Total",
      (c) =>
        c
          .when(
            ({ input }) => gt(input.total, 100),
            (w) => w.comment("Large").assign(() => ({ way: "large", reach: 1 })),
          )
          .when(
            ({ input }) => exists(input.due),
            (w) => w.wait("Pause", seconds(1)),
          )
          .otherwise((w) => w.assign(() => ({ way: "other" })).goTo("Begin")),
      { comment: "How large" },
    )
    .match("Size", "input.size", { small: (w) => w.succeed("Small"), large: (w) => w.succeed("Large") }, (w) =>
      w.fail("NoSize", "NoSize"),
    ),
  parallel: start
    .let(
      "both",
      "Both",
      ({ branch }) =>
        parallel(
          branch.let("paid", "PayOne", payOne).succeed("PaidOne", ({ paid }) => paid.id),
          branch.succeed("Total", ({ input }) => input.total),
        ),
      { comment: "At the same time", catch: { [errors.any]: (w) => w.fail("Neither", "Neither") } },
    )
    .succeed("Done", ({ both }) => ({ id: both[0], total: both[1] })),
  map: start
    .let(
      "skus",
      "Lines",
      ({ input, map }) =>
        map("line", input.lines, (w) => w.succeed("Line", ({ line, lineIndex }) => ({ sku: line.sku, lineIndex })), {
          maxConcurrency: 5,
        }),
      { comment: "Line by line", retry: [{ on: [errors.any], maxAttempts: 1 }] },
    )
    .do("Prices", ({ input, mapEntries }) =>
      mapEntries("price", input.prices, (w) => w.succeed("Price", ({ price, priceKey }) => [priceKey, price]), {
        maxConcurrency: input.limit,
      }),
    )
    .succeed("Done", ({ skus }) => skus),
  "distributed-map": start
    .let(
      "run",
      "Rows",
      ({ input }) =>
        distributedMap(
          s3Items
            .csv<{ sku: string }>(files, "rows.csv", { maxItems: input.limit })
            .select(({ item, index }) => ({ sku: item.sku, index, orderId: input.orderId }))
            .inBatches({ maxItems: 10, maxBytes: 1000, input: { total: input.total } }),
          (w) => w.succeed("Row", ({ input }) => input.Items),
          {
            executionType: "EXPRESS",
            label: "Rows",
            maxConcurrency: 100,
            toleratedFailureCount: 3,
            toleratedFailurePercentage: 5,
            results: writtenTo(files, "out", { transformation: "FLATTEN", outputType: "JSONL" }),
          },
        ),
      { comment: "A child execution each" },
    )
    .do("Lines", ({ input }) => distributedMap(items(input.lines), (w) => w.succeed("Line"), { results: "NONE" }))
    .succeed("Done", ({ run }) => run.MapRunArn),
  succeed: start.choice("Any", (c) =>
    c
      .when(
        ({ input }) => eq(input.size, "small"),
        (w) => w.succeed("Small", { comment: "As it came in" }),
      )
      .otherwise((w) => w.succeed("Other", ({ input }) => ({ orderId: input.orderId }), { comment: "A part of it" })),
  ),
  fail: start.choice("Any", (c) =>
    c
      .when(
        ({ input }) => eq(input.size, "small"),
        (w) => w.fail("Small", "TooSmall", "It is too small.", { comment: "Fixed" }),
      )
      .otherwise((w) =>
        w.fail(
          "Other",
          ({ input }) => input.size,
          ({ input }) => toJson({ size: input.size }),
        ),
      ),
  ),
};
