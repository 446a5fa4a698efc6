import { entryOf } from "./entry.js";
import type { Action } from "./model.js";
import { say, type Words } from "./words.js";

/** What a resource holds that nothing brings back. */
const held: Readonly<Record<string, (name: string) => Words>> = {
  aws_dynamodb_table: (name) => say`every item of the table ${name}`,
  aws_s3_bucket: (name) => say`every file in the bucket ${name}`,
  aws_sqs_queue: (name) => say`every message that waits in the queue ${name}`,
  aws_cloudwatch_log_group: (name) => say`every log line of ${name}`,
  aws_efs_file_system: (name) => say`every file in ${name}`,
  aws_db_instance: (name) => say`everything in the database ${name}`,
  aws_rds_cluster: (name) => say`everything in the database ${name}`,
  aws_kinesis_stream: (name) => say`every record in the stream ${name}`,
  aws_secretsmanager_secret: (name) => say`the secret ${name}`,
  aws_kms_key: (name) => say`the key ${name}, and what is encrypted with it`,
  aws_cognito_user_pool: (name) => say`every user of ${name}`,
};

/** What is lost when this happens to a resource of this type; nothing where it holds no data, or stays. */
export function lossOf(type: string, name: string, action: Action): Words | undefined {
  return action === "destroy" || action === "replace" ? entryOf(held, type)?.(name) : undefined;
}
