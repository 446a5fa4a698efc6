import type { LocalContext, Resource } from "../../service.js";
import { optionalText } from "../resource-attributes.js";
import type { Schedule } from "./cron.js";
import { compileEventPattern, type EventPattern } from "./event-pattern.js";
import { parseSchedule } from "./schedule.js";
import type { Target } from "./target.js";

/** The name of the bus that every account has. */
export const defaultBus = "default";

/** A rule of a bus. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly description: string | undefined;
  readonly pattern: { readonly text: string; readonly matches: EventPattern } | undefined;
  readonly schedule: { readonly text: string; readonly next: Schedule } | undefined;
  readonly targets: Target[];
  enabled: boolean;
}

/** The name of a bus in its name or ARN. */
export function busName(nameOrArn: string): string {
  return /:event-bus\/(.+)$/u.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/**
 * Reads an `aws_cloudwatch_event_rule`.
 *
 * @throws Error that names the argument
 */
export function readRule(context: LocalContext, resource: Resource): Rule {
  const { partition, region, accountId } = context;
  const prefix = optionalText(resource, "name_prefix");
  const name = optionalText(resource, "name") ?? `${prefix ?? "terraform-"}${resource.name.replaceAll("_", "-")}`;
  if (!/^[.\-_A-Za-z0-9]{1,64}$/u.test(name)) {
    throw new Error(`'name' is "${name}", but may only have 1 to 64 letters, digits, '.', '-' and '_'.`);
  }
  const bus = busName(optionalText(resource, "event_bus_name") ?? defaultBus);
  const pattern = optionalText(resource, "event_pattern");
  const schedule = optionalText(resource, "schedule_expression");
  if (pattern === undefined && schedule === undefined) {
    throw new Error("One of 'event_pattern' and 'schedule_expression' must be set.");
  }
  if (schedule !== undefined && bus !== defaultBus) {
    throw new Error("'schedule_expression' is possible on the default event bus only.");
  }
  const path = bus === defaultBus ? name : `${bus}/${name}`;
  return {
    name,
    arn: `arn:${partition}:events:${region}:${accountId}:rule/${path}`,
    bus,
    description: optionalText(resource, "description"),
    pattern: pattern === undefined ? undefined : { text: pattern, matches: compileEventPattern(pattern) },
    schedule: schedule === undefined ? undefined : { text: schedule, next: parseSchedule(schedule) },
    targets: [],
    enabled: readState(resource),
  };
}

function readState(resource: Resource): boolean {
  const state = optionalText(resource, "state") ?? "ENABLED";
  if (state === "ENABLED" || state === "DISABLED") return state === "ENABLED";
  throw new Error(`'state' is "${state}", but must be ENABLED or DISABLED here: there are no CloudTrail events.`);
}
