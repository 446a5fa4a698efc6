import {
  add,
  assumeRole,
  errors,
  type FinishedWorkflow,
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
} from "../../../asl/index.js";
import { files, type Order, pay, payOne, tenant } from "./subjects.js";

const { format, mathAdd, uuid } = intrinsics;
const { and, isPresent, not, numericGreaterThan, or, stringEquals, stringMatches } = rules;
const start = pathWorkflow<Order>("orders", { comment: "Orders", timeout: minutes(60) });

/** One program for each type of state, with every field that the builder writes. */
export const jsonpathPrograms: Readonly<Record<string, FinishedWorkflow>> = {
  task: start
    .set("Begin", () => ({ tries: 0 }))
    .task("Pay", ({ at }) => invoke(pay, { orderId: at("$.orderId"), amount: at("$.total") }), {
      comment: "Charges the card",
      timeout: ({ at }) => at("$.limit"),
      heartbeat: seconds(20),
      credentials: ({ at }) => assumeRole(at("$.roleArn"), tenant),
      resultSelector: ({ at }) => ({ id: at("$.Payload.id") }),
      resultPath: "$.payment",
      assign: ({ at }) => ({ receipt: at("$.id"), tries: mathAdd(at("$tries"), 1) }),
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
        [errors.any]: (w) => w.as("$.problem").fail("NotPaid", "NotPaid", ({ at }) => at("$.problem.Error")),
        CardLost: (w) =>
          w
            .comment("Begins again")
            .assign(({ at }) => ({ lost: at("$.Error"), tries: mathAdd(at("$tries"), 1) }))
            .goTo("Begin"),
      },
    })
    .task("PayAgain", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$receipt"), amount: 1 }), {
      credentials: tenant,
      resultPath: null,
    })
    .succeed("Paid", "$.payment"),
  pass: start
    .pass("Fixed", () => ({ tries: 0 }), { comment: "Fixed data", resultPath: "$.state" })
    .pass("Computed", ({ at }) => ({ label: format("Order {}", at("$.orderId")), id: uuid() }), {
      resultPath: "$.label",
      assign: ({ at }) => ({ label: at("$.label") }),
    })
    .set("Count", ({ at }) => ({ tries: mathAdd(at("$.state.tries"), 1) }), { comment: "Counts" })
    .select("Part", "$.label", { comment: "Less data" })
    .succeed("Done", "$label"),
  wait: start
    .wait("Fixed", seconds(10), { comment: "A pause", assign: ({ at }) => ({ due: at("$.due") }) })
    .wait("For", ({ at }) => forSeconds(at("$.limit")))
    .wait("Until", ({ at }) => until(at("$due")))
    .wait("Christmas", until("2026-12-24T18:00:00Z"))
    .succeed("Done"),
  choice: start
    .set("Begin", () => ({ way: "none" }))
    .choice(
      "Total",
      (c) =>
        c
          .when(
            ({ at }) =>
              and(numericGreaterThan(at("$.total"), at("$.limit")), not(stringMatches(at("$.orderId"), "test-*"))),
            (w) => w.comment("Large").assign(() => ({ way: "large", reach: 1 })),
          )
          .when(
            ({ at }) => or(isPresent(at("$.due"), false), stringEquals(at("$way"), "again")),
            (w) => w.wait("Pause", seconds(1)),
          )
          .otherwise((w) => w.assign(({ at }) => ({ way: at("$.orderId") })).goTo("Begin")),
      { comment: "How large" },
    )
    .match(
      "Size",
      "$.size",
      { small: (w) => w.succeed("Small"), large: (w) => w.succeed("Large") },
      (w) => w.fail("NoSize", "NoSize"),
      { comment: "One way each" },
    ),
  parallel: start
    .parallel(
      "Both",
      [(w) => w.task("PayOne", payOne).succeed("PaidOne", "$.Payload.id"), (w) => w.succeed("Total", "$.total")],
      {
        comment: "At the same time",
        resultSelector: ({ at }) => ({ id: at("$[0]") }),
        resultPath: "$.both",
        assign: ({ at }) => ({ id: at("$.id") }),
        catch: { [errors.any]: (w) => w.fail("Neither", "Neither") },
      },
    )
    .parallelSelected("Less", ({ at }) => ({ id: at("$id") }), [(w) => w.succeed("Id", "$.id")], { resultPath: null })
    .succeed("Done", "$.both"),
  map: start
    .map("Skus", "$.lines", (w) => w.succeed("Sku", "$.sku"), {
      comment: "Line by line",
      maxConcurrency: 5,
      resultPath: "$.skus",
      retry: [{ on: [errors.any], maxAttempts: 1 }],
    })
    .mapSelected(
      "Lines",
      "$.lines",
      ({ at, item, index }) => ({ orderId: at("$.orderId"), sku: item.sku, index }),
      (w) => w.succeed("Line", "$.sku"),
      { resultPath: null },
    )
    .mapEntries(
      "Prices",
      "$.prices",
      ({ item, key }) => ({ sku: key, price: item }),
      (w) => w.succeed("Price", "$.price"),
      { resultPath: "$.list" },
    )
    .succeed("Done", "$.list"),
  "distributed-map": start
    .distributedMap(
      "Rows",
      ({ at }) =>
        s3Items
          .csv<{ sku: string }>(files, "rows.csv", { maxItems: at("$.limit") })
          .select(({ item, index }) => ({ sku: item.sku, index, orderId: at("$.orderId") }))
          .inBatches({ maxItems: at("$.limit"), maxBytes: 1000, input: { total: at("$.total") } }),
      (w) => w.succeed("Row", "$.Items"),
      {
        executionType: "EXPRESS",
        label: "Rows",
        maxConcurrency: 100,
        toleratedFailureCount: 3,
        toleratedFailurePercentage: 5,
        results: writtenTo(files, "out", { transformation: "FLATTEN", outputType: "JSONL" }),
      },
      { comment: "A child execution each", resultPath: "$.run" },
    )
    .distributedMap(
      "Lines",
      ({ at }) => items(at("$.lines")),
      (w) => w.succeed("Line"),
      { results: "NONE" },
      { resultPath: null },
    )
    .succeed("Done", "$.run.MapRunArn"),
  succeed: start.choice("Any", (c) =>
    c
      .when(
        ({ at }) => stringEquals(at("$.size"), "small"),
        (w) => w.succeed("Small", "$", { comment: "As it came in" }),
      )
      .otherwise((w) => w.succeed("Other", "$.orderId", { comment: "A part of it" })),
  ),
  fail: start.choice("Any", (c) =>
    c
      .when(
        ({ at }) => stringEquals(at("$.size"), "small"),
        (w) => w.fail("Small", "TooSmall", "It is too small.", { comment: "Fixed" }),
      )
      .otherwise((w) =>
        w.fail(
          "Other",
          ({ at }) => at("$.size"),
          ({ at }) => format("Order {}", at("$.orderId")),
        ),
      ),
  ),
  "jsonata-states": start
    .set("Begin", () => ({ tries: 0 }))
    .jsonataPass("Total", ({ input, tries }) => ({ orderId: input.orderId, total: add(input.total, tries) }), {
      comment: "Adds",
      assign: ({ input }) => ({ due: input.due }),
    })
    .jsonataTask("Pay", ({ input }) => invoke(pay, { orderId: input.orderId, amount: input.total }), {
      comment: "Charges the card",
      timeout: seconds(30),
      credentials: tenant,
      output: ({ input, result, due }) => ({ orderId: input.orderId, payment: result.id, due }),
      assign: ({ result }) => ({ status: result.status }),
      retry: [{ on: ["CardLost"], maxAttempts: 1 }],
      catch: {
        [errors.any]: (w) =>
          w.as("$.problem.first").fail("NotPaid", "NotPaid", ({ at }) => at("$.problem.first.Error")),
      },
    })
    .match("Status", "$status", { paid: (w) => w, declined: (w) => w.fail("Declined", "Declined") }, (w) => w)
    .succeed("Done", "$.payment"),
};
