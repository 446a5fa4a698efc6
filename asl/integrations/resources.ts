import { freeze } from "../builder/freeze.js";
import type { ResourceReference } from "../builder/resources.js";
import type { Workflow } from "../builder/workflow.js";

/** An SQS queue; a stack binds its ARN and URL. */
export interface Queue extends ResourceReference {
  readonly kind: "queue";
}

/** An SNS topic. */
export interface Topic extends ResourceReference {
  readonly kind: "topic";
}

/** A DynamoDB table whose items are `Item`s; a stack binds its ARN and name. */
export interface Table<Item> extends ResourceReference {
  readonly kind: "table";
  readonly itemType?: Item;
}

/** An EventBridge event bus; a stack binds its ARN and name. */
export interface EventBus extends ResourceReference {
  readonly kind: "eventBus";
}

/** An EventBridge connection: the credentials of an HTTP endpoint. */
export interface Connection extends ResourceReference {
  readonly kind: "connection";
}

/** Another state machine, typed by its workflow. */
export interface StateMachine<Input, Output, ErrorName extends string> extends ResourceReference {
  readonly kind: "stateMachine";
  readonly types?: { readonly input: Input; readonly output: Output; readonly error: ErrorName };
}

/** An activity: workers ask for its tasks and answer with its output. */
export interface Activity<Input, Output, ErrorName extends string> extends ResourceReference {
  readonly kind: "activity";
  readonly types?: { readonly input: Input; readonly output: Output; readonly error: ErrorName };
}

/** Names an SQS queue. */
export function queue(name: string): Queue {
  return freeze({ kind: "queue", name });
}

/** Names an SNS topic. */
export function topic(name: string): Topic {
  return freeze({ kind: "topic", name });
}

/** Names a DynamoDB table and gives it the type of its items. */
export function table<Item>(name: string): Table<Item> {
  return freeze({ kind: "table", name });
}

/** Names an EventBridge event bus. */
export function eventBus(name: string): EventBus {
  return freeze({ kind: "eventBus", name });
}

/** Names an EventBridge connection. */
export function connection(name: string): Connection {
  return freeze({ kind: "connection", name });
}

/** Names another state machine and gives it its workflow's input and what it comes to. */
export function stateMachine<Input, W extends Workflow<unknown, string>>(
  name: string,
): StateMachine<Input, OutputOfWorkflow<W>, ErrorOfWorkflow<W>> {
  return freeze({ kind: "stateMachine", name });
}

/** Names an activity and declares what its workers take, give and fail with. */
export function activity<Input, Output, ErrorName extends string = never>(
  name: string,
): Activity<Input, Output, ErrorName> {
  return freeze({ kind: "activity", name });
}

type OutputOfWorkflow<W> = W extends Workflow<infer Output, string> ? Output : never;
type ErrorOfWorkflow<W> = W extends Workflow<unknown, infer ErrorName> ? ErrorName : never;
