import { configDeltas } from "./config.js";
import { entryOf } from "./entry.js";
import { nameOf, pairs } from "./foretold.js";
import type { FieldDelta, Reason } from "./model.js";
import type { Stack } from "./stack.js";
import { say, type Words } from "./words.js";

type Finding = Pick<Reason, "severity" | "code" | "text">;

/** Limits by which work that took longer, and succeeded, would fail. */
const limits: Readonly<Record<string, readonly string[]>> = {
  aws_lambda_function: ["timeout"],
  aws_apigatewayv2_integration: ["timeout_milliseconds"],
  aws_sqs_queue: ["visibility_timeout_seconds"],
};

/** How long data is kept. */
const keeping = /^(retention_in_days|message_retention_seconds)$/;

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

const isLess = ({ before, after }: FieldDelta) =>
  typeof after === "number" && (typeof before === "number" ? after < before : before === undefined);

const isOff = (value: unknown) => value === undefined || value === false || value === "Suspended";

function findings(type: string, what: Words, delta: FieldDelta): readonly Finding[] {
  const { path, before, after } = delta;
  const from = say`${[String(before ?? "the default")]} to ${[String(after ?? "the default")]}`;
  if (entryOf(limits, type)?.includes(path) && isLess(delta)) {
    const text = say`${what}: ${path} goes from ${from}, so what took longer and succeeded now fails`;
    return [{ severity: "danger", code: "timeout-narrower", text }];
  }
  if (keeping.test(path) && isLess(delta)) {
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
  if (entryOf(limits, type)?.includes(path) || keeping.test(path) || protection.test(path)) return true;
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
