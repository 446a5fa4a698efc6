import type { Construct } from "constructs";
import {
  alarmEmailVariable,
  allowedRecipientsVariable,
  EMAIL_PATTERN,
  matches,
  textVariable,
} from "./constructs/variables.js";

/** References to the settings that whoever deploys orders gives. None has a default. */
export interface OrdersVariables {
  readonly sender: string;
  readonly allowedRecipients: string;
  readonly alarmEmail: string;
}

/** Declares the variables of orders. */
export function ordersVariables(scope: Construct): OrdersVariables {
  const sender = textVariable(scope, "shop_sender", {
    description: "The e-mail address that the shop writes from. SES asks it to confirm before anything is sent.",
    rules: [matches("shop_sender", EMAIL_PATTERN, "shop_sender must be one e-mail address.")],
  });
  const allowedRecipients = allowedRecipientsVariable(
    scope,
    "Who may order, and so get the shop's e-mails, separated by commas: e-mail addresses and @domains.",
    "ann@example.com, @example.org",
  );
  return {
    sender: sender.stringValue,
    allowedRecipients: allowedRecipients.stringValue,
    alarmEmail: alarmEmailVariable(scope, "an order needs attention").stringValue,
  };
}
