import type { Graph, GraphNode } from "../../graph.js";
import { asList, asText, canonical, field } from "../values.js";
import { keyOf } from "./align.js";
import { callOf, callsOf } from "./calls.js";
import type { Danger, DangerCode, FieldChange, StateChange } from "./model.js";
import { reasons } from "./reasons.js";

const attention: ReadonlySet<DangerCode> = new Set<DangerCode>([
  "state-moved",
  "timeout-changed",
  "input-changed",
  "retry-weaker",
  "catch-removed",
  "default-removed",
  "order-changed",
  "error-changed",
  "result-changed",
  "language-changed",
  "map-mode-changed",
]);

function danger(code: DangerCode, state: string | undefined, reason: string): Danger {
  const severity = attention.has(code) ? "attention" : "danger";
  return { severity, code, ...(state === undefined ? {} : { state }), reason };
}

const limit = /^\/(TimeoutSeconds|HeartbeatSeconds)(Path)?$/;

/** A limit that is lower than it was, or that is new. */
function timeouts(fields: readonly FieldChange[], state: string | undefined): Danger[] {
  const isSet = (change: FieldChange, side: "before" | "after") => change[side] !== undefined;
  return fields.flatMap((change) => {
    const [, name, byPath] = limit.exec(change.path) ?? [];
    if (name === undefined || !isSet(change, "after")) return [];
    const swapped = fields.some((other) => other !== change && limit.exec(other.path)?.[1] === name);
    const { before, after } = change;
    const isNarrower =
      typeof before === "number" && typeof after === "number" ? after < before : before === undefined && !swapped;
    const isUnknown =
      byPath !== undefined ||
      swapped ||
      typeof after !== "number" ||
      (before !== undefined && typeof before !== "number");
    if (isNarrower) return [danger("timeout-narrower", state, reasons.timeoutNarrower(name, before, after))];
    return isUnknown ? [danger("timeout-changed", state, reasons.timeoutChanged(name, before, after))] : [];
  });
}

/** The errors that a list of rules names. What is no text, which is malformed, is still told apart. */
function errorsOf(rules: unknown): ReadonlySet<string> {
  const errors = asList(rules).flatMap((rule) => asList(field(rule, "ErrorEquals")));
  return new Set(errors.map((error) => asText(error) ?? canonical(error)));
}

/** The errors that the rules named before and do not name now, in whatever order they stand. */
function lost(before: unknown, after: unknown): readonly string[] {
  const kept = errorsOf(after);
  return [...errorsOf(before)].filter((error) => !kept.has(error));
}

/** Source: the defaults of a retrier in the Amazon States Language; a delay without a limit is longer than any with one. */
const retryDefaults: Readonly<Record<string, number>> = {
  MaxAttempts: 3,
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: Number.POSITIVE_INFINITY,
};

/** How often an error is retried: by the first rule that has it. */
function attempts(rules: unknown, error: string): number {
  const rule = asList(rules).find((each) => {
    const errors = errorsOf([each]);
    return errors.has(error) || errors.has("States.ALL");
  });
  const most = field(rule, "MaxAttempts");
  return rule === undefined ? 0 : typeof most === "number" ? most : (retryDefaults.MaxAttempts ?? 0);
}

/** Whether rules that both lists have are tried in another order. */
function areReordered(before: unknown, after: unknown): boolean {
  const places = new Map(asList(after).map((rule, index) => [keyOf(rule), index]));
  const order = asList(before).flatMap((rule) => places.get(keyOf(rule)) ?? []);
  return order.some((place, index) => place < (order[index - 1] ?? 0));
}

function retries({ fields, name }: StateChange, old: GraphNode | undefined, now: GraphNode | undefined): Danger[] {
  const isLess = fields.some(({ path, before, after }) => {
    const [, argument = ""] = /^\/Retry\/\d+\/(\w+)$/.exec(path) ?? [];
    const preset = Object.hasOwn(retryDefaults, argument) ? retryDefaults[argument] : undefined;
    if (preset === undefined) return false;
    return (typeof after === "number" ? after : preset) < (typeof before === "number" ? before : preset);
  });
  const names = new Set([...errorsOf(old?.json.Retry), ...errorsOf(now?.json.Retry)]);
  const isFewer = [...names].some((error) => attempts(now?.json.Retry, error) < attempts(old?.json.Retry, error));
  return isLess || isFewer ? [danger("retry-weaker", name, reasons.retryWeaker)] : [];
}

function catches({ fields, name }: StateChange, old: GraphNode | undefined, now: GraphNode | undefined): Danger[] {
  const errors = lost(old?.json.Catch, now?.json.Catch);
  const isGone = fields.some(({ path, before, after }) => {
    const rules = path === "/Catch" ? asList(before) : /^\/Catch\/\d+$/.test(path) ? [before] : [];
    return after === undefined && rules.some((rule) => errorsOf([rule]).size === 0);
  });
  if (errors.length === 0 && !isGone) return [];
  const isCaught = errorsOf(now?.json.Catch).has("States.ALL");
  return [danger("catch-removed", name, reasons.catchRemoved(errors, isCaught))];
}

/** Codes that follow from a field alone. */
const byPath: readonly (readonly [RegExp, DangerCode, (before: unknown, after: unknown) => string])[] = [
  [/^\/Type$/, "type-changed", reasons.typeChanged],
  [/^\/(Arguments|Parameters|InputPath)(\/|$)/, "input-changed", () => reasons.inputChanged],
  [/^\/(Error|ErrorPath)$/, "error-changed", reasons.errorChanged],
  [/^\/QueryLanguage$/, "language-changed", reasons.languageChanged],
];

function fromFields(change: StateChange, now: GraphNode | undefined): Danger[] {
  const { fields, name } = change;
  const found: Danger[] = [];
  for (const [pattern, code, reason] of byPath) {
    const field = fields.find(({ path, topic }) => topic !== "call" && pattern.test(path));
    if (field !== undefined) found.push(danger(code, name, reason(field.before, field.after)));
  }
  const gone = fields.find(({ path, after }) => path === "/Default" && after === undefined);
  if (gone !== undefined && now?.type === "Choice") found.push(danger("default-removed", name, reasons.defaultRemoved));
  const isReordered = fields.some(
    ({ path, before, after }) => path === "/Branches" && before !== undefined && after !== undefined,
  );
  if (isReordered && now?.type === "Parallel") found.push(danger("result-changed", name, reasons.branchesReordered));
  const ends = now?.type === "Succeed" || now?.json.End === true;
  if (ends && fields.some(({ path }) => /^\/(Output|OutputPath|ResultPath|ResultSelector|Result)(\/|$)/.test(path))) {
    found.push(danger("result-changed", name, reasons.resultChanged));
  }
  return found;
}

const isDistributed = (node: GraphNode | undefined) =>
  field(field(node?.json.ItemProcessor, "ProcessorConfig"), "Mode") === "DISTRIBUTED";

function mapMode({ name }: StateChange, old: GraphNode | undefined, now: GraphNode | undefined): Danger[] {
  if (old?.type !== "Map" || now?.type !== "Map" || isDistributed(old) === isDistributed(now)) return [];
  return [danger("map-mode-changed", name, reasons.mapModeChanged(isDistributed(now)))];
}

/** Flags what breaks, or may break, executions that are in flight, or whoever relies on what the definition did before. */
export function dangersOf(
  { before, after }: { readonly before: Graph; readonly after: Graph },
  fields: readonly FieldChange[],
  states: readonly StateChange[],
): Danger[] {
  const olds = new Map(before.nodes.map((node) => [node.pointer, node]));
  const news = new Map(after.nodes.map((node) => [node.pointer, node]));
  const calls = callsOf(after.nodes);
  const dropped = new Set([...callsOf(before.nodes)].filter((call) => !calls.has(call)));
  const found: Danger[] = [...timeouts(fields, undefined)];
  const language = fields.find(({ path }) => path === "/QueryLanguage");
  if (language !== undefined) {
    found.push(danger("language-changed", undefined, reasons.languageChanged(language.before, language.after)));
  }
  for (const change of states) {
    const { kind, name, formerName = name } = change;
    const old = olds.get(change.beforePointer ?? "");
    const now = news.get(change.afterPointer ?? "");
    if (kind === "added") continue;
    if (kind === "removed") {
      found.push(danger("state-removed", name, reasons.stateRemoved));
      const call = callOf(old?.json);
      if (call !== undefined && dropped.delete(call))
        found.push(danger("call-dropped", name, reasons.callDropped(call)));
      continue;
    }
    if (kind === "renamed") found.push(danger("state-renamed", name, reasons.stateRenamed(formerName)));
    if (kind === "moved") found.push(danger("state-moved", name, reasons.stateMoved(change.within)));
    const called = { old: callOf(old?.json), now: callOf(now?.json) };
    const isCallChanged = called.old !== called.now || change.fields.some(({ topic }) => topic === "call");
    if (isCallChanged && called.old !== undefined) {
      found.push(danger("call-changed", name, reasons.callChanged(called.old, called.now, change.fields)));
      dropped.delete(called.old);
    }
    if (now?.type === "Choice" && areReordered(old?.json.Choices, now.json.Choices)) {
      found.push(danger("order-changed", name, reasons.rulesReordered));
    }
    found.push(
      ...fromFields(change, now),
      ...timeouts(change.fields, name),
      ...mapMode(change, old, now),
      ...retries(change, old, now),
      ...catches(change, old, now),
    );
  }
  return [...found].sort((one, other) => Number(one.severity === "attention") - Number(other.severity === "attention"));
}
