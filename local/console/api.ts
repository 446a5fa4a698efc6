import { svgDrawer } from "../../asl/views/diagram/index.js";
import { executionPath } from "../../asl/views/history/index.js";
import type { Inbox } from "../service.js";
import type { ExecutionStore, StoredExecution } from "../services/stepfunctions/execution-store.js";
import { statesTable } from "./states-table.js";

/** A system that runs here, for the list of `GET /_local/api/systems`. */
export interface SystemLink {
  /** E.g. `pet-reminders`. */
  readonly name: string;
  /** Where its page is, e.g. `/pet-reminders/`. */
  readonly url: string;
}

/** What the console looks at. */
export interface ConsoleParts {
  readonly messages: Inbox;
  readonly executions: ExecutionStore;
  readonly systems: () => readonly SystemLink[];
}

/** The page asks for the list every second: it gets the newest executions. */
const mostListed = 1000;

type Handler = (parts: ConsoleParts, name: string) => Response;

/**
 * The routes of the API under `/_local/api/`. `NAME` stands for an execution's name or ARN: names of Express executions
 * may repeat.
 */
const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  systems: { GET: ({ systems }) => json(systems()) },
  messages: { GET: ({ messages }) => json(messages.list()) },
  executions: { GET: ({ executions }) => json(executions.list().slice(0, mostListed).map(summary)) },
  "executions/NAME": { GET: withExecution((stored) => json(detail(stored))) },
  "executions/NAME/diagram.svg": { GET: withExecution(diagram) },
  "executions/NAME/skip-wait": { POST: withExecution(skipWait) },
};

/**
 * Answers a request to the console's API.
 *
 * @param path the part after `/_local/api/`
 */
export function answerApi(parts: ConsoleParts, method: string, path: string): Response {
  const [collection = "", encodedName, ...rest] = path.split("/");
  const pattern = [collection, ...(encodedName === undefined ? [] : ["NAME"]), ...rest].join("/");
  const methods = Object.hasOwn(routes, pattern) ? routes[pattern] : undefined;
  if (!methods) return problem(404, `There is nothing at '/_local/api/${path}'.`);
  // A HEAD is a GET whose body the server leaves out.
  const handler = methods[method === "HEAD" ? "GET" : method];
  if (!handler) {
    const allow = Object.keys(methods).join(", ");
    return problem(405, `'${method}' is not possible here; possible: ${allow}.`, { allow });
  }
  return handler(parts, decodeName(encodedName ?? ""));
}

/** A refusal as JSON: `{message}`. */
export function problem(status: number, message: string, headers: Record<string, string> = {}): Response {
  return json({ message }, status, headers);
}

function withExecution(answer: (stored: StoredExecution) => Response): Handler {
  return ({ executions }, name) => {
    const stored = executions.find(name) ?? executions.findByName(name);
    return stored ? answer(stored) : problem(404, `There is no execution '${name}'.`);
  };
}

function skipWait({ execution }: StoredExecution): Response {
  const skipped = execution.skipWait();
  if (skipped > 0) return json({ skipped });
  return problem(409, `Nothing waits in '${execution.name}': it is ${execution.status}.`);
}

function summary({ execution, machine }: StoredExecution) {
  const [first] = [...execution.waiting()].sort((one, other) => one.until - other.until);
  return {
    name: execution.name,
    executionArn: execution.executionArn,
    stateMachine: machine.name,
    type: machine.machine.type,
    system: machine.system,
    status: execution.status,
    startDate: iso(execution.startDate),
    ...(execution.stopDate === undefined ? {} : { stopDate: iso(execution.stopDate) }),
    ...(first ? { waiting: { state: first.state, until: iso(first.until) } } : {}),
  };
}

function detail(stored: StoredExecution) {
  const { execution, machine } = stored;
  const events = execution.history;
  return {
    ...summary(stored),
    input: execution.input,
    ...(execution.output === undefined ? {} : { output: execution.output }),
    ...(execution.error === undefined ? {} : { error: execution.error }),
    ...(execution.cause === undefined ? {} : { cause: execution.cause }),
    definition: machine.machine.definition,
    states: statesTable(events, execution.status),
    events,
  };
}

// Laying a workflow out may take a second, in which nothing else runs here; the page asks after each event of an execution.
const drawers = new WeakMap<StoredExecution["machine"]["machine"], ReturnType<typeof svgDrawer>>();

/** The workflow's diagram, with the way coloured that the execution has taken. */
function diagram({ execution, machine: { machine } }: StoredExecution): Response {
  const draw = drawers.get(machine) ?? svgDrawer(machine.definition);
  drawers.set(machine, draw);
  const drawing = draw({
    title: `The way of ${execution.name}`,
    path: executionPath(execution.history),
  });
  // A drawing has its style in it, which a page's policy forbids: opened by itself it would be one black box.
  const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
  const headers = { "content-type": "image/svg+xml; charset=utf-8", "content-security-policy": policy };
  return new Response(drawing, { headers });
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

/** A name that is not well encoded is no execution's name. */
function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return "";
  }
}
