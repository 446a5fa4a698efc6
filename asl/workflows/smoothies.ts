import type { handler as claimRobot } from "../../handlers/smoothies/claim-robot.js";
import type { OrderInput } from "../../handlers/smoothies/order.js";
import type { handler as sendOrder } from "../../handlers/smoothies/send-order.js";
import {
  add,
  type Data,
  type Duration,
  type ErrorOutput,
  errors,
  hours,
  invoke,
  jsonata,
  lambda,
  lambdaMaybeDone,
  lambdaNotDone,
  lt,
  minutes,
  ne,
  orElse,
  type Part,
  parallel,
  reply,
  seconds,
  text,
  uuid,
  workflow,
} from "../index.js";
import { claimOrder, endJob, noteOrder, usualSmoothie } from "./smoothies-tables.js";

/** How patient the workflow is. A test renders it with short times. */
export interface SmoothieLimits {
  /** How long an order may take from its start to its end. */
  readonly order: Duration;
  /** How long a robot may blend. */
  readonly blending: Duration;
  /** How long it may be between two heartbeats of a robot that blends. */
  readonly heartbeat: Duration;
  /** How long a claimed robot is kept for an order that has not been sent to it, and after the end of `blending`. */
  readonly claim: Duration;
  /** How many robots may try one order. */
  readonly robotsTried: number;
  /** How often, and how far apart, the workflow asks again while every robot is at work. */
  readonly whileBusy: { readonly every: Duration; readonly maxDelay: Duration; readonly maxAttempts: number };
  /** How often it asks again when every robot is broken or offline: one may just be connecting. */
  readonly whileNoneLeft: { readonly every: Duration; readonly maxAttempts: number };
}

/** What holds in real use: a rush of four hours passes, a robot that says nothing for 20 seconds is broken. */
export const realLimits: SmoothieLimits = {
  order: hours(6),
  blending: minutes(2),
  heartbeat: seconds(20),
  claim: minutes(1),
  robotsTried: 5,
  whileBusy: { every: seconds(1), maxDelay: seconds(30), maxAttempts: 500 },
  whileNoneLeft: { every: seconds(2), maxAttempts: 5 },
};

/** A write may be repeated: it says the same again. */
const written = { retry: [{ on: [errors.taskFailed], maxAttempts: 6, jitter: "FULL" }] } as const;
/** DynamoDB's own trouble alone: a condition that failed is an answer. */
const writtenIf = {
  retry: [
    {
      on: [
        "DynamoDB.ProvisionedThroughputExceededException",
        "DynamoDB.AmazonDynamoDBException",
        "DynamoDB.SdkClientException",
      ],
      maxAttempts: 6,
      jitter: "FULL",
    },
  ],
} as const;
/** The functions may be called again for the same job: the robot's row tells them what is done. */
const answered = {
  on: [...lambdaNotDone, ...lambdaMaybeDone, "TemporarilyUnavailable"],
  maxAttempts: 10,
  // All of them together take less than the claim on the robot lasts.
  maxDelay: seconds(5),
  jitter: "FULL",
} as const;

/** What the customer is told, by the error's name. */
const reasonFor = (problem: Data<ErrorOutput>) =>
  orElse(
    jsonata<string | undefined>`$lookup({
      "NoRobotLeft": "Every robot is broken or offline.",
      "NoRobotAvailable": "Every robot was busy for too long.",
      "TooManyRobotsTried": "One robot after another failed to make it."
    }, ${problem.Error})`,
    "The kitchen has a problem.",
  );

/** Has one robot after another try the order, until one has made it. A job is one such try; its id says nothing of the order. */
const robotsTry = (limits: SmoothieLimits) => (kitchen: Part<{ orderId: string; smoothie: string }>) =>
  kitchen
    .set("FirstJob", () => ({ jobId: uuid(), tried: 1, blended: false }))
    .let(
      "robot",
      "ClaimRobot",
      ({ orderId, jobId, smoothie }) =>
        invoke(lambda<typeof claimRobot>("claim-robot"), {
          ...{ jobId, orderId, smoothie },
          claimSeconds: limits.claim.seconds,
        }),
      {
        timeout: seconds(30),
        retry: [
          // A rush may keep the function busy, too.
          {
            on: ["NoRobotAvailable", "Lambda.TooManyRequestsException", "TemporarilyUnavailable"],
            ...limits.whileBusy,
            backoffRate: 1.5,
            jitter: "FULL",
          },
          { on: ["NoRobotLeft"], ...limits.whileNoneLeft, backoffRate: 1 },
          { on: [errors.taskFailed, errors.timeout], maxAttempts: 6, jitter: "FULL" },
        ],
      },
    )
    // What fails to be noted on the way stops no order: its row lags behind, a claim runs out by itself.
    .do("NoteBlending", ({ orderId, robot }) => noteOrder(orderId, "blending", ", robotId = :value", robot.robotId), {
      ...written,
      catch: { [errors.any]: (w) => w },
    })
    .do(
      "SendOrder",
      ({ robot, jobId, smoothie }) =>
        invoke.waitForTaskToken(
          lambda<typeof sendOrder>("send-order"),
          (taskToken) => ({
            ...{ robotId: robot.robotId, jobId, smoothie, taskToken },
            claimSeconds: limits.blending.seconds + limits.claim.seconds,
          }),
          reply<Record<never, never>, "RobotFailed" | "RobotOffline">(),
        ),
      {
        timeout: limits.blending,
        heartbeat: limits.heartbeat,
        assign: () => ({ blended: true }),
        retry: [answered],
        catch: {
          // The robot was silent for too long; a missed heartbeat has this name too.
          [errors.timeout]: (w) => w,
          RobotFailed: (w) => w,
          RobotOffline: (w) => w,
          JobLost: (w) => w,
          [errors.any]: (w) =>
            w
              .as("problem")
              .do("FreeRobot", endJob("ONLINE"), { ...writtenIf, catch: { [errors.any]: (w) => w } })
              .fail("NotSent", ({ problem }) => problem.Error, "The order could not be sent to the robot."),
        },
      },
    )
    .choice("Blended", (c) =>
      c
        .when(
          ({ blended }) => blended,
          (w) =>
            w
              .do("ReleaseRobot", endJob("ONLINE"), { ...writtenIf, catch: { [errors.any]: (w) => w } })
              .succeed("MadeBy", ({ robot }) => robot.robotId),
        )
        .otherwise((w) => w),
    )
    .do("MarkRobotBroken", endJob("BROKEN"), { ...writtenIf, catch: { [errors.any]: (w) => w } })
    .choice("AnotherRobot", (c) =>
      c
        .when(
          ({ tried }) => lt(tried, limits.robotsTried),
          (w) =>
            w
              .assign(({ tried }) => ({ jobId: uuid(), tried: add(tried, 1) }))
              .do("NoteWaiting", ({ orderId }) => noteOrder(orderId, "waiting", " REMOVE robotId"), {
                ...written,
                catch: { [errors.any]: (w) => w },
              })
              .goTo("ClaimRobot"),
        )
        .otherwise((w) => w.fail("TooManyRobotsTried", "TooManyRobotsTried", "One robot after another failed.")),
    );

/**
 * Serves one order: gives it to a free robot and waits for the robot's word. A robot that stays silent, fails or goes is
 * replaced by another one, a few times. Whatever starts it twice for the same order, one execution serves it.
 *
 * @example `render(smoothiesWith({ ...realLimits, heartbeat: seconds(1) }), bindings)`
 */
export const smoothiesWith = (limits: SmoothieLimits) =>
  workflow<OrderInput>("smoothies", {
    comment: "Gives an order to a robot and waits for its word; another takes over when it is silent, fails or goes.",
    timeout: limits.order,
  })
    .match(
      "Source",
      "input.source",
      {
        api: (w) => w.set("OrderFromApi", ({ input }) => ({ orderId: input.orderId, smoothie: input.smoothie })),
        button: (w) =>
          w.let("usual", "LookUpButton", usualSmoothie, written).choice("KnownButton", (c) =>
            c
              .when(
                ({ usual }) => ne(usual, ""),
                (w) =>
                  w.set("OrderFromButton", ({ input, usual }) => ({
                    orderId: text`${input.buttonId}-${input.pressId}`,
                    smoothie: usual,
                  })),
              )
              .otherwise((w) => w.fail("UnknownButton", "UnknownButton", "Nothing says what this button orders.")),
          ),
      },
      (w) => w.fail("UnknownSource", "UnknownSource", "The order comes neither from the API nor from a button."),
    )
    .do("ClaimOrder", claimOrder, {
      ...writtenIf,
      catch: {
        "DynamoDB.ConditionalCheckFailedException": (w) => w.succeed("AlreadyTaken", ({ orderId }) => ({ orderId })),
      },
    })
    // A Parallel state of one branch, for its Catch: whatever goes wrong inside, the order's row says so.
    .let("made", "MakeSmoothie", ({ branch }) => parallel(branch.use(robotsTry(limits))), {
      catch: {
        [errors.any]: (w) =>
          w
            .as("problem")
            .do(
              "NoteFailed",
              ({ orderId, problem }) => noteOrder(orderId, "failed", ", reason = :value", reasonFor(problem)),
              written,
            )
            .fail(
              "NotServed",
              ({ problem }) => problem.Error,
              ({ problem }) => reasonFor(problem),
            ),
      },
    })
    .do("NoteServed", ({ orderId, made }) => noteOrder(orderId, "served", ", robotId = :value", made[0]), {
      // The smoothie is made: only the table does not know it yet.
      retry: [{ on: [errors.taskFailed], maxAttempts: 20, maxDelay: minutes(5), jitter: "FULL" }],
      catch: {
        [errors.any]: (w) => w.fail("ServedNotNoted", "ServedNotNoted", "It was served; its order does not say so."),
      },
    })
    .succeed("Served", ({ orderId, made }) => ({ orderId, robotId: made[0] }));

/** The workflow as it is deployed. */
export const smoothies = smoothiesWith(realLimits);
