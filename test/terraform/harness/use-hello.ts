import { expect } from "vitest";
import { runSync } from "./executions.js";
import type { Deployed } from "./systems.js";

/** Greets; a changed handler greets otherwise. */
export async function useHello({ endpoint, stateMachineArn }: Deployed, isChanged: boolean): Promise<void> {
  const greeting = `Hello, Ada! ${isChanged ? "How nice" : "Nice"} to meet you.`;
  const ended = await runSync(endpoint, stateMachineArn, { name: "Ada" });
  expect(ended).toEqual({ status: "SUCCEEDED", output: { greeting } });
}
