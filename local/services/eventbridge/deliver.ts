import { type BusEvent, type LocalContext, ServiceError } from "../../service.js";
import { queueUrl } from "../queue-url.js";
import type { Rule } from "./rule.js";
import { asRule, type Target } from "./target.js";

/** Gives events to targets, again and again until they take them. */
export interface Delivery {
  deliver(rule: Rule, target: Target, event: BusEvent): void;
  /** Gives up on all that was not taken yet. */
  stop(): void;
}

/** AWS says exponential back-off with jitter; the numbers are ours: 185 attempts in a day are eight minutes apart. */
const firstDelayMs = 1000;
const longestDelayMs = 10 * 60_000;

/**
 * Makes a {@link Delivery}. A target that cannot be reached or has no capacity is tried again by its retry policy; one
 * that is gone or not permitted is not. What is given up goes to the dead-letter queue, if there is one.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
export function createDelivery(context: LocalContext): Delivery {
  const cancels = new Set<() => void>();
  let stopped = false;

  const attempt = async (
    rule: Rule,
    target: Target,
    event: BusEvent,
    input: string,
    since: number,
    retries: number,
  ) => {
    try {
      await target.send(input, rule.arn);
    } catch (error) {
      if (stopped) return;
      const problem = describe(error);
      const fields = { rule: rule.name, target: target.id, error: problem.code };
      const age = context.clock.now() - since;
      const delay = backOff(retries, context.random);
      const exhausted = retries >= target.retry.maxAttempts ? "MaximumRetryAttempts" : "MaximumEventAgeInSeconds";
      if (problem.retriable && retries < target.retry.maxAttempts && age + delay <= target.retry.maxAgeMs) {
        context.log("warn", "events", "a target did not take an event; it is tried again", fields);
        const cancel = context.clock.setTimer(context.clock.now() + delay, () => {
          cancels.delete(cancel);
          void attempt(rule, target, event, input, since, retries + 1);
        });
        cancels.add(cancel);
        return;
      }
      context.log("error", "events", "a target did not take an event, which is given up", fields);
      await bury(context, rule, target, input, {
        ERROR_CODE: problem.code,
        ERROR_MESSAGE: problem.message,
        RETRY_ATTEMPTS: String(retries),
        ...(problem.retriable && { EXHAUSTED_RETRY_CONDITION: exhausted }),
      });
    }
  };

  return {
    deliver(rule, target, event) {
      const now = context.clock.now();
      const ingestionTime = new Date(now).toISOString();
      const input = target.input(event, { ruleArn: rule.arn, ruleName: rule.name, ingestionTime });
      void attempt(rule, target, event, input, now, 0);
    },
    stop() {
      stopped = true;
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}

function backOff(retries: number, random: () => number): number {
  return Math.min(firstDelayMs * 2 ** retries, longestDelayMs) * (0.5 + random() / 2);
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly retriable: boolean;
}

/** Source of the codes: EventBridge user guide, "Using dead-letter queues to process undelivered events". */
function describe(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ServiceError)) return { code: "CONNECTION_FAILURE", message, retriable: true };
  const { code, statusCode } = error;
  if (statusCode === 429 || /throttl|TooManyRequests|LimitExceeded/iu.test(code)) {
    return { code: "THROTTLING", message, retriable: true };
  }
  if (statusCode >= 500) return { code: "INTERNAL_ERROR", message, retriable: true };
  if (/AccessDenied|AuthorizationError/iu.test(code)) return { code: "NO_PERMISSIONS", message, retriable: false };
  if (/NotFound|DoesNotExist|NonExistent/iu.test(code)) return { code: "NO_RESOURCE", message, retriable: false };
  return { code: "INVALID_PARAMETER", message, retriable: false };
}

async function bury(
  context: LocalContext,
  rule: Rule,
  target: Target,
  input: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  if (target.deadLetterArn === undefined) return;
  const all = { RULE_ARN: rule.arn, TARGET_ARN: target.arn, ...attributes };
  const MessageAttributes = Object.fromEntries(
    Object.entries(all).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
  );
  const message = { QueueUrl: queueUrl(context, target.deadLetterArn), MessageBody: input, MessageAttributes };
  try {
    await context.callApi({ service: "sqs", action: "SendMessage", input: message, as: asRule(rule.arn) });
  } catch (error) {
    const code = error instanceof ServiceError ? error.code : "CONNECTION_FAILURE";
    context.log("error", "events", "the dead-letter queue did not take an event", { rule: rule.name, error: code });
  }
}
