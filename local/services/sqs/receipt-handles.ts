import { sqsError } from "./errors.js";

/** Makes and reads the receipt handles of one queue: opaque, and another one for each receipt. */
export function createReceiptHandles(queueName: string, uuid: () => string) {
  return {
    make: (messageId: string): string => Buffer.from(`${uuid()} ${messageId} ${queueName}`).toString("base64"),
    /** @throws JsonApiError `ReceiptHandleIsInvalid` */
    messageIdOf(receiptHandle: string): string {
      const [, messageId, queue] = Buffer.from(receiptHandle, "base64").toString().split(" ");
      if (messageId !== undefined && queue === queueName) return messageId;
      throw sqsError(
        "ReceiptHandleIsInvalid",
        `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
      );
    },
  };
}
