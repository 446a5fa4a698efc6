import { parseJson } from "../../../asl/interpreter/json.js";
import type { JsonObject } from "../../../asl/spec/index.js";
import { isObject, type Resource } from "../../service.js";
import { optionalText, wholeNumber } from "../resource-attributes.js";

/** Where a queue's messages go after too many receipts. */
export interface Redrive {
  readonly targetArn: string;
  readonly maxReceiveCount: number;
}

/** Who may use a queue as dead-letter queue. */
export interface RedriveAllow {
  readonly permission: "allowAll" | "denyAll" | "byQueue";
  readonly sourceArns: readonly string[];
}

/** What a queue was told at its creation, or later. */
export interface QueueSettings {
  readonly visibilityTimeoutSeconds: number;
  readonly messageRetentionSeconds: number;
  readonly delaySeconds: number;
  readonly receiveWaitTimeSeconds: number;
  /** In bytes. */
  readonly maxMessageSize: number;
  readonly redrive: Redrive | undefined;
  readonly redriveAllow: RedriveAllow | undefined;
  /** How it is encrypted, which changes nothing here but what the queue tells of itself. */
  readonly encryption: { readonly kmsKeyId: string | undefined; readonly managed: boolean };
  /** The queue policy's text. */
  readonly policy: string | undefined;
}

/**
 * Reads the arguments of an `aws_sqs_queue`. Those that are left out are as Terraform's documentation says.
 *
 * @throws an `Error` that names the argument
 */
export function readSettings(resource: Resource): QueueSettings {
  const { attributes } = resource;
  const redrive = optionalText(resource, "redrive_policy");
  const allow = optionalText(resource, "redrive_allow_policy");
  const kmsKeyId = optionalText(resource, "kms_master_key_id");
  return {
    visibilityTimeoutSeconds: wholeNumber(attributes, "visibility_timeout_seconds", 0, 43_200) ?? 30,
    messageRetentionSeconds: wholeNumber(attributes, "message_retention_seconds", 60, 1_209_600) ?? 345_600,
    delaySeconds: wholeNumber(attributes, "delay_seconds", 0, 900) ?? 0,
    receiveWaitTimeSeconds: wholeNumber(attributes, "receive_wait_time_seconds", 0, 20) ?? 0,
    maxMessageSize: wholeNumber(attributes, "max_message_size", 1024, 1_048_576) ?? 262_144,
    redrive: redrive === undefined ? undefined : readRedrive(redrive),
    redriveAllow: allow === undefined ? undefined : readRedriveAllow(allow),
    encryption: {
      kmsKeyId,
      managed: kmsKeyId === undefined && attributes.sqs_managed_sse_enabled !== false,
    },
    policy: optionalText(resource, "policy"),
  };
}

/** Reads a `redrive_policy`. Throws an `Error` that says what is wrong with it. */
export function readRedrive(text: string): Redrive {
  const { deadLetterTargetArn, maxReceiveCount } = readObject("redrive_policy", text);
  // AWS takes the number as a text, too.
  const count = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== "string" || !Number.isInteger(count) || count < 1 || count > 1000) {
    throw new Error(
      `'redrive_policy' is ${text}; it needs a 'deadLetterTargetArn' and a 'maxReceiveCount' between 1 and 1000.`,
    );
  }
  return { targetArn: deadLetterTargetArn, maxReceiveCount: count };
}

/** Reads a `redrive_allow_policy`. Throws an `Error` that says what is wrong with it. */
export function readRedriveAllow(text: string): RedriveAllow {
  const { redrivePermission: permission, sourceQueueArns } = readObject("redrive_allow_policy", text);
  if (permission !== "allowAll" && permission !== "denyAll" && permission !== "byQueue") {
    throw new Error(
      `'redrive_allow_policy' has the redrivePermission ${JSON.stringify(permission)}; use allowAll, denyAll or byQueue.`,
    );
  }
  return { permission, sourceArns: Array.isArray(sourceQueueArns) ? sourceQueueArns.map(String) : [] };
}

function readObject(name: string, text: string): JsonObject {
  const value = parseJson(text);
  if (isObject(value)) return value;
  throw new Error(`'${name}' is not the text of a JSON object.`);
}
