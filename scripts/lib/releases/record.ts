import { DefaultTokenResolver, StringConcat, type TerraformStack, Tokenization } from "cdktf";
import { HandlerFunction } from "../../../stacks/constructs/function.js";
import { Queue } from "../../../stacks/constructs/queue.js";
import type { Release, ReleasedStatement } from "../../../stacks/constructs/releases.js";
import { StateMachine } from "../../../stacks/constructs/state-machine.js";
import { Table } from "../../../stacks/constructs/table.js";
import { UsageError } from "../usage.js";

/** The longest that an execution of a Standard state machine runs, a year, and a day for time zones. */
const DAYS_ALIVE = 366;

/** How a synthesized ARN refers to what differs between deployments, and what stands for it in a list of releases. */
const PLACEHOLDERS = {
  "${data.aws_partition.current.partition}": "{partition}",
  "${data.aws_region.current.name}": "{region}",
  "${data.aws_caller_identity.current.account_id}": "{account}",
  "${var.stage}": "{stage}",
};

/** What a stack would release today. @param date `YYYY-MM-DD` */
export function releaseOf(stack: TerraformStack, date: string): Release {
  const parts = stack.node.findAll();
  const machines = parts.filter((part) => part instanceof StateMachine);
  return {
    date,
    functions: parts
      .filter((part) => part instanceof HandlerFunction)
      .map(({ node }) => node.id)
      .sort(),
    keeps: parts
      .filter((part) => part instanceof Table || part instanceof StateMachine || part instanceof Queue)
      .map(({ resource }) => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`)
      .sort(),
    machines: Object.fromEntries(
      machines.map(({ node, ownStatements }) => [
        node.id,
        ownStatements.map(
          ({ actions, resources = [] }): ReleasedStatement => ({
            actions,
            resources: resources.map((resource) => placeholders(resolved(resource, stack))),
          }),
        ),
      ]),
    ),
  };
}

/**
 * A list of releases with another one: those that can have no executions running any more are dropped, and one of the same
 * day becomes the union of both. A release starts executions until the day of the next one, however old it is by then.
 *
 * @throws UsageError when a release of the list is younger than the new one
 */
export function withRelease(releases: readonly Release[], added: Release): readonly Release[] {
  const newest = releases.at(-1);
  if (newest && newest.date > added.date) {
    throw new UsageError(`There is a release of ${newest.date} already; ${added.date} is before it.`);
  }
  const kept = releases.filter((_, index) => {
    const followedOn = releases[index + 1]?.date ?? added.date;
    return daysBetween(followedOn, added.date) <= DAYS_ALIVE;
  });
  const sameDay = kept.find(({ date }) => date === added.date);
  return [...kept.filter((one) => one !== sameDay), sameDay ? union(sameDay, added) : added];
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function union(earlier: Release, later: Release): Release {
  const names = [...new Set([...Object.keys(earlier.machines), ...Object.keys(later.machines)])].sort();
  const statements = (name: string) => {
    const all = [...(earlier.machines[name] ?? []), ...(later.machines[name] ?? [])];
    return [...new Map(all.map((statement) => [JSON.stringify(statement), statement])).values()];
  };
  return {
    date: later.date,
    functions: [...new Set([...earlier.functions, ...later.functions])].sort(),
    keeps: [...new Set([...earlier.keeps, ...later.keeps])].sort(),
    machines: Object.fromEntries(names.map((name) => [name, statements(name)])),
  };
}

/** A text with CDKTF's tokens as Terraform's references. */
function resolved(text: string, scope: TerraformStack): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return String(Tokenization.resolve(text, { scope, resolver, preparing: false }));
}

function placeholders(resource: string): string {
  let text = resource;
  for (const [reference, placeholder] of Object.entries(PLACEHOLDERS)) text = text.replaceAll(reference, placeholder);
  if (!text.includes("${")) return text;
  throw new Error(
    `The permission on ${text} refers to a resource, so a later release could not name it. Build the ARN from names, with stack.arn().`,
  );
}
