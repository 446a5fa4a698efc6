import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { awsCli } from "../../local/services/aws-cli.js";
import { region } from "./account.js";

/** The SDK's settings for what was deployed. */
export function clientSettings(endpoint: string) {
  return { endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 };
}

const startedSchema = v.object({ executionArn: v.string() });
const endedSchema = v.object({ status: v.string(), output: v.optional(v.string()), cause: v.optional(v.string()) });

/** How an execution ended. */
export type Ended = { readonly status: string; readonly output: unknown };

/** Starts an execution by the AWS CLI. @returns its ARN */
export async function startExecution(endpoint: string, stateMachineArn: string, input: object): Promise<string> {
  const args = ["--state-machine-arn", stateMachineArn, "--input", JSON.stringify(input)];
  return v.parse(startedSchema, await cli(endpoint, "start-execution", ...args)).executionArn;
}

/** Asks the AWS CLI until an execution has ended. */
export async function endOf(endpoint: string, executionArn: string): Promise<Ended> {
  for (let asked = 0; asked < 60; asked++) {
    const ended = parseEnd(await cli(endpoint, "describe-execution", "--execution-arn", executionArn));
    if (ended.status !== "RUNNING") return ended;
    await sleep(500);
  }
  const history = await cli(endpoint, "get-execution-history", "--execution-arn", executionArn, "--reverse-order");
  throw new Error(`${executionArn} has not ended: ${JSON.stringify(history).slice(0, 2_000)}`);
}

/** Runs an Express state machine by the AWS CLI. */
export async function runSync(endpoint: string, stateMachineArn: string, input: object): Promise<Ended> {
  const args = ["--state-machine-arn", stateMachineArn, "--input", JSON.stringify(input)];
  return parseEnd(await cli(endpoint, "start-sync-execution", ...args));
}

function parseEnd(answer: unknown): Ended {
  const { status, output, cause } = v.parse(endedSchema, answer);
  return { status, output: output === undefined ? cause : JSON.parse(output) };
}

async function cli(endpoint: string, ...args: readonly string[]): Promise<unknown> {
  const { code, json, stderr } = await awsCli(endpoint, "stepfunctions", ...args);
  if (code !== 0) throw new Error(`aws stepfunctions ${args[0]} ended with ${code}: ${stderr}`);
  return json;
}
