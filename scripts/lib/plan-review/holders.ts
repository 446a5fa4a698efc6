import { entryOf } from "./entry.js";
import { nameOf, pairs } from "./foretold.js";
import { referencesIn } from "./references.js";
import type { Resource, Stack } from "./stack.js";
import { type Permission, permissionsOf } from "./statements.js";
import { embeddedJson, readable } from "./symbols.js";
import { list, say, type Words } from "./words.js";

/** Who may do something, by a key that is the same before and after, and what he may do. */
export interface Holder {
  readonly key: string;
  readonly who: Words;
  readonly ofMachine: boolean;
  readonly permissions: readonly Permission[];
  /** The role that it has now, where it had another one. */
  readonly otherRole?: string;
}

/** What the users of a role are called. */
const users: Readonly<Record<string, string>> = {
  aws_lambda_function: "function",
  aws_sfn_state_machine: "state machine",
  aws_apigatewayv2_integration: "API integration",
  aws_cloudwatch_event_target: "event target",
  aws_iot_topic_rule: "topic rule",
  aws_scheduler_schedule: "schedule",
  aws_pipes_pipe: "pipe",
};

function usersOf({ resources }: Stack, role: string): readonly Resource[] {
  return [...resources.values()].filter(
    ({ type, config }) => entryOf(users, type) !== undefined && referencesIn(config).has(role),
  );
}

function whoIs(user: Resource): Words {
  const own = user.type === "aws_apigatewayv2_integration" || user.type === "aws_cloudwatch_event_target";
  return [`the ${entryOf(users, user.type) ?? "resource"} `, { value: own ? user.name : nameOf(user) }];
}

/** `the state machine hello-{stage}-workflow`, or the role itself where nothing uses it. */
function whoHas(stack: Stack, role: Resource): Words {
  const found = usersOf(stack, role.address);
  if (found.length === 0) return say`the role ${nameOf(role)}`;
  return list(found.map(whoIs));
}

/** The role that a policy belongs to, by reference or by name. */
function roleOf(stack: Stack, config: Resource["config"]): Resource | undefined {
  const [address] = [...referencesIn(config.role)].filter((one) => one.startsWith("aws_iam_role."));
  if (address !== undefined) return stack.resources.get(address);
  return [...stack.resources.values()].find(
    ({ type, config: own }) => type === "aws_iam_role" && own.name !== undefined && own.name === config.role,
  );
}

const attached = (arn: unknown): readonly Permission[] =>
  typeof arn !== "string"
    ? []
    : [
        {
          effect: "Allow",
          action: "everything in the policy",
          exceptAction: false,
          resource: readable(arn),
          exceptResource: false,
        },
      ];

/** The policies of a role that stand in the role itself, in a resource of their own, or are attached to it. */
function rolePermissions(stack: Stack, role: Resource): readonly Permission[] {
  const inline = Array.isArray(role.config.inline_policy) ? role.config.inline_policy : [];
  const managed = Array.isArray(role.config.managed_policy_arns) ? role.config.managed_policy_arns : [];
  const others = [...stack.resources.values()].flatMap(({ type, config }) => {
    if (type === "aws_iam_role_policy" && roleOf(stack, config) === role)
      return permissionsOf(embeddedJson(config.policy));
    if (type !== "aws_iam_role_policy_attachment" || roleOf(stack, config) !== role) return [];
    const [own] = [...referencesIn(config.policy_arn)].map((address) => stack.resources.get(address));
    return own === undefined ? attached(config.policy_arn) : permissionsOf(embeddedJson(own.config.policy));
  });
  return [
    ...inline.flatMap((one: { readonly policy?: unknown }) => permissionsOf(embeddedJson(one.policy))),
    ...managed.flatMap(attached),
    ...others,
  ];
}

function ofRole(stack: Stack, role: Resource): Holder[] {
  const ofMachine = usersOf(stack, role.address).some(({ type }) => type === "aws_sfn_state_machine");
  const trust = permissionsOf(embeddedJson(role.config.assume_role_policy)).map((one) => ({
    ...one,
    resource: `the role ${nameOf(role)}`,
  }));
  return [
    { key: role.address, who: whoHas(stack, role), ofMachine, permissions: rolePermissions(stack, role) },
    // A machine's role that Step Functions may not assume any more allows its executions nothing.
    ...byPrincipal(`trust ${role.address}`, trust, ofMachine ? "states.amazonaws.com" : undefined),
  ];
}

function byPrincipal(key: string, permissions: readonly Permission[], ofMachine?: string): Holder[] {
  const principals = new Set(permissions.map(({ principal }) => principal));
  return [...principals].map((principal) => ({
    key: `${key} ${principal}`,
    who: principal === "*" ? ["anybody"] : principal === undefined ? ["whoever has it"] : [{ value: principal }],
    ofMachine: principal !== undefined && principal === ofMachine,
    permissions: permissions.filter((one) => one.principal === principal),
  }));
}

function ofPermission({ address, config }: Resource, stack: Stack): Holder[] {
  const [functionAddress] = referencesIn(config.function_name);
  const target = stack.resources.get(functionAddress ?? "");
  const text = (name: string) => (typeof config[name] === "string" ? readable(config[name]) : "");
  const tests = [
    [
      text("source_arn").replace(/^arn:\{partition\}:([a-z0-9-]+):\{region\}:\{account\}:/, "$1 "),
      "aws:SourceArn like",
    ],
    [text("source_account"), "aws:SourceAccount ="],
    [text("principal_org_id"), "aws:PrincipalOrgID ="],
  ].flatMap(([value, test]) => (value === "" ? [] : [`${test} ${value}`]));
  return byPrincipal(address, [
    {
      ...{ effect: "Allow", principal: text("principal"), action: text("action") },
      ...{ exceptAction: false, exceptResource: false },
      resource: target === undefined ? text("function_name") : `function ${nameOf(target)}`,
      ...(tests.length === 0 ? {} : { condition: tests.join(" and ") }),
    },
  ]);
}

/** What the users of roles may do that have another role than before: before, and now. */
export function otherRoles(
  before: Stack | undefined,
  after: Stack | undefined,
): readonly { readonly old: Holder; readonly now: Holder }[] {
  if (before === undefined || after === undefined) return [];
  const roleIn = ({ resources }: Stack, { config }: Resource) =>
    [...referencesIn(config)].map((address) => resources.get(address)).find((one) => one?.type === "aws_iam_role");
  return pairs(before, after).flatMap(({ old, now }) => {
    if (old === undefined || now === undefined || entryOf(users, now.type) === undefined) return [];
    const roles = { old: roleIn(before, old), now: roleIn(after, now) };
    if (roles.old === undefined || roles.now === undefined || roles.old.address === roles.now.address) return [];
    const of = (stack: Stack, role: Resource): Holder => ({
      ...{ key: now.address, who: whoIs(now), ofMachine: now.type === "aws_sfn_state_machine" },
      ...{ permissions: rolePermissions(stack, role), otherRole: nameOf(role) },
    });
    const otherRole = nameOf(roles.now);
    return [{ old: { ...of(before, roles.old), otherRole }, now: of(after, roles.now) }];
  });
}

/** Everybody in a stack who may do something: its roles, and those whom its resources' own policies admit. */
export function holdersIn(stack: Stack | undefined): readonly Holder[] {
  if (stack === undefined) return [];
  return [...stack.resources.values()].flatMap((resource): Holder[] => {
    const { address, type, config } = resource;
    if (type === "aws_iam_role") return ofRole(stack, resource);
    if (type === "aws_lambda_permission") return ofPermission(resource, stack);
    if (type === "aws_iam_role_policy" || type === "aws_iam_policy" || type === "aws_iam_role_policy_attachment")
      return [];
    const permissions = permissionsOf(embeddedJson(config.policy));
    if (type !== "aws_iot_policy") return byPrincipal(address, permissions);
    return [{ key: address, who: say`devices with the policy ${nameOf(resource)}`, ofMachine: false, permissions }];
  });
}
