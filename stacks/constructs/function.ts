import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function/index.js";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config/index.js";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission/index.js";
import { type ITerraformDependable, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { environmentKeyStatement } from "./customer-key.js";
import { Role, type Statement } from "./iam.js";
import { logGroup } from "./log-group.js";
import type { Queue } from "./queue.js";
import { SystemStack } from "./system-stack.js";
import { allowWildcard } from "./wildcards.js";

/** Settings of a `HandlerFunction`. */
export interface HandlerFunctionSettings {
  /** What it does, in one sentence, as the Lambda console shows it. */
  readonly description: string;
  /** In seconds. */
  readonly timeout: number;
  /** In MB; processor time grows with it. */
  readonly memory?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** The most events it handles at once, taken out of the account's limit; without it the account's limit is all. */
  readonly reservedConcurrency?: number;
}

/** In seconds: an event that could not be handled for so long is a failure. */
const ONE_HOUR = 3600;

/**
 * What functions run on in AWS; esbuild bundles them for Node 20, so it may be any later one. It ends in April 2027, and provider 5.100 knows no
 * later one: docs/decisions.md says when to move.
 */
const RUNTIME = "nodejs22.x";

/** Lambda samples by itself. Source: Lambda developer guide, "Visualize Lambda function invocations using AWS X-Ray". */
const LAMBDA_TRACING = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];

/**
 * A Lambda function that runs `handlers/<system>/<id>.ts`, as the build bundled it, under a role of its own.
 *
 * @example
 * ```ts
 * const email = new HandlerFunction(this, "email-reminder", { description: "Sends a reminder by e-mail.", timeout: 15 });
 * markers.grantTo(email, { env: "SEND_MARKERS_TABLE", actions: ["PutItem"] });
 * ```
 */
export class HandlerFunction extends Construct {
  readonly name: string;
  /** Built from the name, so it is known when Terraform plans. */
  readonly arn: string;
  /** In seconds. */
  readonly timeout: number;
  readonly resource: LambdaFunction;
  readonly #role: Role;
  readonly #environment = new Map<string, string>();

  constructor(scope: Construct, id: string, settings: HandlerFunctionSettings) {
    super(scope, id);
    const stack = SystemStack.around(this);
    this.name = stack.named(id);
    this.arn = stack.arn("lambda", `function:${this.name}`);
    this.timeout = settings.timeout;
    this.#role = new Role(this, "role", { name: this.name, service: "lambda.amazonaws.com" });
    const logs = logGroup(this, "logs", `/aws/lambda/${this.name}`);
    this.allow(allowWildcard("logStreams", logs.arn), allowWildcard("tracing", "", LAMBDA_TRACING));
    const zip = join(stack.buildDir, "handlers", stack.system, `${id}.zip`);
    const code = new TerraformAsset(this, "code", { path: zip });
    this.resource = new LambdaFunction(this, "resource", {
      functionName: this.name,
      description: settings.description,
      role: this.#role.arn,
      runtime: RUNTIME,
      architectures: ["arm64"],
      handler: "index.handler",
      filename: code.path,
      sourceCodeHash: createHash("sha256").update(readFileSync(zip)).digest("base64"),
      timeout: settings.timeout,
      memorySize: settings.memory ?? 256,
      ...(settings.reservedConcurrency !== undefined && { reservedConcurrentExecutions: settings.reservedConcurrency }),
      tracingConfig: { mode: "Active" },
      dependsOn: [logs, this.#role.policy],
    });
    for (const [name, value] of Object.entries(settings.environment ?? {})) this.setEnvironment(name, value);
  }

  /** Its permissions: depend on them where a service checks them the moment it is told of the function. */
  get policy(): ITerraformDependable {
    return this.#role.policy;
  }

  /** Lets a service invoke it on behalf of one of its resources. */
  allowInvocation(id: string, service: string, sourceArn: string): void {
    new LambdaPermission(this, `invoked-by-${id}`, {
      functionName: this.resource.functionName,
      action: "lambda:InvokeFunction",
      principal: service,
      sourceArn,
    });
  }

  /**
   * Sends what an asynchronous invocation failed at to a queue, once Lambda has retried it twice. A record there holds the
   * event and the error. Source: Lambda developer guide, "Capturing records of Lambda asynchronous invocations".
   */
  sendFailuresTo(queue: Queue): void {
    queue.grantTo(this, { actions: ["SendMessage"] });
    new LambdaFunctionEventInvokeConfig(this, "failures", {
      functionName: this.resource.functionName,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: ONE_HOUR,
      destinationConfig: { onFailure: { destination: queue.resource.arn } },
      // Lambda checks the function's permission to send when it is told the destination.
      dependsOn: [this.policy],
    });
  }

  /** Grants the function's role a permission. */
  allow(...statements: readonly Statement[]): void {
    this.#role.allow(...statements);
  }

  /**
   * Gives the function an environment variable.
   *
   * @throws Error when the name is taken: two grants would fight over one variable.
   */
  setEnvironment(name: string, value: string): void {
    if (this.#environment.has(name)) {
      throw new Error(
        `The function "${this.node.id}" has the environment variable ${name} already. Choose another name.`,
      );
    }
    const { customerKey } = SystemStack.around(this);
    // Without an environment Lambda forgets the key, and Terraform would add it at each apply.
    if (customerKey && this.#environment.size === 0) {
      this.resource.kmsKeyArn = customerKey.arn;
      this.allow(environmentKeyStatement(customerKey, this.arn));
    }
    this.#environment.set(name, value);
    this.resource.putEnvironment({ variables: Object.fromEntries(this.#environment) });
  }
}
