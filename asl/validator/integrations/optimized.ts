/** What Step Functions knows of an API action that it calls by an optimised integration. */
export interface Integration {
  /** How it may be waited for, besides not at all. */
  readonly patterns: readonly string[];
  /** What it cannot do without; of `a|b` one is enough. */
  readonly required: readonly string[];
  /** Its other parameters, where they are few enough to tell a slip from an addition. */
  readonly optional?: readonly string[];
}

const sync = [".sync"];
const token = [".waitForTaskToken"];

const plain = (...required: readonly string[]): Integration => ({ patterns: [], required });
const job = (...required: readonly string[]): Integration => ({ patterns: sync, required });

const message = ["MessageAttributes", "MessageDeduplicationId", "MessageGroupId"];
const capacity = [
  "ReturnConsumedCapacity",
  "ReturnItemCollectionMetrics",
  "ReturnValues",
  "ReturnValuesOnConditionCheckFailure",
];
const condition = [
  "ConditionExpression",
  "ConditionalOperator",
  "Expected",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
];

/**
 * The optimised integrations, by service and action.
 *
 * Source: AWS Step Functions Developer Guide, "Integrating optimized services" and the page of each service.
 */
export const integrations: Readonly<Record<string, Readonly<Record<string, Integration>>>> = {
  apigateway: {
    invoke: {
      patterns: token,
      required: ["ApiEndpoint", "Method"],
      optional: ["Headers", "Stage", "Path", "QueryParameters", "RequestBody", "AllowNullValues", "AuthType"],
    },
  },
  athena: {
    startQueryExecution: job("QueryString"),
    stopQueryExecution: plain("QueryExecutionId"),
    getQueryExecution: plain("QueryExecutionId"),
    getQueryResults: plain("QueryExecutionId"),
  },
  batch: { submitJob: job("JobDefinition", "JobName", "JobQueue") },
  bedrock: {
    invokeModel: { patterns: [...sync, ...token], required: ["ModelId"] },
    createModelCustomizationJob: { patterns: [...sync, ...token], required: ["JobName"] },
  },
  bedrockagentcore: { invokeHarness: plain("HarnessArn") },
  codebuild: {
    startBuild: job("ProjectName"),
    stopBuild: plain("Id"),
    batchDeleteBuilds: plain("Ids"),
    batchGetReports: plain("ReportArns"),
    startBuildBatch: job("ProjectName"),
    stopBuildBatch: plain("Id"),
    retryBuildBatch: job(),
    deleteBuildBatch: plain("Id"),
    batchGetBuildBatches: plain("Ids"),
  },
  databrew: { startJobRun: job("Name") },
  dynamodb: {
    getItem: {
      patterns: [],
      required: ["TableName", "Key"],
      optional: ["AttributesToGet", "ConsistentRead", "ExpressionAttributeNames", "ProjectionExpression", ...capacity],
    },
    putItem: { patterns: [], required: ["TableName", "Item"], optional: [...condition, ...capacity] },
    deleteItem: { patterns: [], required: ["TableName", "Key"], optional: [...condition, ...capacity] },
    updateItem: {
      patterns: [],
      required: ["TableName", "Key"],
      optional: ["AttributeUpdates", "UpdateExpression", ...condition, ...capacity],
    },
  },
  ecs: { runTask: { patterns: [...sync, ...token], required: ["TaskDefinition"] } },
  eks: {
    call: { patterns: token, required: ["ClusterName", "CertificateAuthority", "Endpoint", "Method", "Path"] },
    runJob: {
      patterns: [...sync, ...token],
      required: ["ClusterName", "CertificateAuthority", "Endpoint", "Job"],
    },
    createCluster: job("Name", "ResourcesVpcConfig", "RoleArn"),
    deleteCluster: job("Name"),
    createNodegroup: job("ClusterName", "NodegroupName"),
    deleteNodegroup: job("ClusterName", "NodegroupName"),
    createFargateProfile: job("ClusterName", "FargateProfileName"),
    deleteFargateProfile: job("ClusterName", "FargateProfileName"),
  },
  elasticmapreduce: {
    createCluster: job("Name", "Instances"),
    terminateCluster: job("ClusterId"),
    addStep: job("ClusterId", "Step"),
    cancelStep: plain("ClusterId", "StepId"),
    setClusterTerminationProtection: plain("ClusterId", "TerminationProtected"),
    modifyInstanceFleetByName: plain("ClusterId"),
    modifyInstanceGroupByName: plain("ClusterId"),
  },
  "emr-containers": {
    createVirtualCluster: plain("Name", "ContainerProvider"),
    deleteVirtualCluster: job("Id"),
    startJobRun: job("VirtualClusterId", "ExecutionRoleArn", "ReleaseLabel", "JobDriver"),
  },
  "emr-serverless": {
    createApplication: job("Type", "ReleaseLabel"),
    startApplication: job("ApplicationId"),
    stopApplication: job("ApplicationId"),
    deleteApplication: job("ApplicationId"),
    startJobRun: job("ApplicationId", "ExecutionRoleArn"),
    cancelJobRun: job("ApplicationId", "JobRunId"),
  },
  events: { putEvents: { patterns: token, required: ["Entries"], optional: ["EndpointId"] } },
  glue: { startJobRun: job("JobName") },
  http: { invoke: plain("ApiEndpoint", "Method", "Authentication|InvocationConfig") },
  lambda: {
    invoke: {
      patterns: token,
      required: ["FunctionName"],
      optional: ["ClientContext", "InvocationType", "LogType", "Payload", "Qualifier"],
    },
  },
  mediaconvert: { createJob: job("Role", "Settings") },
  sagemaker: {
    createEndpoint: plain("EndpointName", "EndpointConfigName"),
    createEndpointConfig: plain("EndpointConfigName"),
    createHyperParameterTuningJob: job("HyperParameterTuningJobName"),
    createLabelingJob: job("LabelingJobName"),
    createModel: plain("ModelName"),
    createProcessingJob: job("ProcessingJobName"),
    createTrainingJob: job("TrainingJobName"),
    createTransformJob: job("TransformJobName"),
    updateEndpoint: plain("EndpointName", "EndpointConfigName"),
  },
  sns: {
    publish: {
      patterns: token,
      required: ["Message", "TopicArn|TargetArn|PhoneNumber"],
      optional: ["MessageStructure", "Subject", ...message],
    },
  },
  sqs: {
    sendMessage: {
      patterns: token,
      required: ["MessageBody", "QueueUrl"],
      optional: ["DelaySeconds", "MessageSystemAttributes", ...message],
    },
  },
  states: {
    startExecution: {
      patterns: [".sync", ".sync:2", ".waitForTaskToken"],
      required: ["StateMachineArn"],
      optional: ["Input", "Name", "TraceHeader"],
    },
  },
};

/** What a rule about parameters needs of an integration, put together once. */
export interface Parameters {
  /** Of each list, one is needed. */
  readonly required: readonly (readonly string[])[];
  /** All that there are; undefined where they are not all known. */
  readonly all: ReadonlySet<string> | undefined;
}

const parametersOf = ({ required, optional }: Integration): Parameters => {
  const alternatives = required.map((names) => names.split("|"));
  return { required: alternatives, all: optional && new Set([...alternatives.flat(), ...optional]) };
};

/** The parameters of the optimised integrations, by `service:action`. */
export const integrationParameters: ReadonlyMap<string, Parameters> = new Map(
  Object.entries(integrations).flatMap(([service, actions]) =>
    Object.entries(actions).map(([action, integration]): [string, Parameters] => [
      `${service}:${action}`,
      parametersOf(integration),
    ]),
  ),
);

/** Names that look right for `aws-sdk` but belong to another naming of AWS, with the one that Step Functions takes. */
export const sdkServiceNames: Readonly<Record<string, string>> = {
  "cloudwatch-logs": "cloudwatchlogs",
  cognito: "cognitoidentityprovider",
  "cognito-idp": "cognitoidentityprovider",
  elb: "elasticloadbalancing",
  elbv2: "elasticloadbalancingv2",
  events: "eventbridge",
  "event-bridge": "eventbridge",
  iotdata: "iotdataplane",
  "iot-data": "iotdataplane",
  logs: "cloudwatchlogs",
  states: "sfn",
  "step-functions": "sfn",
  stepfunctions: "sfn",
};
