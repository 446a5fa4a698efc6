import { configDeltas } from "./config.js";
import { nameOf, pairs } from "./foretold.js";
import { isGuard } from "./guards.js";
import type { FieldDelta, Reason } from "./model.js";
import type { Resource, Stack } from "./stack.js";
import { isFace } from "./surface.js";
import { readable } from "./symbols.js";
import { list, say, some, type Words } from "./words.js";

type Finding = Pick<Reason, "severity" | "code" | "text">;
type Pair = { readonly old: Resource; readonly now: Resource };

const attention = (text: Words, code: Reason["code"] = "settings"): Finding => ({ severity: "attention", code, text });

/** Arguments whose change asks for no care: descriptions, a handler's code, a page's files, and when an alarm rings. */
const harmless: readonly (readonly [RegExp, RegExp])[] = [
  [/./, /^(description|comment|tags|tags_all)\b/],
  [/^aws_lambda_function$/, /^(source_code_hash|filename)$/],
  [/^aws_s3_object$/, /./],
  [
    /^aws_cloudwatch_metric_alarm$/,
    /^(alarm_description|threshold|period|evaluation_periods|datapoints_to_alarm|treat_missing_data)$/,
  ],
];

/** Resources that do nothing by themselves when they are new, or whose permissions and callers are told of. */
const harmlessNew: ReadonlySet<string> = new Set(
  [
    ...["apigatewayv2_api", "apigatewayv2_integration", "apigatewayv2_route", "apigatewayv2_stage"],
    ...["cloudfront_distribution", "cloudfront_origin_access_control", "cloudfront_response_headers_policy"],
    ...["cloudwatch_event_rule", "cloudwatch_log_group", "cloudwatch_metric_alarm", "dynamodb_table"],
    ...["iam_policy", "iam_role", "iam_role_policy", "iam_role_policy_attachment", "iot_policy", "iot_thing_group"],
    ...["lambda_function", "lambda_function_event_invoke_config", "lambda_function_url", "lambda_permission"],
    ...["s3_bucket", "s3_bucket_ownership_controls", "s3_bucket_policy", "s3_bucket_public_access_block", "s3_object"],
    ...["s3_bucket_server_side_encryption_configuration", "s3_bucket_versioning", "ses_email_identity"],
    ...[
      "sfn_activity",
      "sfn_alias",
      "sfn_state_machine",
      "sns_topic",
      "sns_topic_policy",
      "sqs_queue",
      "sqs_queue_policy",
    ],
  ].map((type) => `aws_${type}`),
);

/** Whether a new resource of this type needs no look of its own: what it allows, and whom it serves, is told by itself. */
export const isHarmlessNew = (type: string): boolean => harmlessNew.has(type) || isFace(type, "");

/** Arguments that other findings tell of. */
const told: readonly (readonly [RegExp, RegExp])[] = [
  [/^aws_sfn_state_machine$/, /^definition/],
  [/./, /^(policy|assume_role_policy|inline_policy|managed_policy_arns|policy_arn)\b/],
  [/^aws_lambda_permission$/, /./],
  [/^aws_sfn_alias$/, /^routing_configuration/],
];

const isIn = (table: typeof told, type: string, path: string) =>
  table.some(([types, paths]) => types.test(type) && paths.test(path));

/** More memory, or a variable more, takes nothing from anybody. */
function isMore({ path, before, after }: FieldDelta): boolean {
  if (path === "memory_size") return typeof after === "number" && typeof before === "number" && after >= before;
  return /^environment\b.*variables\./.test(path) && before === undefined;
}

function isSilent({ type }: Resource, delta: FieldDelta): boolean {
  const { path } = delta;
  if (isIn(harmless, type, path) || isIn(told, type, path)) return true;
  return isFace(type, path) || isGuard(type, delta) || isMore(delta);
}

/** The versions of a state machine that an alias leads to. */
function leadsTo({ config }: Resource): Words {
  const routes = config.routing_configuration;
  const versions = (Array.isArray(routes) ? routes : [routes]).map(
    (route: { readonly state_machine_version_arn?: unknown } | undefined) => route?.state_machine_version_arn,
  );
  return list(versions.filter((version) => typeof version === "string").map(readable));
}

function ofAlias({ old, now }: Pair): readonly Finding[] {
  if (now.type !== "aws_sfn_alias") return [];
  const isSame = configDeltas(old.config.routing_configuration, now.config.routing_configuration).length === 0;
  if (isSame) return [];
  const from = leadsTo(old);
  const to = leadsTo(now);
  return [
    attention(say`whoever starts the alias ${nameOf(now)} (${now.address}) starts ${to}; before, it was ${from}`),
  ];
}

/** What Terraform itself is told about a resource: commands that it runs, changes that it leaves alone, another provider. */
function ofMeta({ old, now }: Pair): readonly Finding[] {
  return configDeltas(old.meta, now.meta).map(({ path }) =>
    attention(
      path.startsWith("provisioner") && now.meta.provisioner !== undefined
        ? say`${now.address} runs commands of its own while it is applied (${path})`
        : say`Terraform treats ${now.address} otherwise (${path})`,
    ),
  );
}

/** Blocks beside the resources, each with what its change means. */
const blocks: readonly (readonly [RegExp, (path: string) => Words])[] = [
  [/^output\b/, () => []],
  [/^variable\b.*\.(description|error_message)$/, () => []],
  [
    /^terraform\.backend\b/,
    (path) => say`the state is kept elsewhere (${path}): if it is not moved there first, everything is created anew`,
  ],
  [
    /^terraform\.required_providers\b/,
    (path) => say`another provider (${path}): what its arguments mean may differ, which only a plan with it tells`,
  ],
  [
    /^module\b/,
    (path) => say`${path} changes: what is in a module only a plan tells, and workflows in it are not compared`,
  ],
];

function ofBlocks(before: Stack, after: Stack): readonly Finding[] {
  const found = new Map<string, Words>();
  for (const { path, before: old, after: now } of configDeltas(before.rest, after.rest)) {
    const [, words] = blocks.find(([pattern]) => pattern.test(path)) ?? [];
    const values = old === undefined ? say`${path} is new` : now === undefined ? say`${path} is gone` : undefined;
    const text = words?.(path) ?? values ?? say`${path} goes from ${[JSON.stringify(old)]} to ${[JSON.stringify(now)]}`;
    if (text.length > 0) found.set(JSON.stringify(text), text);
  }
  return [...found.values()].map((text) => attention(text));
}

/**
 * What else a change of the sources sets otherwise. An argument that nobody has said anything about is looked at rather than called
 * safe.
 *
 * @param gone addresses that are destroyed or replaced, of which more is told elsewhere
 */
export function settingFindings(
  before: Stack | undefined,
  after: Stack | undefined,
  gone: ReadonlySet<string>,
): readonly Finding[] {
  if (before === undefined || after === undefined) return [];
  const both = pairs(before, after).flatMap(({ old, now }): Pair[] => (old && now ? [{ old, now }] : []));
  const rest = both
    .filter(({ now }) => !gone.has(now.address))
    .flatMap(({ old, now }) => {
      const paths = configDeltas(old.config, now.config)
        .filter((delta) => !isSilent(now, delta))
        .map(({ path }) => path);
      return paths.length === 0 ? [] : [say`${now.address} (${list(paths.slice(0, 4), ",")})`];
    });
  return [
    ...both.flatMap(ofAlias),
    ...both.flatMap(ofMeta),
    ...ofBlocks(before, after),
    ...(rest.length === 0 ? [] : [attention(say`set otherwise: ${some(rest)}`)]),
  ];
}
