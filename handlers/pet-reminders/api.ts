import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { SFNClient } from "@aws-sdk/client-sfn";
import { repeatable } from "../common/client-options.js";
import { readEnvironment, setting } from "../common/environment.js";
import { createLog } from "../common/logger.js";
import { parseRecipients } from "./recipients.js";
import { remindersApi } from "./reminders-api.js";
import { stepFunctionsStore } from "./step-functions-store.js";

const { STATE_MACHINE_ARN, ALLOWED_RECIPIENTS, STAGE } = readEnvironment({
  STATE_MACHINE_ARN: setting,
  ALLOWED_RECIPIENTS: setting,
  STAGE: setting,
});

/** The reminders' HTTP API: `POST /api/reminders`, `GET` and `DELETE /api/reminders/{id}`. */
export const handler = remindersApi({
  store: stepFunctionsStore({ client: new SFNClient(repeatable), stateMachineArn: STATE_MACHINE_ARN, sleep }),
  recipients: parseRecipients(ALLOWED_RECIPIENTS, STAGE),
  now: Date.now,
  uuid: randomUUID,
  log: createLog("api"),
});
