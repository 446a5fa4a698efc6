/** The type of a field in a service's answer. Times and binary data are texts there. */
export type Shape =
  | "string"
  | "boolean"
  | "number"
  | { readonly integer: { readonly min?: number; readonly max?: number } }
  /** A text whose length is limited. */
  | { readonly text: { readonly min: number; readonly max: number } }
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>>; readonly required?: readonly string[] };

const integer = { integer: {} } as const;
const count = { integer: { min: 0 } } as const;
const text = (min: number, max: number) => ({ text: { min, max } });
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
  TableName: text(1, 1024),
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
const arn = text(1, 256);
const startExecution = shape({ ExecutionArn: arn, StartDate: "string" }, "ExecutionArn", "StartDate");
const execution = shape(
  {
    ExecutionArn: arn,
    StateMachineArn: arn,
    Name: text(1, 80),
    Status: "string",
    StartDate: "string",
    StopDate: "string",
    Input: "string",
    InputDetails: shape({ Included: "boolean" }),
    Output: "string",
    OutputDetails: shape({ Included: "boolean" }),
    Error: text(0, 256),
    Cause: text(0, 32_768),
    RedriveCount: count,
  },
  "ExecutionArn",
  "StateMachineArn",
  "Status",
  "StartDate",
);
const functionConfiguration = shape({
  FunctionName: text(1, 256),
  FunctionArn: "string",
  Runtime: "string",
  Role: "string",
  Handler: text(0, 128),
  CodeSize: integer,
  Description: text(0, 256),
  Timeout: { integer: { min: 1 } },
  MemorySize: { integer: { min: 128, max: 10_240 } },
  LastModified: "string",
  CodeSha256: "string",
  Version: text(1, 1024),
  Layers: { list: shape({ Arn: "string", CodeSize: integer }) },
  State: "string",
  PackageType: "string",
  Architectures: strings,
});

const secret = { ARN: text(20, 2048), Name: text(1, 256), VersionId: text(32, 64) } as const;

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
    { ...{ ExecutionArn: arn, StartDate: "string", StopDate: "string", Status: "string", Output: "string" } },
    "ExecutionArn",
    "StartDate",
    "StopDate",
    "Status",
  ),
  "events:putEvents": shape({
    FailedEntryCount: integer,
    Entries: { list: shape({ EventId: text(0, 64), ErrorCode: "string", ErrorMessage: "string" }) },
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
  "aws-sdk:kms:encrypt": shape({ CiphertextBlob: "string", KeyId: text(1, 2048), EncryptionAlgorithm: "string" }),
  "aws-sdk:kms:decrypt": shape({ Plaintext: "string", KeyId: text(1, 2048), EncryptionAlgorithm: "string" }),
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
    ...secret,
    SecretBinary: "string",
    SecretString: text(1, 65_536),
    VersionStages: strings,
    CreatedDate: "string",
  }),
  "aws-sdk:secretsmanager:createSecret": shape(secret),
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
