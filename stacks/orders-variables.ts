import type { Construct } from "constructs";
import { alarmEmailVariable, EMAIL_PATTERN, matches, textVariable } from "./constructs/variables.js";

/** References to the settings that whoever deploys orders gives. None has a default. */
export interface OrdersVariables {
  readonly sender: string;
  readonly allowedRecipients: string;
  readonly alarmEmail: string;
}

/** An address, `@domain`, `+` and a country calling code (for the systems that send SMS), or `*`. */
const RECIPIENT = "([^@\\s,]*@[^@\\s,]+\\.[^@\\s,.]+|\\+[1-9][0-9]{0,2}|\\*)";

/** Declares the variables of orders. */
export function ordersVariables(scope: Construct): OrdersVariables {
  const sender = textVariable(scope, "shop_sender", {
    description: "The e-mail address that the shop writes from. SES asks it to confirm before anything is sent.",
    rules: [matches("shop_sender", EMAIL_PATTERN, "shop_sender must be one e-mail address.")],
  });
  const allowedRecipients = textVariable(scope, "allowed_recipients", {
    description: "Who may order, and so get the shop's e-mails, separated by commas: e-mail addresses and @domains.",
    rules: [
      matches(
        "allowed_recipients",
        `^\\s*${RECIPIENT}(\\s*,\\s*${RECIPIENT})*\\s*$`,
        'allowed_recipients must be a list such as "ann@example.com, @example.org", separated by commas.',
      ),
      {
        // Anybody can check out: with everybody on the list it would send e-mails to anyone.
        condition: 'var.stage == "local" || !strcontains(var.allowed_recipients, "*")',
        message: "allowed_recipients may be * in the stage local only.",
      },
    ],
  });
  return {
    sender: sender.stringValue,
    allowedRecipients: allowedRecipients.stringValue,
    alarmEmail: alarmEmailVariable(scope, "an order needs attention").stringValue,
  };
}
