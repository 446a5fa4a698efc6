import { join } from "node:path";
import { parseArgs } from "node:util";
import { optionSentence } from "../usage.js";
import { reviewJson } from "./json.js";
import { reviewMarkdown } from "./markdown.js";
import type { GivenPlan } from "./match-plans.js";
import type { Review } from "./model.js";
import { readPlan } from "./plan.js";
import { WrongInput } from "./problem.js";
import { reviewOf } from "./review.js";
import { type FilePorts, readStacks } from "./stack.js";
import { reviewText } from "./text.js";

/** What the command needs of the world. */
export interface CommandPorts extends FilePorts {
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** How the command ended: 0 safe, 3 look closely, 4 dangerous, 2 for a call or a file that cannot be reviewed. A crash of Node is 1. */
export type ExitCode = 0 | 2 | 3 | 4;

const usage = `Use: npm run --silent plan-review -- --head DIR [--base DIR] [--plan [STACK=]PLAN.json]... [--markdown | --text | --json]

  --head DIR    what npm run synth wrote for the change
  --base DIR    what it wrote before the change; without it, or where it is empty, everything is new
  --plan FILE   the answer of terraform show -json PLANFILE for one stack; may be given once a stack
  --markdown    for a comment on a pull request
  --text        for a terminal (so it is without any of the three)
  --json        as data

Exit codes: 0 safe, 3 look closely, 4 dangerous, 2 wrong use or a file that cannot be read, 1 a crash.
`;

const exitCodes = { safe: 0, "look closely": 3, dangerous: 4 } as const satisfies Record<Review["verdict"], ExitCode>;

const views = { markdown: (review: Review) => reviewMarkdown(review), text: reviewText, json: reviewJson } as const;

class WrongUse extends WrongInput {}

function parsed(args: readonly string[]) {
  const flag = { type: "boolean" } as const;
  const options = {
    base: { type: "string" },
    head: { type: "string" },
    plan: { type: "string", multiple: true },
    markdown: flag,
    text: flag,
    json: flag,
    help: { ...flag, short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new WrongUse(optionSentence(error));
  }
}

async function run(args: readonly string[], ports: CommandPorts): Promise<ExitCode> {
  const { base, head, plan = [], help, ...chosen } = parsed(args);
  if (help) {
    ports.print(usage);
    return 0;
  }
  const formats = (["markdown", "text", "json"] as const).filter((format) => chosen[format]);
  const [format = "text"] = formats;
  if (formats.length > 1) throw new WrongUse("Choose one of --markdown, --text and --json.");
  if (head === undefined) throw new WrongUse("--head DIR is missing: the folder that npm run synth wrote.");
  const [old, now] = await Promise.all([
    base === undefined ? new Map() : readStacks(base, ports),
    readStacks(head, ports),
  ]);
  if (old.size + now.size === 0) {
    throw new WrongInput(`There is no stack in ${join(head, "stacks")}: give the folder that npm run synth wrote.`);
  }
  const plans = await Promise.all(
    plan.map(async (given): Promise<GivenPlan> => {
      const [, stack, path] = /^([^=/]+)=(.+)$/.exec(given) ?? [];
      if (stack === undefined || path === undefined) return { plan: await readPlan(given, ports) };
      if (!old.has(stack) && !now.has(stack))
        throw new WrongInput(`There is no stack ${stack}, of which ${path} is said to be a plan.`);
      return { stack, plan: await readPlan(path, ports) };
    }),
  );
  const review = await reviewOf({ base: old, head: now, plans }, ports);
  ports.print(views[format](review));
  return exitCodes[review.verdict];
}

/** Runs `npm run plan-review -- ARGUMENTS`. */
export async function planReviewCommand(args: readonly string[], ports: CommandPorts): Promise<ExitCode> {
  try {
    return await run(args, ports);
  } catch (error) {
    if (!(error instanceof WrongInput)) throw error;
    ports.complain(error instanceof WrongUse ? `${error.message}\n\n${usage}` : `${error.message}\n`);
    return 2;
  }
}
