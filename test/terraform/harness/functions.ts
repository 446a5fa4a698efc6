import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { CredentialStore } from "../../../local/credentials.js";
import type { LocalContext, Resource } from "../../../local/service.js";
import { createLambdaService, type LambdaService } from "../../../local/services/lambda/index.js";
import { functionNameOf } from "../../../local/services/lambda/permissions.js";
import { type Answer, answerOf, type Call, webRequest } from "./call.js";

/** What CreateFunction and the updates say, as far as a function here needs it. */
const settingsSchema = v.object({
  Role: v.string(),
  Handler: v.string(),
  Runtime: v.string(),
  MemorySize: v.optional(v.number()),
  Timeout: v.optional(v.number()),
  Environment: v.optional(v.object({ Variables: v.optional(v.record(v.string(), v.string())) })),
});
const createSchema = v.object({
  ...settingsSchema.entries,
  FunctionName: v.string(),
  Code: v.object({ ZipFile: v.string() }),
});
const updateSchema = v.partial(settingsSchema);
const codeSchema = v.object({ ZipFile: v.string() });

interface Deployed {
  readonly settings: v.InferOutput<typeof settingsSchema>;
  /** Base64, as it came. */
  readonly zip: string;
  /** Made at the first invocation of this code with these settings. */
  running?: Promise<LambdaService>;
}

/**
 * The functions that were deployed to Lambda, run by our own workers: moto's Lambda keeps them but needs Docker to invoke them.
 */
export interface Functions {
  /** Takes note of a call that moto has accepted. */
  accepted(call: Call): Promise<void>;
  /** Answers `Invoke`. */
  invokeCall(call: Call): Promise<Answer>;
  readonly invoke: LocalContext["invokeFunction"];
  stop(): Promise<void>;
}

/** Makes an empty set of {@link Functions}. */
export function createFunctions(context: LocalContext, credentials: CredentialStore): Functions {
  const deployed = new Map<string, Deployed>();
  let made = 0;

  const deploy = async (name: string, next: Deployed | undefined): Promise<void> => {
    const last = deployed.get(name);
    if (next === undefined) deployed.delete(name);
    else deployed.set(name, next);
    // One that never started has failed whoever invoked it.
    const running = await last?.running?.catch(() => undefined);
    await running?.stop();
  };

  const start = async (name: string, { settings, zip }: Deployed): Promise<LambdaService> => {
    const workFolder = join(context.workFolder, `${name}-${++made}`);
    await mkdir(workFolder, { recursive: true });
    await writeFile(join(workFolder, "code.zip"), Buffer.from(zip, "base64"));
    const service = createLambdaService(
      { ...context, workFolder },
      {
        credentials,
        endpoints: () => ({ AWS_ENDPOINT_URL: context.endpoint() }),
        findQueue: () => undefined,
        authorize: () => undefined,
      },
    );
    await service.create(resourceOf(name, workFolder, settings));
    return service;
  };

  const find = async (arnOrName: string): Promise<LambdaService> => {
    const name = functionNameOf(arnOrName);
    const found = deployed.get(name);
    if (found === undefined) throw new Error(`No function "${name}" was deployed, but it is invoked.`);
    found.running ??= start(name, found);
    return found.running;
  };

  return {
    async accepted({ method, path, body }) {
      const [, , kind, name = "", part] = path.split("?")[0]?.split("/") ?? [];
      if (kind !== "functions") return;
      const last = deployed.get(decodeURIComponent(name));
      if (method === "POST" && name === "") {
        const { FunctionName, Code, ...settings } = v.parse(createSchema, JSON.parse(`${body}`));
        await deploy(FunctionName, { settings, zip: Code.ZipFile });
      } else if (method === "DELETE" && part === undefined) await deploy(name, undefined);
      else if (method !== "PUT" || last === undefined) return;
      else if (part === "code")
        await deploy(name, { settings: last.settings, zip: v.parse(codeSchema, JSON.parse(`${body}`)).ZipFile });
      else if (part === "configuration") {
        const settings = v.parse(updateSchema, JSON.parse(`${body}`));
        await deploy(name, { zip: last.zip, settings: v.parse(settingsSchema, { ...last.settings, ...settings }) });
      }
    },
    async invokeCall(call) {
      const name = decodeURIComponent(/\/functions\/([^/]+)\/invocations/u.exec(call.path)?.[1] ?? "");
      const { handle } = await find(name);
      if (handle === undefined) throw new Error("Lambda has no API here.");
      return answerOf(await handle(webRequest(call), { accessKeyId: call.accessKeyId }));
    },
    invoke: async (arnOrName, payload, options) => (await find(arnOrName)).invoke(arnOrName, payload, options),
    async stop() {
      await Promise.all([...deployed.keys()].map((name) => deploy(name, undefined)));
    },
  };
}

function resourceOf(name: string, folder: string, settings: Deployed["settings"]): Resource {
  return {
    ...{ address: `aws_lambda_function.${name}`, type: "aws_lambda_function", name, system: "deployed", folder },
    attributes: {
      ...{ function_name: name, filename: "code.zip" },
      ...{ role: settings.Role, handler: settings.Handler, runtime: settings.Runtime },
      ...(settings.MemorySize !== undefined && { memory_size: settings.MemorySize }),
      ...(settings.Timeout !== undefined && { timeout: settings.Timeout }),
      environment: { variables: settings.Environment?.Variables ?? {} },
    },
  };
}
