import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { type Run, succeeded, terraformIn } from "../terraform.js";
import { region } from "./account.js";

/** The values of the stacks' variables. */
const variables = {
  ...{ sender: "reminders@example.com", shop_sender: "shop@example.com", alarm_email: "alarms@example.com" },
  allowed_recipients: "@example.com, +44",
};

/** The services that the stacks use, by the provider's names of their endpoints. */
const SERVICES = [
  ...["apigatewayv2", "cloudfront", "cloudwatch", "dynamodb", "events", "iam", "iot", "lambda", "logs", "s3", "ses"],
  ...["sfn", "sns", "sqs", "sts"],
];

/** A line of `terraform plan -json`, of the kind that says what would change. */
const changeSchema = v.object({
  type: v.literal("planned_change"),
  change: v.object({ action: v.string(), resource: v.object({ addr: v.string() }) }),
});

/** A synthesized stack in its folder, with the real Terraform. */
export interface DeployableStack {
  /** Runs `terraform ...args` with values for the stack's variables. */
  run(...args: readonly string[]): Promise<Run>;
  /** Plans into a file, and says what the plan would do, sorted: `update aws_lambda_function.nice` for example. */
  plan(): Promise<readonly string[]>;
  /** Applies what `plan` has planned. */
  applyPlan(): Promise<void>;
  /** The resources in the state. */
  resources(): Promise<readonly string[]>;
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}

/**
 * A stack of a checkout, with the provider's way to the loopback in a file beside it: what the stack deploys stays as it is.
 *
 * @param env see `terraformEnvironment`
 * @param endpoint where all services answer
 */
export async function deployableStack(
  folder: string,
  { env, endpoint, stage }: { readonly env: NodeJS.ProcessEnv; readonly endpoint: string; readonly stage: string },
): Promise<DeployableStack> {
  const override = { provider: { aws: provider(endpoint) } };
  await writeFile(join(folder, "override.tf.json"), JSON.stringify(override));
  const named = Object.entries({ ...variables, stage, region }).map(([name, value]) => [`TF_VAR_${name}`, value]);
  const all = { ...env, ...Object.fromEntries(named) };
  const run = (...args: readonly string[]) => terraformIn(folder, all, args);
  const lines = (run: Run) => succeeded(run).stdout.split("\n").filter(Boolean).sort();
  return {
    run,
    async plan() {
      return lines(await run("plan", "-json", "-out=planned"))
        .flatMap((line) => {
          const { success, output } = v.safeParse(changeSchema, JSON.parse(line));
          return success ? [`${output.change.action} ${output.change.resource.addr}`] : [];
        })
        .sort();
    },
    applyPlan: async () => void succeeded(await run("apply", "planned")),
    resources: async () => lines(await run("state", "list")).filter((address) => !address.startsWith("data.")),
    async outputs() {
      const schema = v.record(v.string(), v.object({ value: v.unknown() }));
      const outputs = v.parse(schema, JSON.parse(succeeded(await run("output", "-json")).stdout));
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
  };
}

function provider(endpoint: string): object {
  return {
    ...{ access_key: "test", secret_key: "test", skip_metadata_api_check: true, skip_credentials_validation: true },
    ...{ s3_use_path_style: true, max_retries: 1 },
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
  };
}
