import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, realClock } from "../asl/interpreter/index.js";
import type { Json, JsonObject } from "../asl/spec/index.js";
import { createApiCaller } from "./call-api.js";
import { bundlePage, createConsole } from "./console/index.js";
import { createCredentialStore } from "./credentials.js";
import { askService, createEdge } from "./edge.js";
import { createHosts } from "./hosts.js";
import type { RunningSystem } from "./landing-page.js";
import type { Log } from "./log.js";
import { createInbox } from "./messages.js";
import { serveOnLoopback } from "./server.js";
import { type Inbox, isObject, type LocalContext, type Resource, type Service } from "./service.js";
import { createServiceEvents } from "./service-events.js";
import { createServices, type Services } from "./services/all.js";
import { type AppliedStack, applyStack, type PlannedStack, planStack } from "./terraform/apply.js";
import { problems, StackError } from "./terraform/problems.js";
import { readStacks } from "./terraform/stack.js";
import type { VariableSource } from "./terraform/variables.js";

/** Settings of a runtime. */
export interface RuntimeOptions {
  /** The repository's folder, for the console's page. */
  readonly root: string;
  /** What CDKTF synthesized: `cdktf.out`. */
  readonly outDir: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Values for the stacks' variables, the first that has one wins. */
  readonly variables: readonly VariableSource[];
  readonly log: Log;
  /** Real time, unless told otherwise. */
  readonly clock?: Clock;
  /** The inbox, to keep it over a reload. */
  readonly messages?: Inbox;
  /** Told what is being done, a line at a time. */
  readonly onProgress?: (line: string) => void;
}

/** A running local AWS. */
export interface Runtime {
  /** `http://localhost:3000` */
  readonly url: string;
  readonly port: number;
  /** Where devices connect by MQTT; absent when no stack uses AWS IoT. */
  readonly mqttPort: number | undefined;
  readonly systems: readonly RunningSystem[];
  /** Each stack's outputs, by system. */
  readonly outputs: Readonly<Record<string, JsonObject>>;
  readonly services: readonly Service[];
  readonly messages: Inbox;
  /** How many executions run now; they end with the runtime. */
  running(): number;
  stop(): Promise<void>;
}

const accountId = "000000000000";
const partition = "aws";

/**
 * Runs the synthesized stacks on this machine.
 *
 * @throws StackError for what cannot run here, PortTakenError
 * @example
 * const runtime = await startRuntime({ root, outDir: "cdktf.out", port: 0, variables, log });
 * await fetch(`${runtime.url}/pet-reminders/api/reminders/x`);
 * await runtime.stop();
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { log, clock = realClock(), messages = createInbox(), onProgress = () => {} } = options;
  const planned = await planStacks(options.outDir, options.variables);
  for (const rule of planned.flatMap(({ unchecked }) => unchecked)) {
    log("warn", "terraform", "a rule is left to Terraform, which checks it at deployment", { rule });
  }
  for (const { source, name } of unknownVariables(planned, options.variables)) {
    log("warn", "terraform", "no stack has this variable; check its name", { variable: name, source });
  }
  const region = planned[0]?.region ?? "";
  const workFolder = await mkdtemp(join(tmpdir(), "stepwright-"));
  const hosts = createHosts();
  const credentials = createCredentialStore();
  let port: number | undefined;
  let ready = false;
  let systems: readonly RunningSystem[] = [];
  let mounts: ReadonlyMap<string, string> = new Map();
  const context: LocalContext = {
    ...{ clock, random: Math.random, uuid: randomUUID, region, accountId, partition, log, messages, hosts, workFolder },
    endpoint() {
      if (port === undefined) throw new Error("The server does not listen yet.");
      return `http://127.0.0.1:${port}`;
    },
    invokeFunction: (arnOrName, payload, invokeOptions) => services.lambda.invoke(arnOrName, payload, invokeOptions),
    queueEvent: (arnOrName, payload, invokeOptions) => services.lambda.queueEvent(arnOrName, payload, invokeOptions),
    callApi: createApiCaller({
      ...{ endpoint: () => context.endpoint(), region, credentials },
      ask: (name, request, caller) => askService(services.all, log, name, request, caller),
    }),
    events: createServiceEvents({ clock, uuid: randomUUID, region, accountId }),
  };
  const services: Services = createServices(context, credentials);
  const stopServices = async () => {
    // State machines first, or they would call functions that are gone.
    await services.states.stop();
    await Promise.all(services.all.map((service) => service.stop()));
    await rm(workFolder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const links = () =>
      systems.flatMap(({ name, path, hasPage }) => (path !== undefined && hasPage ? [{ name, url: path }] : []));
    const console = createConsole(
      { messages, executions: services.states.executions, systems: links },
      await bundlePage(join(options.root, "local", "console", "page")),
    );
    const edge = createEdge({
      ...{ services: services.all, credentials, hosts, console, log },
      systems: () => systems,
      hostOf: (system) => mounts.get(system),
      ready: () => ready,
    });
    const server = await serveOnLoopback(options.port, edge);
    port = server.port;
    try {
      if (usesIot(planned)) await services.iot.listen(options.port === 0 ? 0 : server.port + 1);
      const applied: AppliedStack[] = [];
      for (const plan of planned) {
        onProgress(`Creating ${plan.stack.resources.length} resources of ${plan.stack.system}`);
        applied.push(await applyStack(plan, { region, accountId, partition }, creator(services.all)));
      }
      mounts = new Map(applied.flatMap((stack) => mountOf(stack)));
      systems = applied.map((stack) => describe(stack, mounts, `http://localhost:${server.port}`));
      ready = true;
      return {
        url: `http://localhost:${server.port}`,
        port: server.port,
        mqttPort: services.iot.mqttPort(),
        systems,
        outputs: Object.fromEntries(applied.map(({ system, outputs }) => [system, outputs])),
        services: services.all,
        messages,
        running: () =>
          services.states.executions.list().filter(({ execution }) => execution.status === "RUNNING").length,
        async stop() {
          await server.stop();
          await stopServices();
        },
      };
    } catch (error) {
      await server.stop();
      throw error;
    }
  } catch (error) {
    await stopServices();
    throw error;
  }
}

/**
 * Reads and checks the stacks without running anything.
 *
 * @throws StackError
 */
export async function planStacks(
  outDir: string,
  variables: readonly VariableSource[],
): Promise<readonly PlannedStack[]> {
  const planned = (await readStacks(outDir)).map((stack) => planStack(stack, variables));
  const regions = [...new Set(planned.map(({ region }) => region))];
  if (regions.length > 1) throw new StackError(outDir, [problems.regionsDiffer(regions)]);
  return planned;
}

function usesIot(planned: readonly PlannedStack[]): boolean {
  return planned.some(({ stack }) => stack.resources.some(({ type }) => type.startsWith("aws_iot_")));
}

function unknownVariables(planned: readonly PlannedStack[], sources: readonly VariableSource[]) {
  const declared = new Set(planned.flatMap(({ stack }) => Object.keys(stack.variables)));
  return sources
    .filter(({ warnsOfUnknown }) => warnsOfUnknown)
    .flatMap(({ name: source, values }) => Object.keys(values).map((name) => ({ source, name })))
    .filter(({ name }) => !declared.has(name));
}

function creator(services: readonly Service[]) {
  const owners = new Map(services.flatMap((service) => service.resourceTypes.map((type) => [type, service] as const)));
  return (resource: Resource) => {
    const service = owners.get(resource.type);
    if (service === undefined) throw new Error(`No service creates the type "${resource.type}".`);
    return service.create(resource);
  };
}

/** A system is reached through its distribution, or else through its API. */
function mountOf({ system, resources }: AppliedStack): readonly (readonly [string, string])[] {
  const first = (type: string) => [...resources].find(([address]) => address.startsWith(`${type}.`))?.[1];
  const domain =
    first("aws_cloudfront_distribution")?.domain_name ?? hostOf(first("aws_apigatewayv2_api")?.api_endpoint);
  return typeof domain === "string" ? [[system, domain]] : [];
}

function hostOf(url: Json | undefined): string | undefined {
  return typeof url === "string" ? new URL(url).hostname : undefined;
}

function describe(
  { system, resources, outputs }: AppliedStack,
  mounts: ReadonlyMap<string, string>,
  url: string,
): RunningSystem {
  const routes = [...resources].flatMap(([address, { route_key: key }]) =>
    address.startsWith("aws_apigatewayv2_route.") && typeof key === "string" ? [key] : [],
  );
  const domain = mounts.get(system);
  const command = outputs.try_it;
  return {
    name: system,
    path: domain === undefined ? undefined : `/${system}/`,
    hasPage: [...resources.keys()].some((address) => address.startsWith("aws_cloudfront_distribution.")),
    // A workflow that calls another is created after it.
    purposes: [...resources]
      .reverse()
      .flatMap(([address, { definition }]) =>
        address.startsWith("aws_sfn_state_machine.") ? commentOf(definition) : [],
      ),
    routes,
    ...(typeof command === "string" && { tryIt: command.replaceAll(`https://${domain}`, `${url}/${system}`) }),
  };
}

function commentOf(definition: Json | undefined): readonly string[] {
  const machine: Json = typeof definition === "string" ? JSON.parse(definition) : null;
  return isObject(machine) && typeof machine.Comment === "string" ? [machine.Comment] : [];
}
