import type { JsonObject } from "../../../asl/spec/index.js";
import type { Attributes, BusEvent, LocalContext, Resource, Service } from "../../service.js";
import { answerJson } from "../aws-json.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import { createDelivery } from "./deliver.js";
import { putEvents } from "./put-events.js";
import { busName, defaultBus, type Rule, readRule } from "./rule.js";
import { findRule, listRules, requestedRule } from "./rule-actions.js";
import { createScheduler } from "./scheduler.js";
import { readTarget } from "./target.js";

/**
 * Amazon EventBridge: event buses, rules with patterns or schedules, and their targets. The default bus gets what other
 * services publish, too.
 *
 * Answers `PutEvents`, `ListRules`, `EnableRule` and `DisableRule` in AWS JSON 1.1. There are no archives, pipes, API
 * destinations or buses of other accounts.
 */
export function createEventBridgeService(context: LocalContext): Service {
  /** By the bus's name. */
  const buses = new Map<string, Map<string, Rule>>([[defaultBus, new Map()]]);
  const delivery = createDelivery(context);
  const fire = (rule: Rule, event: BusEvent) => {
    for (const target of rule.targets) delivery.deliver(rule, target, event);
  };
  const scheduler = createScheduler(context, fire);

  const put = (bus: string, event: BusEvent): void => {
    const rules = buses.get(bus);
    if (rules === undefined) context.log("warn", "events", "an event went to a bus that does not exist", { bus });
    for (const rule of rules?.values() ?? []) {
      if (rule.enabled && rule.pattern?.matches(asObject(event))) fire(rule, event);
    }
  };
  context.events.subscribe((event) => put(defaultBus, event));

  const creators: Readonly<Record<string, (resource: Resource) => Attributes>> = {
    aws_cloudwatch_event_bus(resource) {
      const name = requiredText(resource, "name");
      if (!/^[/.\-_A-Za-z0-9]{1,256}$/u.test(name)) {
        throw new Error(`'name' is "${name}", but may only have letters, digits, '/', '.', '-' and '_'.`);
      }
      if (buses.has(name)) throw new Error(`There is a bus "${name}" already.`);
      buses.set(name, new Map());
      return { id: name, name, arn: busArn(context, name) };
    },
    aws_cloudwatch_event_rule(resource) {
      const rule = readRule(context, resource);
      const rules = buses.get(rule.bus);
      if (rules === undefined) throw new Error(`'event_bus_name' is "${rule.bus}": there is no such bus.`);
      if (rules.has(rule.name)) throw new Error(`There is a rule "${rule.name}" on the bus ${rule.bus} already.`);
      rules.set(rule.name, rule);
      scheduler.update(rule);
      return { id: rule.bus === defaultBus ? rule.name : `${rule.bus}/${rule.name}`, name: rule.name, arn: rule.arn };
    },
    aws_cloudwatch_event_target(resource) {
      const bus = busName(optionalText(resource, "event_bus_name") ?? defaultBus);
      const rule = findRule(buses, bus, requiredText(resource, "rule"));
      const target = readTarget(context, resource);
      if (rule.targets.some(({ id }) => id === target.id)) {
        throw new Error(`The rule "${rule.name}" has a target "${target.id}" already.`);
      }
      rule.targets.push(target);
      return { id: `${rule.name}-${target.id}`, target_id: target.id };
    },
  };
  const change = (enabled: boolean) => (input: JsonObject) => {
    const rule = requestedRule(buses, input);
    rule.enabled = enabled;
    scheduler.update(rule);
    return {};
  };
  const actions = {
    PutEvents: (input: JsonObject) => putEvents(context, input, put),
    ListRules: (input: JsonObject) => listRules(buses, input),
    EnableRule: change(true),
    DisableRule: change(false),
  };
  return {
    name: "events",
    title: "EventBridge",
    resourceTypes: Object.keys(creators),
    create: (resource) => creators[resource.type]?.(resource) ?? {},
    summary: () => {
      const rules = [...buses.values()].reduce((sum, bus) => sum + bus.size, 0);
      return `${rules} ${rules === 1 ? "rule" : "rules"}`;
    },
    handle: (request) => answerJson({ targetPrefix: "AWSEvents", version: "1.1", actions }, request),
    async stop() {
      scheduler.stop();
      delivery.stop();
    },
  };
}

/** The ARN of a bus. */
export function busArn({ partition, region, accountId }: LocalContext, name: string): string {
  return `arn:${partition}:events:${region}:${accountId}:event-bus/${name}`;
}

function asObject(event: BusEvent): JsonObject {
  return { ...event };
}
