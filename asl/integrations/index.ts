export { perform } from "./activities.js";
export type { AslInput, AslOutput } from "./asl-input.js";
export { type AwsSdkOptions, awsSdk } from "./aws-sdk.js";
export {
  type AttributeValue,
  type Conditions,
  type DynamoDbError,
  dynamodb,
  type GetOptions,
  type StoredItem,
  type UpdateOptions,
  type WriteOptions,
} from "./dynamodb.js";
export { type EventBridgeError, type EventEntry, events } from "./events.js";
export { type HttpError, type HttpRequest, type HttpResponse, httpInvoke } from "./http.js";
export { batch, ecs, emr, glue, type JobOptions, sagemaker } from "./jobs.js";
export {
  invoke,
  type LambdaError,
  type LambdaFunction,
  lambda,
  lambdaMaybeDone,
  lambdaNotDone,
  type TaskHandler,
} from "./lambda.js";
export { type Reply, reply, type TaskToken } from "./reply.js";
export {
  type Activity,
  activity,
  type Connection,
  connection,
  type EventBus,
  eventBus,
  type Queue,
  queue,
  type StateMachine,
  stateMachine,
  type Table,
  type Topic,
  table,
  topic,
} from "./resources.js";
export {
  type CsvOptions,
  type CsvRow,
  type JsonOptions,
  type ListedObject,
  type ReadOptions,
  s3Items,
} from "./s3-items.js";
export { type PublishOptions, type SnsError, sns } from "./sns.js";
export { type MessageOptions, type SqsError, sqs } from "./sqs.js";
export { type StartOptions, type StepFunctionsError, states } from "./states.js";
export { allow } from "./task.js";
