import { argumentsOf, asText, type Integration } from "./integration.js";
import { answered, callOptimized, type OptimizedService } from "./optimized.js";

const sqs: OptimizedService = {
  service: "sqs",
  prefix: "SQS",
  causeName: "AmazonSQS",
  otherErrors: "AmazonSQSException",
  codes: {
    QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
    UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
  },
  contentType: "text/xml",
};

/** The optimized integration of SQS. A body that is data goes out as JSON text. */
export const sqsIntegrations: Readonly<Record<string, Integration>> = {
  "sqs:sendMessage": {
    fields: [
      ...["QueueUrl", "MessageBody", "DelaySeconds"],
      ...["MessageAttributes", "MessageDeduplicationId", "MessageGroupId"],
    ],
    takesToken: true,
    async call(work) {
      const { MessageBody: body, ...input } = argumentsOf(work.task);
      const message = body === undefined || body === null ? input : { ...input, MessageBody: asText(body) };
      return answered(work, sqs, await callOptimized(work, sqs, "SendMessage", message));
    },
  },
};
