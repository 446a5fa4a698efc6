import type { Json, JsonObject } from "../../../../asl/spec/index.js";
import { type Invocation, isObject, type LocalContext } from "../../../service.js";
import { queueUrl } from "../../queue-url.js";

/** Why Lambda is done with an event. */
export type Outcome = "Success" | "RetriesExhausted" | "EventAgeExceeded" | "ZeroReservedConcurrency";

/** An event and what became of it. */
export interface FinishedEvent {
  readonly requestId: string;
  readonly payload: Json;
  readonly functionArn: string;
  readonly roleArn: string;
  readonly outcome: Outcome;
  /** How often the function was invoked with it. */
  readonly attempts: number;
  /** How the last invocation ended; none where there was none. */
  readonly last: Invocation | undefined;
}

/**
 * The record that a destination gets.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
function destinationRecord(event: FinishedEvent, now: number): JsonObject {
  const { requestId, functionArn, outcome, attempts, payload, last } = event;
  return {
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition: outcome,
      approximateInvokeCount: attempts,
    },
    requestPayload: payload,
    ...(last !== undefined && {
      responseContext: {
        statusCode: 200,
        executedVersion: "$LATEST",
        ...(last.functionError !== undefined && { functionError: last.functionError }),
      },
      responsePayload: last.payload,
    }),
  };
}

/** Sends the record of an event to a queue or a topic, as the function's role. */
export async function sendToDestination(context: LocalContext, arn: string, event: FinishedEvent): Promise<void> {
  await send(context, arn, event.roleArn, JSON.stringify(destinationRecord(event, context.clock.now())), {});
}

/** Sends the event itself, as it came, to a dead-letter queue or topic; attributes tell the error. */
export async function sendToDeadLetters(context: LocalContext, arn: string, event: FinishedEvent): Promise<void> {
  const { payload, requestId, last } = event;
  const error = isObject(last?.payload) ? last.payload.errorMessage : undefined;
  const text = (StringValue: string): JsonObject => ({ DataType: "String", StringValue });
  const throttled = last === undefined;
  await send(context, arn, event.roleArn, JSON.stringify(payload), {
    RequestID: text(requestId),
    ErrorCode: { DataType: "Number", StringValue: throttled ? "429" : "200" },
    // A kilobyte of it, and no attribute may be empty.
    ErrorMessage: text(String(error ?? (throttled ? "Rate Exceeded." : "unknown")).slice(0, 1024) || "unknown"),
  });
}

async function send(
  context: LocalContext,
  arn: string,
  roleArn: string,
  text: string,
  MessageAttributes: JsonObject,
): Promise<void> {
  const as = { roleArn };
  if (arn.split(":")[2] === "sqs") {
    const input = { QueueUrl: queueUrl(context, arn), MessageBody: text, MessageAttributes };
    await context.callApi({ service: "sqs", action: "SendMessage", input, as });
  } else {
    await context.callApi({
      service: "sns",
      action: "Publish",
      input: { TopicArn: arn, Message: text, MessageAttributes },
      as,
    });
  }
}
