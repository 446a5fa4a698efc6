import { isObject, parseJson } from "../../asl/interpreter/json.js";
import type { LogEntry, LogLevel } from "../../local/log.js";

/** What the line of a terminal says already, or what is the same in every line. */
const leftOut = new Set(["level", "message", "timestamp", "time", "service", "sampling_rate"]);

const levels: Readonly<Record<string, LogLevel>> = { WARN: "warn", ERROR: "error", CRITICAL: "error" };

/**
 * An entry as a person reads it. A function's logger and API Gateway's access log write JSON, for CloudWatch to search; in a
 * terminal it is the message and its fields. Any other text stays as it is.
 *
 * @example
 * readable({ ...entry, text: '{"level":"WARN","message":"refused","service":"api","orderId":"7"}' });
 * // { ...entry, level: "warn", text: "refused", fields: { orderId: "7" } }
 */
export function readable(entry: LogEntry): LogEntry {
  const line = parseJson(entry.text);
  if (!isObject(line)) return entry;
  const { message, level } = line;
  // "-" is what an access log has for nothing.
  const shown = Object.entries(line).filter(([key, value]) => !leftOut.has(key) && value !== "-");
  const fields = shown.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
  return {
    ...entry,
    level: (typeof level === "string" ? levels[level] : undefined) ?? entry.level,
    text: typeof message === "string" ? message : "request",
    fields: { ...Object.fromEntries(fields), ...entry.fields },
  };
}
