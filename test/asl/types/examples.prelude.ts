// What the examples in the documentation stand on: the subjects that they speak of, by name.

import { type Data, invoke, lambda, table, workflow } from "../../../asl/index.js";
import type { At } from "../../../asl/jsonpath/path.js";
import type { NoVariables } from "../../../asl/jsonpath/variables.js";
import type { Reminder } from "../../../handlers/pet-reminders/reminder.js";

export type { Reminder } from "../../../handlers/pet-reminders/reminder.js";
export declare const emailReminder: typeof import("../../../handlers/pet-reminders/email-reminder.js").handler;

interface Handler<Input, Output, ErrorName extends string> {
  (event: Input): Promise<Output>;
  readonly errors: readonly ErrorName[];
}

export interface Line {
  readonly sku: string;
  readonly price: number;
  readonly count: number;
}

export interface Order {
  readonly orderId: string;
  readonly name: string;
  readonly customer?: { readonly name: string };
  readonly total: number;
  readonly text: string;
  readonly due: string;
  readonly roleArn: string;
  readonly channel: "email" | "sms";
  readonly size: "small" | "large";
  readonly lines: readonly Line[];
}

export interface Reader {
  readonly [column: string]: string;
  readonly email: string;
}

export interface PublishCommandInput {
  readonly topic: string;
  readonly payload: string;
}

export interface PublishCommandOutput {
  readonly $metadata: object;
}

export interface RunTaskCommandInput {
  readonly cluster: string;
  readonly taskDefinition: string;
}

export declare const handler: Handler<{ to: string }, { messageId: string }, "EmailThrottled" | "EmailRejected">;
export declare const input: Data<Order>;
export declare const at: At<Order, NoVariables>;

export const pay = lambda<Handler<{ orderId: string }, { id: string; status: "paid" | "declined" }, "CardLost">>("pay");
export const blend = lambda<Handler<{ orderId: string }, { cups: number }, never>>("blend");
export const take = lambda<Handler<{ sku: string }, { left: number }, never>>("take");
export const send = lambda<Handler<{ to: readonly Reader[]; text: string }, null, never>>("send");
export const sendOrder = lambda<Handler<{ taskToken: string }, null, never>>("send-order");
export const orders = table<{ readonly orderId: string }>("orders");
export const charge = () => invoke(pay, { orderId: "1" });
export const petReminders = workflow<Reminder>("pet-reminders").succeed("Sent");
