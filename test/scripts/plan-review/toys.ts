import { dirname, join } from "node:path";
import { planReviewCommand } from "../../../scripts/lib/plan-review/command.js";
import type { Answer } from "./review.js";

type Block = Readonly<Record<string, unknown>>;

/** Resources by address. */
export type Toys = Readonly<Record<string, Block>>;

/** What a toy review is made from: base and head of one stack, `toys`, and perhaps a plan and other files. */
export interface ToyReview {
  readonly base?: Toys;
  readonly head?: Toys;
  readonly plan?: unknown;
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** A `cdk.tf.json` with these resources. */
export function toyDocument(toys: Toys, more: Block = {}): string {
  const resource: Record<string, Record<string, Block>> = {};
  for (const [address, block] of Object.entries(toys)) {
    const [type = "", name = ""] = address.split(".");
    resource[type] = { ...resource[type], [name]: block };
  }
  return JSON.stringify({ resource, ...more });
}

/** One resource in a plan. */
export function change(address: string, actions: readonly string[], sides: Block = {}): Block {
  const [type, name] = address.split(".");
  return { address, mode: "managed", type, name, change: { actions, before: null, after: null, ...sides } };
}

/** A plan with these changes. */
export const toyPlan = (...changes: readonly Block[]): Block => ({ format_version: "1.2", resource_changes: changes });

/** Runs the command on files in memory. */
export async function reviewToys({ base, head, plan, files = {}, args = [] }: ToyReview): Promise<Answer> {
  const all = new Map(Object.entries(files));
  if (base !== undefined) all.set(join("base", "stacks", "toys", "cdk.tf.json"), toyDocument(base));
  if (head !== undefined) all.set(join("head", "stacks", "toys", "cdk.tf.json"), toyDocument(head));
  if (plan !== undefined) all.set("plan.json", JSON.stringify(plan));
  const folders = new Set(["base", "head"]);
  for (const path of all.keys()) for (let at = dirname(path); at !== "."; at = dirname(at)) folders.add(at);
  let printed = "";
  let complained = "";
  const planned = plan === undefined ? [] : ["--plan", "plan.json"];
  const code = await planReviewCommand(["--base", "base", "--head", "head", ...planned, ...args], {
    folders: async (path) =>
      folders.has(path)
        ? [...folders].filter((one) => dirname(one) === path).map((one) => one.slice(path.length + 1))
        : undefined,
    read: async (path) => all.get(path),
    size: async (path) => all.get(path)?.length,
    print: (text) => {
      printed += text;
    },
    complain: (text) => {
      complained += text;
    },
  });
  return { code, printed, complained };
}

const statement = (actions: readonly string[], resource: string): Block => ({
  Effect: "Allow",
  Action: actions,
  Resource: [resource],
});

/** A state machine that calls a function, with its role; the parts that tests change are arguments. */
export function toyMachine(
  options: {
    readonly states?: Block;
    readonly actions?: readonly string[];
    readonly on?: string;
    readonly timeout?: number;
    readonly functionName?: string;
  } = {},
): Toys {
  const { actions = ["lambda:InvokeFunction"], on = "${aws_lambda_function.greet.arn}", timeout = 30 } = options;
  const call = { Type: "Task", Resource: "${aws_lambda_function.greet.arn}", End: true };
  return {
    "aws_sfn_state_machine.flow": {
      name: "toys-${var.stage}-flow",
      role_arn: "${aws_iam_role.flow.arn}",
      definition: JSON.stringify({ StartAt: "Greet", States: options.states ?? { Greet: call } }),
    },
    "aws_iam_role.flow": { name: "flow", assume_role_policy: "{}" },
    "aws_iam_role_policy.flow": {
      role: "${aws_iam_role.flow.name}",
      policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement(actions, on)] }),
    },
    "aws_lambda_function.greet": { function_name: options.functionName ?? "toys-${var.stage}-greet", timeout },
  };
}
