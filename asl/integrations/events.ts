import type { Arg, JsonArg } from "../builder/expression.js";
import type { Work } from "../builder/work.js";
import { type Reply, type TaskToken, taskToken } from "./reply.js";
import type { EventBus } from "./resources.js";
import { allow, attributeOf, task } from "./task.js";

/** An event as EventBridge takes it. */
export interface EventEntry {
  readonly source: Arg<string>;
  readonly detailType: Arg<string>;
  readonly detail: JsonArg;
  /** The ARNs of what the event is about. */
  readonly resources?: Arg<readonly string[]>;
  /** RFC 3339; the time of the call by default. */
  readonly time?: Arg<string>;
}

/** EventBridge's answer: an entry that failed has an `ErrorCode`, and Step Functions fails the task then. */
export interface PutEventsResult {
  readonly FailedEntryCount: number;
  readonly Entries: readonly {
    readonly EventId?: string;
    readonly ErrorCode?: string;
    readonly ErrorMessage?: string;
  }[];
}

/** Errors that PutEvents is known to fail with. `EventBridge.FailedEntry` means that not every event was taken. */
export type EventBridgeError = "EventBridge.FailedEntry" | "EventBridge.AmazonEventBridgeException";

function entry(bus: EventBus, { source, detailType, detail, resources, time }: EventEntry) {
  return {
    EventBusName: attributeOf(bus, "name"),
    Source: source,
    DetailType: detailType,
    Detail: detail,
    ...(resources !== undefined && { Resources: resources }),
    ...(time !== undefined && { Time: time }),
  };
}

function putEvent(
  bus: EventBus,
  event: EventEntry,
  ...more: readonly EventEntry[]
): Work<PutEventsResult, EventBridgeError> {
  return task({
    resource: "events:putEvents",
    arguments: { Entries: [event, ...more].map((one) => entry(bus, one)) },
    permissions: [allow(["events:PutEvents"], bus)],
  });
}

function waitForTaskToken<Output, ErrorName extends string>(
  bus: EventBus,
  event: (taskToken: TaskToken) => EventEntry,
  _reply: Reply<Output, ErrorName>,
): Work<Output, ErrorName | EventBridgeError> {
  return task({
    resource: "events:putEvents.waitForTaskToken",
    arguments: { Entries: [entry(bus, event(taskToken()))] },
    permissions: [allow(["events:PutEvents"], bus)],
  });
}

/**
 * Amazon EventBridge; one call takes up to ten events. Source: AWS Step Functions Developer Guide, "Add EventBridge events with Step Functions".
 *
 * @example `events.putEvent(eventBus("shop"), { source: "shop", detailType: "OrderPlaced", detail: { orderId: input.orderId } })`
 */
export const events = { putEvent: Object.assign(putEvent, { waitForTaskToken }) };
