import { sdkIntegrations } from "./aws-sdk.js";
import { dynamodbIntegrations } from "./dynamodb.js";
import { eventsIntegrations } from "./events.js";
import type { Integration } from "./integration.js";
import { lambdaFunction, lambdaIntegrations } from "./lambda.js";
import { snsIntegrations } from "./sns.js";
import { sqsIntegrations } from "./sqs.js";
import { statesIntegrations } from "./states.js";

/** The services that Task states can call, by `service:action`. */
const integrations: ReadonlyMap<string, Integration> = new Map(
  [
    ...[lambdaIntegrations, dynamodbIntegrations, sqsIntegrations, snsIntegrations, eventsIntegrations],
    ...[statesIntegrations, sdkIntegrations],
  ].flatMap((group) => Object.entries(group)),
);

/** The names of all integrations: `dynamodb:getItem`, `aws-sdk:dynamodb:query`. */
export const integrationNames: readonly string[] = [...integrations.keys()];

/**
 * What does the tasks of a `Resource` without its pattern; `undefined` for what cannot run here.
 *
 * @example integrationOf("arn:aws:states:::sqs:sendMessage")
 */
export function integrationOf(resource: string): Integration | undefined {
  if (/^arn:[^:]+:lambda:[^:]+:[^:]+:function:\S+$/.test(resource)) return lambdaFunction;
  return integrations.get(resource.replace(/^arn:[^:]+:states:[^:]*:[^:]*:/, ""));
}

/** The names of the integrations that begin like this, or of all, in a sentence. */
export function knownIntegrations(beginning: string): string {
  const alike = integrationNames.filter((name) => name.startsWith(beginning));
  return (alike.length > 0 ? alike : integrationNames.filter((name) => !name.startsWith("aws-sdk:"))).join(", ");
}
