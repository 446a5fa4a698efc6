import type { Construct } from "constructs";
import { alarmEmailVariable, EMAIL_PATTERN, matches, textVariable } from "./constructs/variables.js";

/** References to the settings that whoever deploys pet-reminders gives. None has a default. */
export interface PetRemindersVariables {
  readonly sender: string;
  readonly allowedRecipients: string;
  readonly alarmEmail: string;
}

/** An address, `@domain`, `+` and a country calling code, or `*`; several with commas between them. */
const RECIPIENT = "([^@\\s,]*@[^@\\s,]+\\.[^@\\s,.]+|\\+[1-9][0-9]{0,2}|\\*)";

/** Declares the variables of pet-reminders. */
export function petRemindersVariables(scope: Construct): PetRemindersVariables {
  const sender = textVariable(scope, "sender", {
    description: "The e-mail address that reminders come from. SES asks it to confirm before anything is sent.",
    rules: [matches("sender", EMAIL_PATTERN, "sender must be one e-mail address.")],
  });
  const allowedRecipients = textVariable(scope, "allowed_recipients", {
    description:
      "Who may get reminders, separated by commas: e-mail addresses, @domains, country calling codes such as +44.",
    rules: [
      matches(
        "allowed_recipients",
        `^\\s*${RECIPIENT}(\\s*,\\s*${RECIPIENT})*\\s*$`,
        'allowed_recipients must be a list such as "ann@example.com, @example.org, +44", separated by commas.',
      ),
      {
        // The page is public: with everybody on the list it would send anything to anyone.
        condition: 'var.stage == "local" || !strcontains(var.allowed_recipients, "*")',
        message: "allowed_recipients may be * in the stage local only.",
      },
    ],
  });
  const alarmEmail = alarmEmailVariable(scope, "reminders fail");
  return {
    sender: sender.stringValue,
    allowedRecipients: allowedRecipients.stringValue,
    alarmEmail: alarmEmail.stringValue,
  };
}
