import { argumentsOf, asText, type Integration } from "./integration.js";
import { answered, callOptimized, type OptimizedService } from "./optimized.js";

const sns: OptimizedService = {
  service: "sns",
  prefix: "SNS",
  causeName: "AmazonSNS",
  otherErrors: "AmazonSNSException",
  codes: {
    AuthorizationErrorException: "AuthorizationError",
    InvalidParameterException: "InvalidParameter",
    InvalidParameterValueException: "ParameterValueInvalid",
    NotFoundException: "NotFound",
  },
  contentType: "text/xml",
};

/** The optimized integration of SNS. A message that is data goes out as JSON text. */
export const snsIntegrations: Readonly<Record<string, Integration>> = {
  "sns:publish": {
    fields: [
      ...["TopicArn", "TargetArn", "PhoneNumber", "Message", "MessageStructure", "Subject"],
      ...["MessageAttributes", "MessageDeduplicationId", "MessageGroupId"],
    ],
    takesToken: true,
    async call(work) {
      const { Message: message, ...input } = argumentsOf(work.task);
      const published = message === undefined || message === null ? input : { ...input, Message: asText(message) };
      return answered(work, sns, await callOptimized(work, sns, "Publish", published));
    },
  },
};
