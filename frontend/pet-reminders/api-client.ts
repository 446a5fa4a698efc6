import { callApi, type Outcome } from "../common/call-api.js";
import { isRecord } from "../common/is-record.js";
import type { ChannelResult, ReminderState, Status } from "./reminder.js";
import type { ReminderRequest } from "./request.js";

/** The three calls of the reminders' API. None of them throws. */
export interface ReminderApi {
  schedule(request: ReminderRequest, idempotencyKey: string): Promise<Outcome<{ id: string; sendAt: string }>>;
  look(id: string): Promise<Outcome<ReminderState>>;
  cancel(id: string): Promise<Outcome<undefined>>;
}

/**
 * The API at an address relative to the page, so that it works at `/` and at `/pet-reminders/`.
 *
 * @param base for example `api/reminders`
 * @param send `fetch`, or a stand-in
 */
export function createReminderApi(base: string, send: typeof fetch): ReminderApi {
  return {
    schedule: (request, idempotencyKey) =>
      callApi(
        send,
        base,
        {
          method: "POST",
          headers: { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey },
          body: JSON.stringify(request),
        },
        readScheduled,
      ),
    look: (id) => callApi(send, `${base}/${encodeURIComponent(id)}`, { method: "GET" }, readState),
    cancel: (id) =>
      callApi(send, `${base}/${encodeURIComponent(id)}`, { method: "DELETE" }, () => ({ done: undefined })),
  };
}

function readScheduled(body: unknown): { done: { id: string; sendAt: string } } | undefined {
  if (!isRecord(body) || typeof body.id !== "string" || typeof body.sendAt !== "string") return undefined;
  return Number.isNaN(Date.parse(body.sendAt)) ? undefined : { done: { id: body.id, sendAt: body.sendAt } };
}

function readState(body: unknown): { done: ReminderState } | undefined {
  if (!isRecord(body)) return undefined;
  const status = STATUSES.find((known) => known === body.status);
  if (!status) return undefined;
  const results = Array.isArray(body.results) ? body.results.flatMap(readResult) : [];
  return { done: { status, results } };
}

function readResult(value: unknown): ChannelResult[] {
  if (!isRecord(value)) return [];
  const { channel, status, error } = value;
  if ((channel !== "email" && channel !== "sms") || (status !== "sent" && status !== "failed")) return [];
  return [{ channel, status, ...(typeof error === "string" ? { error } : {}) }];
}

const STATUSES: readonly Status[] = ["scheduled", "sending", "sent", "partially sent", "failed", "cancelled"];
