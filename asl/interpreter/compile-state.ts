import { choiceState } from "./choice.js";
import { compileBody } from "./compile-body.js";
import { compileMap } from "./compile-map.js";
import { jsonPathLanguage } from "./json-path-language.js";
import { isList } from "./json-size.js";
import { jsonataLanguage } from "./jsonata-language.js";
import type { QueryLanguage } from "./language.js";
import { parallelState } from "./parallel.js";
import { failState, passState } from "./pass.js";
import type { NumberRange, Reader } from "./reader.js";
import { expressProblem, parseResource } from "./resource.js";
import { type Body, type Catcher, type Retrier, type State, type StateType, type Step, stateTypes } from "./state.js";
import { taskState } from "./task.js";
import { secondsFromNow, waitState } from "./wait.js";

/** The query languages, by name. */
const languages: Readonly<Record<string, QueryLanguage>> = {
  JSONata: jsonataLanguage,
  JSONPath: jsonPathLanguage,
};

const duration: NumberRange = { min: 1, max: 99_999_999, integer: true };
const waitDuration: NumberRange = { min: 0, max: 99_999_999, integer: true };

/** What the compilers of the state types share. */
interface Compilation {
  readonly reader: Reader;
  readonly language: QueryLanguage;
  /** The language that nested states have unless they say otherwise. */
  readonly machineLanguage: string;
}

const compilers: Readonly<Record<StateType, (compilation: Compilation) => Step>> = {
  Task(compilation) {
    const { reader, language } = compilation;
    const resource = parseResource(reader.requiredText("Resource"));
    const problem = typeof resource === "string" ? resource : reader.context.express && expressProblem(resource);
    if (problem) reader.problem("Resource", problem);
    const [timeout, heartbeat] = [reader.json.TimeoutSeconds, reader.json.HeartbeatSeconds];
    if (typeof timeout === "number" && typeof heartbeat === "number" && heartbeat >= timeout) {
      reader.problem("HeartbeatSeconds", `must be smaller than TimeoutSeconds, ${timeout}, but is ${heartbeat}.`);
    }
    return taskState({
      resource: typeof resource === "string" ? { kind: "lambda", arn: "", pattern: "requestResponse" } : resource,
      parameters: language.work(reader),
      timeout: language.number(reader, "TimeoutSeconds", duration),
      heartbeat: language.number(reader, "HeartbeatSeconds", duration),
      credentials: language.credentials(reader),
      exit: language.exit(reader, "TaskStateExited", reader.transition()),
    });
  },
  Pass({ reader, language }) {
    return passState(language.work(reader), language.exit(reader, "PassStateExited", reader.transition()));
  },
  Succeed({ reader, language }) {
    return passState(language.work(reader), language.exit(reader, "SucceedStateExited", { state: undefined }));
  },
  Fail({ reader, language }) {
    return failState(language.text(reader, "Error"), language.text(reader, "Cause"));
  },
  Wait({ reader, language }) {
    const exit = language.exit(reader, "WaitStateExited", reader.transition());
    const seconds = language.number(reader, "Seconds", waitDuration);
    const timestamp = language.timestamp(reader);
    if (seconds !== undefined && timestamp === undefined)
      return waitState(language.work(reader), secondsFromNow(seconds), exit);
    if (timestamp !== undefined && seconds === undefined) return waitState(language.work(reader), timestamp, exit);
    reader.problem("", "A Wait state must say either for how many seconds or until which time, and not both.");
    return () => true;
  },
  Choice({ reader, language }) {
    const rules = reader.objects("Choices").map((rule) => {
      rule.allow(language.ruleFields, "a rule of a Choice state");
      return {
        holds: language.condition(rule, reader),
        exit: language.ruleExit(rule, reader, "ChoiceStateExited", rule.link("Next")),
      };
    });
    if (rules.length === 0) reader.problem("Choices", "A Choice state needs at least one rule.");
    const otherwise = reader.has("Default")
      ? language.exit(reader, "ChoiceStateExited", reader.link("Default"))
      : undefined;
    return choiceState(language.work(reader), rules, otherwise);
  },
  Parallel(compilation) {
    const { reader, language } = compilation;
    const branches = reader.objects("Branches").map((branch) => {
      branch.allow(["StartAt", "States", "Comment"], "a branch");
      return nestedBody(branch, compilation);
    });
    if (branches.length === 0) reader.problem("Branches", "A Parallel state needs at least one branch.");
    const exit = language.exit(reader, "ParallelStateExited", reader.transition());
    return parallelState(language.work(reader), branches, exit);
  },
  Map: ({ reader, language, machineLanguage }) => compileMap(reader, language, machineLanguage),
};

/** Compiles one state. */
export function compileState(name: string, reader: Reader, machineLanguage: string): State | undefined {
  const typeText = reader.requiredText("Type");
  const type = stateTypes.find((known) => known === typeText);
  if (type === undefined) {
    reader.problem("Type", `'${typeText}' is no state type; there are ${stateTypes.join(", ")}.`);
    return undefined;
  }
  const languageName = reader.text("QueryLanguage") ?? machineLanguage;
  if (machineLanguage === "JSONata" && languageName === "JSONPath") {
    reader.problem(
      "QueryLanguage",
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    );
  }
  const language = Object.hasOwn(languages, languageName) ? languages[languageName] : undefined;
  if (language === undefined) {
    reader.problem(
      "QueryLanguage",
      `The query language '${languageName}' is not supported; use 'JSONata' or 'JSONPath'.`,
    );
    return undefined;
  }
  reader.allow(["Type", "Comment", "QueryLanguage", ...language.fields[type]], `a ${type} state in ${language.name}`);
  return {
    name,
    type,
    enteredEvent: `${type}StateEntered`,
    run: compilers[type]({ reader, language, machineLanguage }),
    retriers: rules(reader, "Retry").map(compileRetrier),
    catchers: rules(reader, "Catch").map((catcher) => compileCatcher(catcher, type, language)),
    failedEvent: type === "Parallel" || type === "Map" ? `${type}StateFailed` : undefined,
    abortedEvent:
      type === "Task" || type === "Wait" || type === "Parallel" || type === "Map" ? `${type}StateAborted` : undefined,
  };
}

function nestedBody(reader: Reader, { machineLanguage }: Compilation): Body {
  return compileBody(reader, machineLanguage);
}

/** The rules of `Retry` or `Catch`. Source: Amazon States Language specification, "Errors". */
function rules(reader: Reader, field: "Retry" | "Catch"): readonly Reader[] {
  const all = reader.objects(field);
  for (const rule of all.slice(0, -1)) {
    const { ErrorEquals: names } = rule.json;
    if (!isList(names) || !names.includes("States.ALL")) continue;
    rule.problem("ErrorEquals", `'States.ALL' must stand in the last rule of '${field}'.`);
  }
  return all;
}

function errorEquals(reader: Reader): string[] {
  const names = (reader.list("ErrorEquals") ?? []).filter((name) => typeof name === "string");
  if (names.length === 0) reader.problem("ErrorEquals", "must be a list with at least one error name.");
  if (names.includes("States.ALL") && names.length > 1) {
    reader.problem("ErrorEquals", "'States.ALL' must stand alone.");
  }
  return names;
}

function compileRetrier(reader: Reader): Retrier {
  const fields = ["ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy"];
  reader.allow([...fields, "Comment"], "a retrier");
  const jitter = reader.text("JitterStrategy") ?? "NONE";
  if (jitter !== "FULL" && jitter !== "NONE")
    reader.problem("JitterStrategy", `must be FULL or NONE but is ${jitter}.`);
  return {
    errors: errorEquals(reader),
    interval: reader.number("IntervalSeconds", duration) ?? 1,
    maxAttempts: reader.number("MaxAttempts", waitDuration) ?? 3,
    backoffRate: reader.number("BackoffRate", { min: 1, max: Number.POSITIVE_INFINITY, integer: false }) ?? 2,
    maxDelay: reader.number("MaxDelaySeconds", { min: 1, max: 31_622_399, integer: true }) ?? Number.POSITIVE_INFINITY,
    fullJitter: jitter === "FULL",
  };
}

function compileCatcher(reader: Reader, type: StateType, language: QueryLanguage): Catcher {
  reader.allow(language.catcherFields, "a catcher");
  const event = type === "Task" || type === "Parallel" || type === "Map" ? type : "Task";
  return {
    errors: errorEquals(reader),
    exit: language.catcherExit(reader, `${event}StateExited`, reader.link("Next")),
  };
}
