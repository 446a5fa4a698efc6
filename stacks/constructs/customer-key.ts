import type { Statement } from "./iam.js";

/** A KMS key of the account's owner, which encrypts what AWS would encrypt with keys of its own. */
export interface CustomerKey {
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

const ARN =
  /^arn:(aws(?:-[a-z]+)*):kms:([a-z]{2}(?:-[a-z]+)+-\d):(\d{12}):key\/(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * Reads the ARN of a KMS key. An alias is refused: the roles' policies name the key itself.
 *
 * @throws Error when the text is no such ARN
 * @example `customerKey("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab").region` is `"eu-west-1"`
 */
export function customerKey(text: string): CustomerKey {
  const [arn, partition, region, account] = ARN.exec(text) ?? [];
  if (arn && partition && region && account) return { arn, partition, region, account };
  throw new Error(
    `CUSTOMER_KEY_ARN is "${text}", which is no KMS key's ARN. Set it to one such as arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab (no alias), or leave it out.`,
  );
}

/** What sends needs a new data key, and checks it; what reads opens it. */
const SEND = ["kms:GenerateDataKey", "kms:Decrypt"];
const READ = ["kms:Decrypt"];

/**
 * What an action on something encrypted needs of the key, where the service calls KMS as the action's caller.
 * Sources: SQS developer guide, "Configuring AWS KMS permissions"; DynamoDB developer guide, "DynamoDB encryption at rest usage notes",
 * where the caller decrypts the table's key and DynamoDB's own grants do the rest; SNS developer guide, "Managing Amazon SNS encryption keys".
 */
function needs(action: string): { readonly via: string; readonly actions: readonly string[] } | undefined {
  if (action === "sqs:SendMessage") return { via: "sqs", actions: SEND };
  if (action === "sqs:ReceiveMessage") return { via: "sqs", actions: READ };
  if (action === "sns:Publish") return { via: "sns", actions: SEND };
  return action.startsWith("dynamodb:") ? { via: "dynamodb", actions: READ } : undefined;
}

/** Calls whose answers hold an execution's data. Source: Step Functions developer guide, "Data at rest encryption". */
const SHOW_EXECUTIONS = ["states:DescribeExecution", "states:StartSyncExecution", "states:GetExecutionHistory"];

/**
 * What a role needs of the key for what its other statements allow: nothing more, on this key alone, and only by the service
 * in question (`kms:ViaService`) or for the state machine in question (its encryption context).
 *
 * @example
 * keyStatements(key, [{ actions: ["sqs:SendMessage"], resources: [queue.arn] }]);
 * // one that allows kms:GenerateDataKey and kms:Decrypt via sqs.eu-west-1.amazonaws.com
 */
export function keyStatements(key: CustomerKey, statements: readonly Statement[]): readonly Statement[] {
  // A phone number, the one `*` with such an action, is encrypted by nobody.
  const allowed = statements.filter(({ effect, resources }) => effect !== "Deny" && !resources?.includes("*"));
  const byService = new Map<string, Set<string>>();
  for (const { via, actions } of allowed.flatMap((one) => one.actions.flatMap((action) => needs(action) ?? []))) {
    byService.set(via, new Set([...(byService.get(via) ?? []), ...actions]));
  }
  const shown = allowed
    .filter(({ actions }) => actions.some((action) => SHOW_EXECUTIONS.includes(action)))
    .flatMap(({ resources = [] }) => resources.map(machineOf));
  return [
    ...[...byService].map(([service, actions]) => ({
      actions: SEND.filter((action) => actions.has(action)),
      resources: [key.arn],
      conditions: { StringEquals: { "kms:ViaService": `${service}.${key.region}.amazonaws.com` } },
    })),
    ...[...new Set(shown)].map((machine) => usedFor(key, READ, "aws:states:stateMachineArn", machine)),
  ];
}

/** The machine of an ARN of its own or of its executions. */
function machineOf(arn: string): string {
  return arn.replace(/:(?:execution|express):([^:]+)(?::.*)?$/, ":stateMachine:$1");
}

/**
 * What a state machine's role needs of the key for the machine itself: its definition and history, the logs that it hands to
 * CloudWatch Logs, and the input of activities, which the key encrypts as well.
 * Source: Step Functions developer guide, "Data at rest encryption", whose second context ends in a `*` that is no pattern.
 */
export function machineKeyStatements(
  key: CustomerKey,
  machineArn: string,
  logsArn: string,
  activityArns: readonly string[],
): readonly Statement[] {
  return [
    usedFor(key, SEND, "aws:states:stateMachineArn", machineArn),
    usedFor(key, ["kms:GenerateDataKey"], "SourceArn", logsArn),
    ...activityArns.map((arn) => usedFor(key, SEND, "aws:states:activityArn", arn)),
  ];
}

/**
 * What a function's role needs of the key to start: Lambda decrypts its environment by a grant, which names the role by an id that a
 * role made anew does not have. Source: Lambda developer guide, "Securing Lambda environment variables".
 */
export function environmentKeyStatement(key: CustomerKey, functionArn: string): Statement {
  return usedFor(key, READ, "aws:lambda:FunctionArn", functionArn);
}

/**
 * The encryption of a state machine or an activity. The provider leaves a state machine's as it is when the argument goes, and takes an
 * activity's at its creation alone: docs/keys.md says what to do then.
 */
export function encryptedWith(key: CustomerKey) {
  return { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: key.arn, kmsDataKeyReusePeriodSeconds: 300 };
}

function usedFor(key: CustomerKey, actions: readonly string[], context: string, value: string): Statement {
  return {
    actions,
    resources: [key.arn],
    conditions: { StringEquals: { [`kms:EncryptionContext:${context}`]: value } },
  };
}
