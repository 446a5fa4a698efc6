import type { Construct } from "constructs";
import {
  alarmEmailVariable,
  allowedRecipientsVariable,
  EMAIL_PATTERN,
  matches,
  textVariable,
} from "./constructs/variables.js";

/** References to the settings that whoever deploys pet-reminders gives. None has a default. */
export interface PetRemindersVariables {
  readonly sender: string;
  readonly allowedRecipients: string;
  readonly alarmEmail: string;
}

/** Declares the variables of pet-reminders. */
export function petRemindersVariables(scope: Construct): PetRemindersVariables {
  const sender = textVariable(scope, "sender", {
    description: "The e-mail address that reminders come from. SES asks it to confirm before anything is sent.",
    rules: [matches("sender", EMAIL_PATTERN, "sender must be one e-mail address.")],
  });
  const allowedRecipients = allowedRecipientsVariable(
    scope,
    "Who may get reminders, separated by commas: e-mail addresses, @domains, country calling codes such as +44.",
    "ann@example.com, @example.org, +44",
  );
  const alarmEmail = alarmEmailVariable(scope, "reminders fail");
  return {
    sender: sender.stringValue,
    allowedRecipients: allowedRecipients.stringValue,
    alarmEmail: alarmEmail.stringValue,
  };
}
