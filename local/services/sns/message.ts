import { parseJson } from "../../../asl/interpreter/json.js";
import { QueryError, type QueryParameters } from "../aws-query.js";

const longestMessage = 262_144;
const longestSms = 1_600;
const e164 = /^\+[1-9]\d{1,14}$/;

/** A message attribute. Binary values are kept in base64, as they are on the wire. */
export interface SnsAttribute {
  /** `String`, `String.Array`, `Number` or `Binary`. */
  readonly type: string;
  readonly value: string;
}

/** What one `Publish` sends: its texts for each protocol. */
export interface SnsMessage {
  readonly subject?: string;
  readonly attributes: ReadonlyMap<string, SnsAttribute>;
  /** The text for a protocol such as `sms` or `email`. */
  textFor(protocol: string): string;
}

/**
 * Reads and checks what a `Publish` sends. Errors and their order are those recorded on AWS by others' tests.
 *
 * @throws {QueryError} `InvalidParameter`, `ParameterValueInvalid` or `ValidationError`
 */
export function readMessage(parameters: QueryParameters): SnsMessage {
  const subject = parameters.get("Subject");
  if (subject !== undefined && !isSubject(subject)) throw invalid("Subject");
  const message = parameters.get("Message") ?? "";
  if (message === "") throw invalid("Empty message");
  const phone = parameters.get("PhoneNumber");
  if (phone !== undefined && !e164.test(phone)) {
    throw invalid(`PhoneNumber Reason: ${phone} is not valid to publish to`);
  }
  const attributes = readAttributes(parameters);
  if (Buffer.byteLength(message) > longestMessage) throw invalid("Message too long");
  const textFor = readTexts(message, parameters.get("MessageStructure"));
  if (phone !== undefined && Buffer.byteLength(textFor("sms")) > longestSms) throw invalid("Message too long");
  return { ...(subject === undefined ? {} : { subject }), attributes, textFor };
}

/** SNS's usual refusal: `Invalid parameter: ...`. */
export function invalid(text: string): QueryError {
  return new QueryError("InvalidParameter", `Invalid parameter: ${text}`);
}

/** Source: `Publish` in the SNS API reference: printable ASCII, not blank at its start, fewer than 100 characters. */
function isSubject(subject: string): boolean {
  return subject.length < 100 && /^[!-~][ -~]*$/.test(subject);
}

function readTexts(message: string, structure: string | undefined): (protocol: string) => string {
  if (structure !== "json") return () => message;
  const texts = parseJson(message);
  if (typeof texts !== "object" || texts === null || Array.isArray(texts)) {
    throw invalid("Message Structure - JSON message body failed to parse");
  }
  const byProtocol = new Map(
    Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const fallback = byProtocol.get("default");
  if (fallback === undefined) throw invalid("Message Structure - No default entry in JSON message body");
  return (protocol) => byProtocol.get(protocol) ?? fallback;
}

/** Those of SMS, such as a sender id, have no effect here. */
function readAttributes(parameters: QueryParameters): ReadonlyMap<string, SnsAttribute> {
  const read = parameters.entries("MessageAttributes").map((entry): [string, SnsAttribute] => {
    const name = parameters.get(`${entry}.Name`) ?? "";
    const type = parameters.get(`${entry}.Value.DataType`);
    if (type === undefined) {
      throw new QueryError(
        "ValidationError",
        `1 validation error detected: Value null at 'messageAttributes.${name}.member.dataType' failed to satisfy constraint: Member must not be null`,
      );
    }
    if (!/^(String|Number|Binary)(\.|$)/.test(type)) {
      throw new QueryError(
        "ParameterValueInvalid",
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    }
    const field = type.startsWith("Binary") ? "Binary" : "String";
    const value = parameters.get(`${entry}.Value.${field}Value`);
    if (value && /^Number(\.|$)/.test(type) && !Number.isFinite(Number(value))) {
      throw new QueryError("ParameterValueInvalid", `Could not cast message attribute '${name}' value to number.`);
    }
    if (value) return [name, { type, value }];
    throw new QueryError(
      "ParameterValueInvalid",
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
  });
  return new Map(read);
}
