import { blocks, type LocalContext, type Resource } from "../../service.js";
import { requiredText } from "../resource-attributes.js";
import { type Action, actionReaders } from "./actions.js";
import type { BrokerMessage } from "./broker.js";
import { type Selection, select } from "./sql/evaluate.js";
import type { Surroundings } from "./sql/functions.js";
import { parseStatement } from "./sql/parse.js";
import type { Statement } from "./sql/syntax.js";
import { filterProblem, matchesFilter } from "./topics.js";

/** A rule, read and checked. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly isEnabled: boolean;
  readonly statement: Statement;
  readonly actions: readonly Action[];
  readonly errorAction: Action | undefined;
}

/**
 * Reads an `aws_iot_topic_rule`.
 *
 * @throws an `Error` that says what cannot run here
 */
export function readRule(context: LocalContext, resource: Resource, arn: string): Rule {
  const { attributes } = resource;
  const version = requiredText(resource, "sql_version");
  if (version !== "2016-03-23") {
    throw new Error(`'sql_version' is '${version}', but the local runtime only runs '2016-03-23'.`);
  }
  const statement = parseStatement(requiredText(resource, "sql"));
  const problem = filterProblem(statement.from);
  if (problem !== undefined) throw new Error(`FROM '${statement.from}': ${problem}.`);
  const actions = readActions(attributes, context, arn);
  if (actions.length === 0) throw new Error("The rule has no action.");
  const errorActions = blocks(attributes.error_action).flatMap((block) => readActions(block, context, arn));
  if (errorActions.length > 1) throw new Error("'error_action' has several actions; AWS allows one.");
  return {
    ...{ name: requiredText(resource, "name"), arn, statement, actions, errorAction: errorActions[0] },
    isEnabled: attributes.enabled !== false && attributes.enabled !== "false",
  };
}

function readActions(holder: Resource["attributes"], context: LocalContext, arn: string): readonly Action[] {
  return Object.entries(actionReaders).flatMap(([name, read]) =>
    blocks(holder[name]).map((block) => read(block, context, arn)),
  );
}

/**
 * Runs every enabled rule whose FROM matches the message. All actions of a rule are tried; what failed goes to its error
 * action in one message. A rule whose statement fails to evaluate is logged only, as in AWS.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html
 */
export async function runRules(context: LocalContext, rules: readonly Rule[], message: BrokerMessage): Promise<void> {
  const matching = rules.filter(
    ({ isEnabled, statement }) => isEnabled && matchesFilter(statement.from, message.topic),
  );
  const around = surroundings(context, message);
  await Promise.all(matching.map((rule) => runRule(context, rule, around)));
}

async function runRule(context: LocalContext, rule: Rule, around: Surroundings): Promise<void> {
  let selection: Selection | undefined;
  try {
    selection = select(rule.statement, around);
  } catch (error) {
    context.log("warn", "iot", `a rule could not be evaluated: ${reason(error)}`, {
      rule: rule.name,
      topic: around.topic,
    });
    return;
  }
  if (selection === undefined) return;
  const chosen = selection;
  const outcomes = await Promise.all(rule.actions.map((action) => attempt(action, chosen, around)));
  const failures = outcomes.filter((outcome) => outcome !== undefined);
  if (failures.length === 0) return;
  for (const { failedAction, errorMessage } of failures) {
    context.log("warn", "iot", `${failedAction} of a rule failed: ${errorMessage}`, { rule: rule.name });
  }
  const report = {
    ...{ ruleName: rule.name, topic: around.topic, cloudwatchTraceId: context.uuid(), clientId: around.clientId },
    base64OriginalPayload: Buffer.from(around.payload).toString("base64"),
    failures,
  };
  const lost = rule.errorAction && (await attempt(rule.errorAction, { json: report }, around));
  if (lost === undefined) return;
  context.log("error", "iot", `the error action of a rule failed: ${lost.errorMessage}`, { rule: rule.name });
}

async function attempt({ name, resource, run }: Action, selection: Selection, around: Surroundings) {
  try {
    await run(selection, around);
    return undefined;
  } catch (error) {
    const errorMessage = `${reason(error)} Message arrived on: ${around.topic}, Action: ${name}, Resource: ${resource}`;
    return { failedAction: name, failedResource: resource, errorMessage };
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function surroundings(context: LocalContext, { topic, payload, clientId }: BrokerMessage): Surroundings {
  const { clock, accountId, uuid, random } = context;
  return { topic, payload, clientId: clientId ?? "n/a", now: clock.now(), accountId, uuid, random };
}
