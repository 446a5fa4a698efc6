import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { endOf, startExecution } from "./executions.js";
import type { Deployed } from "./systems.js";

/** Has a reminder sent that is due, by e-mail and by SMS. */
export async function usePetReminders({ endpoint, stateMachineArn }: Deployed): Promise<void> {
  const execution = await startExecution(endpoint, stateMachineArn, {
    ...{ version: 1, id: randomUUID(), requestHash: "none", sendAt: new Date().toISOString(), channel: "both" },
    ...{ message: "Feed the cat.", email: "ada@example.com", phone: "+447700900123" },
  });
  const sent = (channel: string) => ({ channel, status: "sent", messageId: expect.any(String) });
  const output = { results: [sent("email"), sent("sms")] };
  expect(await endOf(endpoint, execution)).toEqual({ status: "SUCCEEDED", output });
}
