import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { LogFields } from "../../../handlers/common/logger.js";
import type { Reminder } from "../../../handlers/pet-reminders/reminder.js";
import type { Patience, Progress, ReminderStore } from "../../../handlers/pet-reminders/reminder-store.js";

/** A request as a test writes it. */
export interface Request {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly base64?: boolean;
}

/** A request as HTTP API (payload format 2.0) gives it to the function: decoded, by a route whose third part is an id. */
export function apiEvent({
  method = "POST",
  path = "/api/reminders",
  headers,
  body,
  base64 = false,
}: Request): APIGatewayProxyEventV2 {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const [, things, id] = /^(\/api\/[^/]+)\/([^/]+)$/.exec(path) ?? [];
  const routeKey = `${method} ${id === undefined ? path : `${things}/{id}`}`;
  const rawPath = decodeURIComponent(path);
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString: "",
    headers: { "content-type": "application/json", ...headers },
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      domainName: "api.example.com",
      domainPrefix: "api",
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "203.0.113.9", userAgent: "test" },
      requestId: "request-1",
      routeKey,
      stage: "$default",
      time: "01/Jan/2030:00:00:00 +0000",
      timeEpoch: 1_893_456_000_000,
    },
    ...(id !== undefined && { pathParameters: { id: decodeURIComponent(id) } }),
    ...(text !== undefined && { body: base64 ? Buffer.from(text).toString("base64") : text }),
    isBase64Encoded: base64,
  };
}

/** A store in memory, whose reminders a test can move on. It takes an id once, as Step Functions does, and keeps count. */
export class MemoryStore implements ReminderStore {
  readonly reminders = new Map<string, { readonly reminder: Reminder; progress: Progress }>();
  readonly patience: Patience[] = [];
  starts = 0;

  async start(reminder: Reminder): Promise<"started" | "taken"> {
    const present = this.reminders.get(reminder.id);
    if (present) {
      const same = JSON.stringify(present.reminder) === JSON.stringify(reminder);
      return same && present.progress.state === "running" ? "started" : "taken";
    }
    this.starts += 1;
    this.reminders.set(reminder.id, { reminder, progress: { state: "running" } });
    return "started";
  }

  async find(id: string, patience: Patience) {
    this.patience.push(patience);
    return this.reminders.get(id);
  }

  async stop(id: string): Promise<void> {
    this.move(id, { state: "cancelled" });
  }

  /** Moves a reminder on, unless it is finished or cancelled. */
  move(id: string, progress: Progress): void {
    const present = this.reminders.get(id);
    if (present?.progress.state === "running") present.progress = progress;
  }
}

/** A log that keeps its lines. */
export class MemoryLog {
  readonly lines: ({ readonly level: string; readonly message: string } & LogFields)[] = [];
  readonly info = (message: string, fields: LogFields) => void this.lines.push({ level: "info", message, ...fields });
  readonly warn = (message: string, fields: LogFields) => void this.lines.push({ level: "warn", message, ...fields });
  readonly error = (message: string, fields: LogFields) => void this.lines.push({ level: "error", message, ...fields });
}

/** What no log line may hold. */
export const SECRETS = {
  message: "Feed Rex the blue bowl",
  email: "owner@example.com",
  phone: "+12025550123",
} as const;

/** A good body for both channels, due in an hour. */
export const GOOD_BODY = { ...SECRETS, channel: "both", waitSeconds: 3600 } as const;
