import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { isObject } from "../../service.js";
import { matchesWildcard } from "../wildcard.js";

/** One statement of an identity's policy. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operator, key, values: `{StringEquals: {"ses:FromAddress": ["a@example.com"]}}`. */
  readonly conditions: readonly Condition[];
}

/** One condition of a statement. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** What a caller wants to do. */
export interface AccessRequest {
  /** E.g. `dynamodb:PutItem`. */
  readonly action: string;
  /**
   * The ARN that IAM wants for the action, or what stands for it: a phone number, `*`. Several where it cannot be told
   * which one AWS would take: one that is allowed is enough.
   */
  readonly resources: readonly string[];
  /** Set where the caller acts on all of the resources, so that each must be allowed. */
  readonly onAll?: true;
  /** What conditions can ask for, e.g. `ses:FromAddress`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Whether a request is allowed, and if not, whether a statement denies it or just none allows it. */
export type Decision = "allowed" | "denied explicitly" | "not allowed";

const operators: Readonly<Record<string, (value: string, pattern: string) => boolean>> = {
  StringEquals: (value, pattern) => value === pattern,
  StringNotEquals: (value, pattern) => value !== pattern,
  StringLike: matches,
  ArnEquals: matches,
  ArnLike: matches,
  Bool: (value, pattern) => value.toLowerCase() === pattern.toLowerCase(),
};

/**
 * Decides as IAM does for identity policies: a matching Deny wins, then a matching Allow, and without one it is no.
 *
 * A condition with an operator or key that is not known here counts as met in an Allow and as not met in a Deny:
 * local runs must not fail where AWS would not. Source: IAM User Guide, "Policy evaluation logic".
 */
export function decide(statements: readonly Statement[], request: AccessRequest): Decision {
  if (request.onAll) {
    const { onAll: _, ...one } = request;
    const decisions = request.resources.map((resource) => decide(statements, { ...one, resources: [resource] }));
    return decisions.find((decision) => decision !== "allowed") ?? "allowed";
  }
  const applying = statements.filter((statement) => applies(statement, request));
  if (applying.some(({ effect }) => effect === "Deny")) return "denied explicitly";
  return applying.length > 0 ? "allowed" : "not allowed";
}

/**
 * Reads a policy document.
 *
 * @throws an `Error` that names what is not understood: `NotAction`, `NotResource`, a wrong effect
 */
export function parsePolicy(text: string): readonly Statement[] {
  const document = parseJson(text);
  if (!isObject(document)) throw new Error("The policy is not a JSON object.");
  const { Statement } = document;
  const statements: readonly Json[] = Array.isArray(Statement) ? Statement : [Statement ?? null];
  return statements.map((statement, index) => {
    if (!isObject(statement)) throw new Error(`Statement ${index + 1} of the policy is not an object.`);
    return readStatement(statement, `Statement ${index + 1} of the policy`);
  });
}

function readStatement(statement: JsonObject, where: string): Statement {
  const { Effect, Action, Resource, Condition } = statement;
  if (Effect !== "Allow" && Effect !== "Deny") throw new Error(`${where} has the Effect ${JSON.stringify(Effect)}.`);
  const actions = texts(Action);
  const resources = texts(Resource);
  if (actions.length === 0 || resources.length === 0) {
    throw new Error(`${where} needs an Action and a Resource; NotAction and NotResource are not understood here.`);
  }
  const conditions = Object.entries(isObject(Condition) ? Condition : {}).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({ operator, key, values: texts(values) })),
  );
  return { effect: Effect, actions, resources, conditions };
}

function texts(value: Json | undefined): readonly string[] {
  const values: readonly Json[] = Array.isArray(value) ? value : [value ?? null];
  return values.filter((one) => one !== null).map(String);
}

function applies({ effect, actions, resources, conditions }: Statement, request: AccessRequest): boolean {
  return (
    // The names of actions have no case, ARNs have.
    actions.some((action) => matches(request.action.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => request.resources.some((resource) => matches(resource, pattern))) &&
    conditions.every((condition) => isMet(condition, request.context ?? {}, effect === "Allow"))
  );
}

function isMet(
  { operator, key, values }: Condition,
  context: Readonly<Record<string, string>>,
  unknown: boolean,
): boolean {
  const test = operators[operator];
  // The names of condition keys have no case.
  const value = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  if (!test || value === undefined) return unknown;
  const met = (pattern: string) => test(value, pattern);
  // Several values: one must match; with a negated operator none may.
  return operator.includes("Not") ? values.every(met) : values.some(met);
}

function matches(value: string, pattern: string): boolean {
  return matchesWildcard(pattern, value);
}
