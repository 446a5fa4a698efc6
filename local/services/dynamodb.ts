import { parseJson } from "../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../asl/spec/index.js";
import { type Attributes, blocks, isObject, type LocalContext, type Resource, type Service } from "../service.js";
import { JsonApiError, jsonRefusal, unknownOperation } from "./aws-json.js";
import { type DynamoEngine, startEngine } from "./dynamodb-engine.js";
import { optionalText, requiredText } from "./resource-attributes.js";

/**
 * Amazon DynamoDB: dynalite with the stacks' tables, in memory.
 *
 * Has no transactions, no PartiQL, no streams and no deletion of expired items, and ignores
 * `ReturnValuesOnConditionCheckFailure`. The ARN that `DescribeTable` gives
 * has dynalite's region, not the stack's.
 */
export function createDynamodbService(context: LocalContext): Service {
  const engine = startEngine();
  let tables = 0;
  return {
    name: "dynamodb",
    title: "DynamoDB",
    resourceTypes: ["aws_dynamodb_table"],
    async create(resource) {
      const attributes = await createTable(context, engine, resource);
      tables += 1;
      return attributes;
    },
    summary: () => `${tables} ${tables === 1 ? "table" : "tables"}`,
    handle: async (request) => explained(await engine(request.headers, withoutNulls(await request.text()))),
    async stop() {},
  };
}

/** The answer, with a reason for an action that dynalite does not know. */
async function explained(answer: Response): Promise<Response> {
  if (answer.status !== 400) return answer;
  const text = await answer.text();
  if (!text.includes(`"${unknownOperation}"`)) return new Response(text, answer);
  const message = "DynamoDB has no transactions, no PartiQL, no streams and no backups here.";
  return jsonRefusal(new JsonApiError(unknownOperation, message));
}

/** A request without its nulls: in AWS's protocol they say that there is nothing, and dynalite takes them for structures. */
function withoutNulls(body: string): string {
  const input = body.includes("null") ? parseJson(body) : undefined;
  return input === undefined ? body : JSON.stringify(dropNulls(input));
}

function dropNulls(value: Json): Json {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(dropNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(kept.map(([name, field]) => [name, dropNulls(field)]));
}

async function createTable(context: LocalContext, engine: DynamoEngine, resource: Resource): Promise<Attributes> {
  const name = requiredText(resource, "name");
  const hashKey = requiredText(resource, "hash_key");
  const indexes = blocks(resource.attributes.global_secondary_index);
  await call(engine, "CreateTable", {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keySchema(hashKey, optionalText(resource, "range_key")),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map(globalIndex) }),
    AttributeDefinitions: blocks(resource.attributes.attribute).map((attribute) => ({
      AttributeName: attribute.name ?? null,
      AttributeType: attribute.type ?? null,
    })),
  });
  await untilActive(engine, name);
  if (blocks(resource.attributes.ttl).some((ttl) => ttl.enabled !== false)) {
    context.log("info", "dynamodb", "expired items are not deleted here", { table: name });
  }
  const arn = `arn:${context.partition}:dynamodb:${context.region}:${context.accountId}:table/${name}`;
  return { id: name, arn, name };
}

function keySchema(hashKey: Json, rangeKey: Json | undefined): Json {
  const range = rangeKey === undefined || rangeKey === null ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" }];
  return [{ AttributeName: hashKey, KeyType: "HASH" }, ...range];
}

function globalIndex(index: JsonObject): Json {
  return {
    IndexName: index.name ?? null,
    KeySchema: keySchema(index.hash_key ?? null, index.range_key),
    Projection: {
      ProjectionType: index.projection_type ?? null,
      ...(index.non_key_attributes && { NonKeyAttributes: index.non_key_attributes }),
    },
  };
}

/** A table takes requests some milliseconds after its creation. */
async function untilActive(engine: DynamoEngine, name: string): Promise<void> {
  for (;;) {
    const { Table } = await call(engine, "DescribeTable", { TableName: name });
    if (isObject(Table) && Table.TableStatus === "ACTIVE") return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function call(engine: DynamoEngine, action: string, input: Json) {
  const headers = new Headers({
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": `DynamoDB_20120810.${action}`,
    "x-amz-date": "20300101T000000Z",
    authorization: "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local",
  });
  const answer = await engine(headers, JSON.stringify(input));
  const output = parseJson(await answer.text());
  if (answer.ok && isObject(output)) return output;
  const message = isObject(output) ? output.message || output.Message || output.__type : undefined;
  throw new Error(`DynamoDB refuses ${action}: ${message ?? `status ${answer.status}`}.`);
}
