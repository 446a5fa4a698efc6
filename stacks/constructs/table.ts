import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table/index.js";
import { Construct } from "constructs";
import type { HandlerFunction } from "./function.js";
import { SystemStack } from "./system-stack.js";

/** Settings of a `Table`. */
export interface TableSettings {
  /** The text attribute that is the key; `pk` unless said otherwise. */
  readonly hashKey?: string;
  /** The attribute, a number of seconds since 1970, after which DynamoDB deletes an item. */
  readonly expiresAt?: string;
  readonly indexes?: readonly IndexSettings[];
}

/** Another order of a table's items, with some of their attributes. */
export interface IndexSettings {
  readonly name: string;
  /** Text attributes. */
  readonly hashKey: string;
  readonly rangeKey: string;
  /** The attributes besides the keys that it holds; what is not named here cannot be read through it. */
  readonly holds: readonly string[];
}

/** What a function gets of a table. */
export interface TableGrant {
  /** The environment variable that holds the table's name. */
  readonly env: string;
  /** What it may do with the table itself. */
  readonly actions?: readonly ("GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query" | "Scan")[];
  /** An index that it may query, and the environment variable that holds the index' name. */
  readonly index?: { readonly name: string; readonly env: string };
}

/**
 * A DynamoDB table, on demand and with point-in-time recovery. It is encrypted with a key that AWS owns, as every table is;
 * `server_side_encryption` without the stack's customer key would only exchange it for one that is charged by use.
 *
 * @example
 * ```ts
 * markers.grantTo(email, { env: "SEND_MARKERS_TABLE", actions: ["PutItem"] });
 * robots.grantTo(api, { env: "ROBOTS_TABLE", index: { name: "by-status", env: "ROBOTS_INDEX" } });
 * ```
 */
export class Table extends Construct {
  /** Both are built from the stack's names, so they are known when Terraform plans. */
  readonly name: string;
  readonly arn: string;
  readonly resource: DynamodbTable;
  readonly #indexes: readonly IndexSettings[];

  constructor(scope: Construct, id: string, settings: TableSettings = {}) {
    super(scope, id);
    const stack = SystemStack.around(this);
    const { hashKey = "pk", indexes = [], expiresAt } = settings;
    this.name = stack.named(id);
    this.arn = stack.arn("dynamodb", `table/${this.name}`);
    this.#indexes = indexes;
    const keys = new Set([hashKey, ...indexes.flatMap((index) => [index.hashKey, index.rangeKey])]);
    this.resource = new DynamodbTable(this, "resource", {
      name: this.name,
      billingMode: "PAY_PER_REQUEST",
      hashKey,
      attribute: [...keys].map((name) => ({ name, type: "S" })),
      pointInTimeRecovery: { enabled: true },
      ...(indexes.length > 0 && {
        globalSecondaryIndex: indexes.map(({ holds, ...index }) =>
          holds.length > 0
            ? { ...index, projectionType: "INCLUDE", nonKeyAttributes: [...holds] }
            : { ...index, projectionType: "KEYS_ONLY" },
        ),
      }),
      ...(stack.customerKey && { serverSideEncryption: { enabled: true, kmsKeyArn: stack.customerKey.arn } }),
      ...(expiresAt !== undefined && { ttl: { attributeName: expiresAt, enabled: true } }),
      ...(stack.keepsData && { deletionProtectionEnabled: true, lifecycle: { preventDestroy: true } }),
    });
  }

  /** What a workflow needs of it: its ARN and name. */
  get binding(): { readonly arn: string; readonly name: string } {
    return { arn: this.arn, name: this.name };
  }

  /**
   * Tells a function the table's name and lets it do these actions on the table, or query the index.
   *
   * @throws Error when the table has no such index
   */
  grantTo(fn: HandlerFunction, { env, actions = [], index }: TableGrant): void {
    fn.setEnvironment(env, this.resource.name);
    if (actions.length > 0) {
      fn.allow({ actions: actions.map((action) => `dynamodb:${action}`), resources: [this.arn] });
    }
    if (index === undefined) return;
    if (!this.#indexes.some(({ name }) => name === index.name)) {
      const names = this.#indexes.map(({ name }) => `"${name}"`).join(", ") || "none";
      throw new Error(`The table "${this.node.id}" has no index "${index.name}". It has ${names}.`);
    }
    fn.setEnvironment(index.env, index.name);
    fn.allow({ actions: ["dynamodb:Query"], resources: [`${this.arn}/index/${index.name}`] });
  }
}
