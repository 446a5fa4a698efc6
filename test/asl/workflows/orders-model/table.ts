import * as v from "valibot";
import type { Json } from "../../../../asl/index.js";
import { TaskFailure } from "../../../../asl/interpreter/index.js";

/** An item: numbers and texts by attribute. */
export type Item = Map<string, number | string>;

const valueSchema = v.union([
  v.pipe(
    v.strictObject({ S: v.string() }),
    v.transform(({ S }) => S),
  ),
  v.pipe(
    v.strictObject({ N: v.string() }),
    v.transform(({ N }) => Number(N)),
  ),
]);
const valuesSchema = v.optional(v.record(v.string(), valueSchema), {});
const requestSchema = v.object({
  TableName: v.string(),
  Item: v.optional(v.record(v.string(), valueSchema)),
  Key: v.optional(v.record(v.string(), valueSchema)),
  UpdateExpression: v.optional(v.string()),
  ConditionExpression: v.optional(v.string()),
  ExpressionAttributeNames: v.optional(v.record(v.string(), v.string()), {}),
  ExpressionAttributeValues: valuesSchema,
});
type Request = v.InferOutput<typeof requestSchema>;

/** Tables that evaluate the expressions that orders uses, and refuse others. */
export class Tables {
  readonly #tables = new Map<string, Map<string, Item>>();

  /** An item, if it is there. */
  item(table: string, key: string): Item | undefined {
    return this.#tables.get(table)?.get(key);
  }

  put(table: string, key: string, item: Item): void {
    const items = this.#tables.get(table) ?? new Map<string, Item>();
    this.#tables.set(table, items.set(key, item));
  }

  /** Does `putItem` or `updateItem`. Throws a TaskFailure when its condition fails. */
  write(parameters: Json): void {
    const request = v.parse(requestSchema, parameters);
    const key = request.Key ?? { orderId: request.Item?.orderId ?? "" };
    const [id = ""] = Object.values(key).map(String);
    const before = this.item(request.TableName, id) ?? new Map();
    if (request.ConditionExpression !== undefined && !holds(request.ConditionExpression, before, request)) {
      throw new TaskFailure("DynamoDB.ConditionalCheckFailedException", "The conditional request failed");
    }
    const after = request.Item
      ? new Map(Object.entries(request.Item))
      : updated(request.UpdateExpression ?? "", new Map([...before, ...Object.entries(key)]), before, request);
    this.put(request.TableName, id, after);
  }
}

function holds(condition: string, item: Item, request: Request): boolean {
  return condition.split(" OR ").some((term) => {
    const call = /^(attribute_exists|attribute_not_exists)\((\S+)\)$/.exec(term);
    if (call) return item.has(nameOf(call[2], request)) === (call[1] === "attribute_exists");
    const [left = "", operator, right = ""] = term.split(" ");
    const [a, b] = [item.get(nameOf(left, request)), operand(right, item, request)];
    if (operator === "=") return a === b;
    if (operator === ">=") return typeof a === "number" && typeof b === "number" && a >= b;
    throw new Error(`The model does not know the condition ${term}.`);
  });
}

function updated(expression: string, after: Item, before: Item, request: Request): Item {
  const [set = "", remove = ""] = expression.startsWith("REMOVE ")
    ? ["", expression.slice("REMOVE ".length)]
    : expression.slice("SET ".length).split(" REMOVE ");
  for (const assignment of set === "" ? [] : set.split(/, (?=\S+ = )/)) {
    const [target = "", value = ""] = assignment.split(" = ");
    after.set(nameOf(target, request), computed(value, before, request));
  }
  for (const name of remove === "" ? [] : remove.split(", ")) after.delete(nameOf(name, request));
  return after;
}

function computed(text: string, item: Item, request: Request): number | string {
  const [left = "", operator, right = ""] = text.split(/ ([+-]) /);
  const a = operand(left, item, request);
  if (operator === undefined) return a;
  const b = operand(right, item, request);
  if (typeof a !== "number" || typeof b !== "number") throw new TaskFailure("DynamoDB.AmazonDynamoDBException");
  return operator === "+" ? a + b : a - b;
}

function operand(text: string, item: Item, request: Request): number | string {
  const fallback = /^if_not_exists\((\S+), (\S+)\)$/.exec(text);
  const name = fallback?.[1] ?? text;
  const value = name.startsWith(":")
    ? request.ExpressionAttributeValues[name]
    : (item.get(nameOf(name, request)) ??
      (fallback ? request.ExpressionAttributeValues[fallback[2] ?? ""] : undefined));
  if (value === undefined) throw new Error(`The model finds nothing for ${text}.`);
  return value;
}

function nameOf(name: string | undefined, { ExpressionAttributeNames: names }: Request): string {
  return name?.startsWith("#") ? (names[name] ?? name) : (name ?? "");
}
