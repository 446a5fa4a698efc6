import { configDeltas } from "./config.js";
import { entryOf } from "./entry.js";
import { nameOf, pairs } from "./foretold.js";
import type { FieldDelta, Reason } from "./model.js";
import type { Stack } from "./stack.js";
import { say, type Words } from "./words.js";

type Finding = Pick<Reason, "severity" | "code" | "text">;

/** Limits by which work that took longer, and succeeded, would fail, each with its default. Source: the provider's documentation, 5.100. */
const limits: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  aws_lambda_function: { timeout: 3 },
  aws_apigatewayv2_integration: { timeout_milliseconds: 30_000 },
  aws_sqs_queue: { visibility_timeout_seconds: 30 },
};

/** How long data is kept, by default: logs for ever, messages for four days. */
const keeping: Readonly<Record<string, number>> = {
  retention_in_days: Number.POSITIVE_INFINITY,
  message_retention_seconds: 345_600,
};

/** What protects data, as long as it is on, as an argument or as a block. */
const protection =
  /^(deletion_protection_enabled|deletion_protection|point_in_time_recovery(\b.*enabled)?|versioning_configuration(\b.*status)?|server_side_encryption(\b.*enabled)?|encryption_configuration|sqs_managed_sse_enabled|kms_master_key_id|kms_key_id|prevent_destroy)$/;

/** Where something goes that could not be delivered or handled. */
const deadLetters =
  /^(redrive_policy|dead_letter_config|error_action|destination_config)(\[\d+\])?(\.(target_arn|arn|on_failure|deadLetterTargetArn))?$/;

/** What makes a resource work at all. */
const switches = /^(enabled|is_enabled|actions_enabled|state|reserved_concurrent_executions)$/;
const isSwitchedOff = (value: unknown) => value === false || value === "DISABLED" || value === 0;

const logging = /^logging_configuration\b/;

/** The default of an argument that says how much or how long; `undefined` for any other argument. */
function presetOf(type: string, path: string): number | undefined {
  const own = entryOf(limits, type);
  return (own && entryOf(own, path)) ?? entryOf(keeping, path);
}

/** A number that is known; for ever is written as 0, or left out. */
function amount(value: unknown, preset: number): number | undefined {
  if (value === undefined || (value === 0 && preset === Number.POSITIVE_INFINITY)) return preset;
  return typeof value === "number" ? value : undefined;
}

function isLess(preset: number, { before, after }: FieldDelta): boolean {
  const [old, now] = [amount(before, preset), amount(after, preset)];
  return old !== undefined && now !== undefined && now < old;
}

const isOff = (value: unknown) => value === undefined || value === false || value === "Suspended";

function findings(type: string, what: Words, delta: FieldDelta): readonly Finding[] {
  const { path, before, after } = delta;
  const from = say`${[String(before ?? "the default")]} to ${[String(after ?? "the default")]}`;
  const preset = presetOf(type, path);
  const isNarrower = preset !== undefined && isLess(preset, delta);
  if (isNarrower && !Object.hasOwn(keeping, path)) {
    const text = say`${what}: ${path} goes from ${from}, so what took longer and succeeded now fails`;
    return [{ severity: "danger", code: "timeout-narrower", text }];
  }
  if (isNarrower) {
    return [
      { severity: "attention", code: "guard-removed", text: say`${what}: ${path} goes from ${from}: older data goes` },
    ];
  }
  if (protection.test(path) && !isOff(before) && isOff(after)) {
    return [{ severity: "attention", code: "guard-removed", text: say`${what} is no longer protected by ${path}` }];
  }
  if (deadLetters.test(path) && before !== undefined && after === undefined) {
    const text = say`${what} has no ${path} any more: what fails there is lost`;
    return [{ severity: "attention", code: "guard-removed", text }];
  }
  if (switches.test(path) && isSwitchedOff(after)) {
    return [{ severity: "attention", code: "settings", text: say`${what} is switched off (${path})` }];
  }
  if (logging.test(path) && path.endsWith("include_execution_data") && after === true) {
    const text = say`${what} newly logs what executions are given and return, personal data among it (${path})`;
    return [{ severity: "attention", code: "guard-removed", text }];
  }
  if (logging.test(path) && (after === undefined || after === "OFF")) {
    return [{ severity: "attention", code: "guard-removed", text: say`${what} logs less than before (${path})` }];
  }
  if (path === "force_destroy" && after === true) {
    const text = say`${what} may be destroyed with all that is in it (${path})`;
    return [{ severity: "attention", code: "guard-removed", text }];
  }
  return [];
}

/** Whether a change of this argument is either found by {@link guardFindings} or makes nothing worse. */
export function isGuard(type: string, delta: FieldDelta): boolean {
  const { path } = delta;
  const preset = presetOf(type, path);
  if (preset !== undefined) return [delta.before, delta.after].every((side) => amount(side, preset) !== undefined);
  if (protection.test(path)) return true;
  if (path === "force_destroy" && delta.after !== true) return true;
  return findings(type, [], delta).length > 0;
}

/** Limits that are narrower, and protections that are gone, in the resources that stay. */
export function guardFindings(before: Stack | undefined, after: Stack | undefined): readonly Finding[] {
  return pairs(before, after).flatMap(({ old, now }) => {
    if (old === undefined || now === undefined) return [];
    const deltas = configDeltas(
      { ...old.config, prevent_destroy: old.preventsDestroy },
      { ...now.config, prevent_destroy: now.preventsDestroy },
    );
    const name = nameOf(now);
    const isNamed = name !== now.name && !name.startsWith("{");
    const what = isNamed ? say`${name} (${now.address})` : say`${now.address}`;
    return deltas.flatMap((delta) => findings(now.type, what, delta));
  });
}
