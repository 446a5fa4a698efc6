import type { Statement } from "./iam.js";

/** A permission that AWS lets nobody narrow to one resource's ARN, and why. */
export interface Wildcard {
  readonly actions: readonly string[];
  /** `*`, or how the ARN ends: `:*` or `/*` after a full resource name, or more of it. */
  readonly resource: `${string}*${string}`;
  readonly reason: string;
}

/**
 * Every `*` that a policy of these stacks may allow. A test compares all synthesized policies with this list and with
 * `denials`, so that a new `*` needs a line and a reason here.
 */
export const wildcards = {
  tracing: {
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"],
    resource: "*",
    reason: "X-Ray defines no resource for traces and sampling.",
  },
  logDelivery: {
    actions: [
      "logs:CreateLogDelivery",
      "logs:GetLogDelivery",
      "logs:UpdateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:DescribeResourcePolicies",
      "logs:DescribeLogGroups",
    ],
    resource: "*",
    reason:
      "CloudWatch Logs defines no resource for deliveries and resource policies, and Step Functions looks for the group among all of them.",
  },
  sms: {
    actions: ["sns:Publish"],
    resource: "*",
    reason: "A phone number has no ARN. Topics are denied beside it, so only SMS remains.",
  },
  logStreams: {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resource: ":*",
    reason: "Lambda names its log streams itself, within the function's own log group.",
  },
  executions: {
    actions: ["states:DescribeExecution", "states:StopExecution"],
    resource: ":*",
    reason: "Executions are named when they start, within one state machine.",
  },
  emailIdentities: {
    actions: ["ses:SendEmail"],
    resource: "identity/*",
    reason:
      "In the SES sandbox IAM asks about the recipient's identity too. A condition beside it names the one sender.",
  },
  robotOrders: {
    actions: ["iot:Publish"],
    resource: "topic/robots/*/order",
    reason: "Robots are provisioned after the deployment; each gets its orders on the topic that bears its name.",
  },
  siteObjects: {
    actions: ["s3:GetObject"],
    resource: "/*",
    reason: "The distribution reads every object of its own bucket.",
  },
} as const satisfies Record<string, Wildcard>;

/** Every `*` that a policy of these stacks may deny: there it narrows what the statements beside it allow. */
export const denials = {
  topics: {
    actions: ["sns:Publish"],
    resource: ":sns:*:*:*",
    reason: "Topics and mobile endpoints have ARNs and phone numbers have none, so only SMS remains.",
  },
  plainHttp: {
    actions: ["s3:*"],
    resource: "/*",
    reason: "Nothing may be done with the bucket and its objects without TLS.",
  },
} as const satisfies Record<string, Wildcard>;

/**
 * The statement that allows one of the `wildcards`.
 *
 * @param within the ARN that its pattern is appended to; none for a plain `*`
 * @param only the actions wanted of those listed; all by default
 * @throws Error when `within` is missing or too much, or an action is not on the list
 * @example `fn.allow(allowWildcard("logStreams", logs.arn))`
 */
export function allowWildcard(name: keyof typeof wildcards, within = "", only?: readonly string[]): Statement {
  return statement(name, wildcards[name], within, only);
}

/**
 * The statement that denies one of the `denials`.
 *
 * @example `sms.allow(allowWildcard("sms"), denyWildcard("topics", "arn:aws"))`
 */
export function denyWildcard(name: keyof typeof denials, within: string): Statement {
  return { effect: "Deny", ...statement(name, denials[name], within) };
}

function statement(name: string, { actions, resource }: Wildcard, within: string, only?: readonly string[]): Statement {
  if ((resource === "*") !== (within === "")) {
    const advice = within === "" ? "Name the ARN that it lies within." : "It takes no ARN.";
    throw new Error(`The wildcard "${name}" is for the resource "${resource}". ${advice}`);
  }
  const unlisted = only?.filter((action) => !actions.includes(action)) ?? [];
  if (unlisted.length > 0) {
    throw new Error(
      `The wildcard "${name}" does not list ${unlisted.join(", ")}. Add it to wildcards.ts with its reason.`,
    );
  }
  return { actions: only ?? actions, resources: [`${within}${resource}`] };
}
