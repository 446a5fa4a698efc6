/** The type of a field in a service's answer. Times and binary data are texts there. */
export type Shape =
  | "string"
  | "boolean"
  | "number"
  | { readonly integer: { readonly min?: number; readonly max?: number } }
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>>; readonly required?: readonly string[] };

const integer = { integer: {} } as const;
const count = { integer: { min: 0 } } as const;
const strings = { list: "string" } as const;

const shape = (fields: Readonly<Record<string, Shape>>, ...required: readonly string[]): Shape => ({
  fields,
  required,
});

const attribute: Shape = {
  fields: {
    S: "string",
    N: "string",
    B: "string",
    SS: strings,
    NS: strings,
    BS: strings,
    NULL: "boolean",
    BOOL: "boolean",
  },
};
const attributes: Shape = { map: attribute };
const capacity: Shape = shape({
  TableName: "string",
  CapacityUnits: "number",
  ReadCapacityUnits: "number",
  WriteCapacityUnits: "number",
});
const itemCollection: Shape = shape({ ItemCollectionKey: attributes, SizeEstimateRangeGB: { list: "number" } });
const written: Shape = shape({
  Attributes: attributes,
  ConsumedCapacity: capacity,
  ItemCollectionMetrics: itemCollection,
});
const startExecution = shape({ ExecutionArn: "string", StartDate: "string" }, "ExecutionArn", "StartDate");
const execution = shape(
  {
    ExecutionArn: "string",
    StateMachineArn: "string",
    Name: "string",
    Status: "string",
    StartDate: "string",
    StopDate: "string",
    Input: "string",
    InputDetails: shape({ Included: "boolean" }),
    Output: "string",
    OutputDetails: shape({ Included: "boolean" }),
    Error: "string",
    Cause: "string",
    RedriveCount: count,
  },
  "ExecutionArn",
  "StateMachineArn",
  "Status",
  "StartDate",
);
const functionConfiguration = shape({
  FunctionName: "string",
  FunctionArn: "string",
  Runtime: "string",
  Role: "string",
  Handler: "string",
  CodeSize: integer,
  Description: "string",
  Timeout: { integer: { min: 1 } },
  MemorySize: { integer: { min: 128, max: 10_240 } },
  LastModified: "string",
  CodeSha256: "string",
  Version: "string",
  Layers: { list: shape({ Arn: "string", CodeSize: integer }) },
  State: "string",
  PackageType: "string",
  Architectures: strings,
});

/**
 * The answers of the services that states call most, by resource without partition and pattern. An answer of a service
 * that is not here is not checked. Source: the services' API references.
 */
export const resultShapes: Readonly<Record<string, Shape>> = {
  "states:startExecution": startExecution,
  "states:startExecution.sync": execution,
  "states:startExecution.sync:2": execution,
  "aws-sdk:sfn:startExecution": startExecution,
  "aws-sdk:sfn:describeExecution": execution,
  "aws-sdk:sfn:startSyncExecution": shape(
    { ...{ ExecutionArn: "string", StartDate: "string", StopDate: "string", Status: "string", Output: "string" } },
    "ExecutionArn",
    "StartDate",
    "StopDate",
    "Status",
  ),
  "events:putEvents": shape({
    FailedEntryCount: integer,
    Entries: { list: shape({ EventId: "string", ErrorCode: "string", ErrorMessage: "string" }) },
  }),
  "sns:publish": shape({ MessageId: "string", SequenceNumber: "string" }),
  "sqs:sendMessage": shape({
    MessageId: "string",
    MD5OfMessageBody: "string",
    MD5OfMessageAttributes: "string",
    MD5OfMessageSystemAttributes: "string",
    SequenceNumber: "string",
  }),
  "dynamodb:getItem": shape({ Item: attributes, ConsumedCapacity: capacity }),
  "dynamodb:putItem": written,
  "dynamodb:updateItem": written,
  "dynamodb:deleteItem": written,
  "aws-sdk:dynamodb:query": shape({
    Items: { list: attributes },
    Count: integer,
    ScannedCount: integer,
    LastEvaluatedKey: attributes,
    ConsumedCapacity: capacity,
  }),
  "aws-sdk:kms:encrypt": shape({ CiphertextBlob: "string", KeyId: "string", EncryptionAlgorithm: "string" }),
  "aws-sdk:kms:decrypt": shape({ Plaintext: "string", KeyId: "string", EncryptionAlgorithm: "string" }),
  "aws-sdk:lambda:getFunction": shape({
    Configuration: functionConfiguration,
    Code: shape({ RepositoryType: "string", Location: "string", ImageUri: "string", ResolvedImageUri: "string" }),
    Tags: { map: "string" },
    Concurrency: shape({ ReservedConcurrentExecutions: count }),
  }),
  "aws-sdk:lambda:getFunctionConfiguration": functionConfiguration,
  "aws-sdk:s3:getObject": shape({
    Body: "string",
    ContentLength: integer,
    ContentType: "string",
    ETag: "string",
    LastModified: "string",
    Metadata: { map: "string" },
  }),
  "aws-sdk:s3:putObject": shape({ ETag: "string", VersionId: "string" }),
  "aws-sdk:secretsmanager:getSecretValue": shape({
    ARN: "string",
    Name: "string",
    VersionId: "string",
    SecretBinary: "string",
    SecretString: "string",
    VersionStages: strings,
    CreatedDate: "string",
  }),
  "aws-sdk:secretsmanager:createSecret": shape({ ARN: "string", Name: "string", VersionId: "string" }),
};

// The generic integrations of these services answer as their optimized ones do.
const alike = [
  "sns:publish",
  "sqs:sendMessage",
  "dynamodb:getItem",
  "dynamodb:putItem",
  "dynamodb:updateItem",
  "dynamodb:deleteItem",
];

/** The shape of what a resource answers; undefined where it is not known. */
export function shapeOf(resource: string): Shape | undefined {
  const key = resource.replace(/^arn:[^:]+:states:[^:]*:[^:]*:/, "");
  // The callback gives the result, not the service; as recorded on AWS, it is checked like the service's answer.
  const name = key.replace(/\.waitForTaskToken$/, "").replace("aws-sdk:eventbridge:", "events:");
  const plain = name.replace("aws-sdk:", "");
  const known = alike.includes(plain) || plain === "events:putEvents" ? plain : name;
  return Object.hasOwn(resultShapes, known) ? resultShapes[known] : undefined;
}
