import type { Json, JsonObject } from "../../asl/spec/index.js";
import { blocks } from "../service.js";
import { evaluateCondition } from "./condition.js";
import { type Problem, problems } from "./problems.js";

/** Values for variables, from one place. */
export interface VariableSource {
  /** For messages, e.g. `TF_VAR_stage` or `local/local.tfvars.json`. */
  readonly name: string;
  readonly values: JsonObject;
  /** Whether a name that no stack declares is worth a warning: in a file it is likely a typing error. */
  readonly warnsOfUnknown?: boolean;
}

/** The variables of the environment: `TF_VAR_stage=dev` sets `stage`. */
export function environmentSource(environment: Readonly<Record<string, string | undefined>>): VariableSource {
  const entries = Object.entries(environment).flatMap(([key, value]) =>
    key.startsWith("TF_VAR_") && value !== undefined ? [[key.slice("TF_VAR_".length), value] as const] : [],
  );
  return { name: "TF_VAR_*", values: Object.fromEntries(entries) };
}

/** What a stack's variables are here. */
export interface VariableValues {
  readonly values: ReadonlyMap<string, Json>;
  readonly problems: readonly Problem[];
  /** Rules that only Terraform can check, in words. */
  readonly unchecked: readonly string[];
}

/**
 * Gives each variable of a stack its value: from the first source that has it, else its default.
 *
 * Types `string`, `number` and `bool` are checked and converted as Terraform does. A `validation` is enforced as far as
 * `evaluateCondition` understands it; the others are listed in `unchecked`.
 */
export function resolveVariables(declared: JsonObject, sources: readonly VariableSource[]): VariableValues {
  const values = new Map<string, Json>();
  const origin = new Map<string, string>();
  const found: Problem[] = [];
  const unchecked: string[] = [];
  const variables = Object.entries(declared).flatMap(([name, block]) =>
    blocks(block).map((variable) => ({ name, variable })),
  );
  for (const { name, variable } of variables) {
    const source = sources.find((one) => one.values[name] !== undefined && one.values[name] !== null);
    const value = source?.values[name] ?? variable.default ?? null;
    if (value === null) {
      const optional = variable.default === null && variable.nullable !== false;
      if (optional) values.set(name, null);
      else found.push(problems.missingVariable(name, textOf(variable.description)));
      continue;
    }
    const from = source?.name ?? "its default";
    origin.set(name, from);
    const type = textOf(variable.type) ?? "any";
    const converted = convert(value, type);
    if (converted === undefined) {
      found.push(problems.invalidVariable(name, from, `it must be a ${type}. Correct it there.`));
    } else values.set(name, converted);
  }
  for (const { name, variable } of variables) {
    if (values.get(name) === undefined || values.get(name) === null) continue;
    for (const rule of blocks(variable.validation)) {
      const holds = evaluateCondition(textOf(rule.condition) ?? "", values);
      const message = textOf(rule.error_message) ?? "it breaks a rule of the stack.";
      if (holds === false) found.push(problems.invalidVariable(name, origin.get(name) ?? "its default", message));
      if (holds === undefined) unchecked.push(`var.${name}: ${message}`);
    }
  }
  return { values, problems: found, unchecked };
}

function convert(value: Json, type: string): Json | undefined {
  switch (type.replace(/^\$\{(.*)\}$/u, "$1")) {
    case "string":
      return typeof value === "object" ? undefined : String(value);
    case "number": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      return typeof number === "number" && Number.isFinite(number) ? number : undefined;
    }
    case "bool":
      if (value === "true" || value === "false") return value === "true";
      return typeof value === "boolean" ? value : undefined;
    case "any":
      return value;
    default:
      // Lists and objects arrive as JSON from a file; their element types are Terraform's to check.
      return typeof value === "object" ? value : undefined;
  }
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
