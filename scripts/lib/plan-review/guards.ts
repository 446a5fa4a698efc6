import { configDeltas } from "./config.js";
import { entryOf } from "./entry.js";
import { nameOf, pairs } from "./foretold.js";
import type { FieldDelta, Reason } from "./model.js";
import type { Resource, Stack } from "./stack.js";
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

/** What protects data, as long as it is on. */
const protection =
  /^(deletion_protection_enabled|deletion_protection|point_in_time_recovery\b.*enabled|versioning_configuration\b.*status|server_side_encryption\b.*enabled|sqs_managed_sse_enabled|kms_master_key_id|kms_key_id|prevent_destroy)$/;

const isLess = ({ before, after }: FieldDelta) =>
  typeof after === "number" && (typeof before === "number" ? after < before : before === undefined);

const isOff = (value: unknown) => value === undefined || value === false || value === "Suspended";

function findings(resource: Resource, what: Words, delta: FieldDelta): readonly Finding[] {
  const { path, before, after } = delta;
  const from = say`${[String(before ?? "the default")]} to ${[String(after ?? "the default")]}`;
  if (entryOf(limits, resource.type)?.includes(path) && isLess(delta)) {
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
  if (path === "force_destroy" && after === true) {
    const text = say`${what} may be destroyed with all that is in it (${path})`;
    return [{ severity: "attention", code: "guard-removed", text }];
  }
  return [];
}

/** Limits that are narrower, and protections that are gone, in the resources that stay. */
export function guardFindings(before: Stack | undefined, after: Stack | undefined): readonly Finding[] {
  return pairs(before, after).flatMap(({ old, now }) => {
    if (old === undefined || now === undefined) return [];
    const deltas = configDeltas(
      { ...old.config, prevent_destroy: old.preventsDestroy },
      { ...now.config, prevent_destroy: now.preventsDestroy },
    );
    const what = say`${nameOf(now)} (${now.address})`;
    return deltas.flatMap((delta) => findings(now, what, delta));
  });
}
