import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { json, type Problem } from "../common/http.js";
import type { Outcome } from "../common/http-api.js";
import { readIdempotencyKey, sha256 } from "../common/idempotency-key.js";
import { readJsonBody } from "../common/json-body.js";
import { problems } from "./problems.js";
import type { Recipients } from "./recipients.js";
import type { Reminder } from "./reminder.js";
import { type Destination, parseReminderRequest } from "./reminder-request.js";
import { StoreUnavailable } from "./reminder-store.js";
import type { RemindersApi } from "./reminders-api.js";

/** Room for the longest message with every character escaped as `\uXXXX`, and the other fields. */
const LARGEST_BODY_BYTES = 65_536;

/**
 * `POST /api/reminders`: schedules a reminder, once for each `Idempotency-Key`. A request that was accepted before is
 * answered as it was then, whatever has become of the reminder, and even if the same request would now be refused because its time
 * has passed or the allow-list has changed.
 */
export async function scheduleReminder(api: RemindersApi, event: APIGatewayProxyEventV2): Promise<Outcome> {
  const read = readJsonBody(event, LARGEST_BODY_BYTES);
  if ("problem" in read) return read;
  const { body } = read;

  const { key, errors: keyErrors } = readIdempotencyKey(event.headers);
  const id = key === undefined ? api.uuid() : sha256(key);
  const requestHash = sha256(body);

  const accepted = async (patience: "none" | "long"): Promise<Reminder | undefined> => {
    const stored = await api.store.find(id, patience);
    return stored?.reminder;
  };
  const refuse = async (problem: Problem): Promise<Outcome> => {
    const earlier = key === undefined ? undefined : await accepted("none");
    return earlier?.requestHash === requestHash ? acceptedAnswer(earlier) : { problem };
  };

  const parsed = parseReminderRequest(body, api.now());
  const errors = [...("errors" in parsed ? parsed.errors : []), ...keyErrors];
  if ("errors" in parsed || errors.length > 0) return refuse(problems.invalidRequest(errors));
  const { message, sendAt, destination } = parsed.request;
  const forbidden = forbiddenFields(api.recipients, destination);
  if (forbidden.length > 0) return refuse(problems.recipientNotAllowed(forbidden));

  const reminder: Reminder = { version: 1, id, requestHash, sendAt, message, ...destination };
  if ((await api.store.start(reminder)) === "started") return acceptedAnswer(reminder);
  const earlier = await accepted("long");
  if (!earlier) throw new StoreUnavailable("TakenButNotFound");
  return earlier.requestHash === requestHash
    ? acceptedAnswer(earlier)
    : { id, problem: problems.idempotencyConflict() };
}

function acceptedAnswer({ id, sendAt }: Reminder): Outcome {
  // Relative to .../api/reminders, so it is right at the distribution's root and under a prefix such as /pet-reminders/.
  return { id, answer: json(202, { id, sendAt }, { location: `reminders/${id}` }) };
}

function forbiddenFields(recipients: Recipients, destination: Destination): string[] {
  const email = "email" in destination && !recipients.allowsEmail(destination.email);
  const phone = "phone" in destination && !recipients.allowsPhone(destination.phone);
  return [...(email ? ["email"] : []), ...(phone ? ["phone"] : [])];
}
