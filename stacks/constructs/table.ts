import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table/index.js";
import { Construct } from "constructs";
import type { HandlerFunction } from "./function.js";
import { SystemStack } from "./system-stack.js";

/** Settings of a `Table`. */
export interface TableSettings {
  /** The attribute, a number of seconds since 1970, after which DynamoDB deletes an item. */
  readonly expiresAt?: string;
}

/** What a function gets of a table. */
export interface TableGrant {
  /** The environment variable that holds the table's name. */
  readonly env: string;
  readonly actions: readonly ("GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query")[];
}

/**
 * A DynamoDB table, on demand and with point-in-time recovery, whose key is the text attribute `pk`. It is encrypted with
 * a key that AWS owns, as every table is; `server_side_encryption` would only exchange it for one that is charged by use.
 *
 * @example `markers.grantTo(email, { env: "SEND_MARKERS_TABLE", actions: ["PutItem"] })`
 */
export class Table extends Construct {
  readonly arn: string;
  readonly #resource: DynamodbTable;

  constructor(scope: Construct, id: string, settings: TableSettings = {}) {
    super(scope, id);
    const stack = SystemStack.around(this);
    const name = stack.named(id);
    this.arn = stack.arn("dynamodb", `table/${name}`);
    this.#resource = new DynamodbTable(this, "resource", {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      attribute: [{ name: "pk", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      ...(settings.expiresAt !== undefined && { ttl: { attributeName: settings.expiresAt, enabled: true } }),
    });
  }

  /** Tells a function the table's name and lets it do these actions on the table. */
  grantTo(fn: HandlerFunction, { env, actions }: TableGrant): void {
    fn.setEnvironment(env, this.#resource.name);
    fn.allow({ actions: actions.map((action) => `dynamodb:${action}`), resources: [this.arn] });
  }
}
