import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import type { Target } from "../robot/target.js";
import { UsageError } from "../usage.js";

const orderSchema = v.object({
  orderId: v.string(),
  status: v.picklist(["queued", "waiting", "blending", "served", "failed"]),
  smoothie: v.string(),
  robotId: v.optional(v.string()),
  reason: v.optional(v.string()),
});
const kitchenSchema = v.object({ robots: v.array(v.object({ robotId: v.string(), status: v.string() })) });
const problemSchema = v.object({
  detail: v.string(),
  errors: v.optional(v.array(v.object({ field: v.string(), message: v.string() })), []),
});

/** An order as the API shows it. */
export type ShownOrder = v.InferOutput<typeof orderSchema>;

/** The smoothies' API. */
export interface SmoothiesApi {
  readonly url: string;
  /** Orders a smoothie and gives the order's id. @throws UsageError with the API's own words when it refuses */
  order(request: { readonly smoothie: string; readonly customer: string | undefined }): Promise<string>;
  find(orderId: string): Promise<ShownOrder>;
  /** Whether any robot is there that could take an order, now or later. */
  hasRobots(): Promise<boolean>;
}

/** The API at an address such as `http://localhost:3000/smoothies`. */
export function smoothiesApi(url: string): SmoothiesApi {
  const ask = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${url}/api/${path}`, { ...init, signal: AbortSignal.timeout(15_000) });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    const message = refusal(response.status, text, `${url}/api/${path}`);
    throw response.status === 429 || response.status >= 500 ? new BusyError(message) : new UsageError(message);
  };
  return {
    url,
    order: async ({ smoothie, customer }) => {
      const body = JSON.stringify({ smoothie, ...(customer !== undefined && { customer }) });
      // With a key an order whose answer was lost, or that came while all was busy, may be sent again: it is one order.
      const key = randomBytes(24).toString("base64url");
      const headers = { "content-type": "application/json", "idempotency-key": key };
      const send = () => ask("orders", { method: "POST", headers, body });
      const accepted = await send().catch((error: unknown) => {
        if (!isWorthAgain(error)) throw error;
        return sleep(1_000).then(send);
      });
      return v.parse(v.object({ orderId: v.string() }), accepted).orderId;
    },
    find: async (orderId) => v.parse(orderSchema, await ask(`orders/${orderId}`)),
    hasRobots: async () => {
      const { robots } = v.parse(kitchenSchema, await ask("kitchen"));
      return robots.some(({ status }) => status === "ONLINE" || status === "WORKING");
    },
  };
}

/** The API could not answer just now. */
class BusyError extends UsageError {}

/** Whether the same request may get through a moment later. Where nothing listens, it will not. */
function isWorthAgain(error: unknown): boolean {
  if (error instanceof BusyError) return true;
  if (!(error instanceof Error) || error instanceof UsageError) return false;
  const { cause } = error;
  return !(cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED");
}

function refusal(status: number, text: string, address: string): string {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), problemSchema), text);
  if (!parsed.success) return `${address} answered ${status}: is this the smoothies' API? Start it with npm start.`;
  const { detail, errors } = parsed.output;
  return [detail, ...errors.map(({ field, message }) => `  ${field}: ${message}`)].join("\n");
}

/**
 * Where the API is: in the local runtime below `/smoothies`; of a deployed stage at `--url`, or as its Terraform state beside this
 * repository says.
 *
 * @throws UsageError when nothing says so, or `--url` is no address
 */
export async function apiAddress(target: Target, url: string | undefined, root: string): Promise<string> {
  if (url !== undefined) {
    if (!/^https?:\/\/./u.test(url)) throw new UsageError(`--url is "${url}", but must be like https://...`);
    return url.replace(/\/+$/u, "").replace(/\/api$/u, "");
  }
  if (target.endpoint !== undefined) return `${target.endpoint}/smoothies`;
  const file = join("terraform", target.stage, "smoothies.tfstate");
  const text = await readFile(join(root, file), "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stateSchema), text);
  if (parsed.success) return parsed.output.outputs.api_url.value.replace(/\/+$/u, "");
  throw new UsageError(
    `Where is the API of the stage ${target.stage}? ${file} does not say. Give the output api_url of the deployment: --url https://...`,
  );
}

const stateSchema = v.object({ outputs: v.object({ api_url: v.object({ value: v.string() }) }) });
