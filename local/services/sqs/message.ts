import { createHash } from "node:crypto";

/** A message attribute. Binary values are kept in base64, as they are on the wire. */
export interface MessageAttribute {
  /** `String`, `Number` or `Binary`, with or without a label after a dot. */
  readonly type: string;
  readonly value: string;
}

/** What a sender gives of a message. */
export interface MessageDraft {
  readonly body: string;
  readonly attributes: ReadonlyMap<string, MessageAttribute>;
  /** `AWSTraceHeader`, the one system attribute that a sender may set. */
  readonly traceHeader?: string;
  readonly senderId: string;
}

/** A message in a queue. */
export interface Message extends MessageDraft {
  readonly id: string;
  /** When it was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** The queue that it came from, where it is dead. */
  readonly deadLetterSource?: string;
}

/** A message as one receiver got it. */
export interface ReceivedMessage extends Message {
  readonly receiptHandle: string;
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
}

/** The MD5 digest of a text in UTF-8, in hexadecimal digits. */
export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/**
 * The digest of message attributes that SDKs compare with their own; `undefined` for none.
 *
 * Source: SQS developer guide, "Calculating the MD5 message digest for message attributes".
 */
export function md5OfAttributes(attributes: ReadonlyMap<string, MessageAttribute>): string | undefined {
  if (attributes.size === 0) return undefined;
  const hash = createHash("md5");
  const addWithLength = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of [...attributes.keys()].sort()) {
    const { type = "", value = "" } = attributes.get(name) ?? {};
    const isBinary = isBinaryType(type);
    addWithLength(Buffer.from(name));
    addWithLength(Buffer.from(type));
    hash.update(Buffer.of(isBinary ? 2 : 1));
    addWithLength(Buffer.from(value, isBinary ? "base64" : "utf8"));
  }
  return hash.digest("hex");
}

/** Whether a data type, such as `Binary.png`, is one of bytes. */
export function isBinaryType(type: string): boolean {
  return type === "Binary" || type.startsWith("Binary.");
}

/** The size that counts against a queue's limit: the body with the names, types and values of the attributes, in bytes. */
export function messageSize({ body, attributes }: Pick<MessageDraft, "body" | "attributes">): number {
  const sizes = [...attributes].map(([name, { type, value }]) => {
    const bytes = Buffer.byteLength(value, isBinaryType(type) ? "base64" : "utf8");
    return Buffer.byteLength(name) + Buffer.byteLength(type) + bytes;
  });
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}
