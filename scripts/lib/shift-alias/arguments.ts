import { UsageError, useLine } from "../usage.js";

/** What to shift, and how. */
export interface ShiftArguments {
  readonly system: string;
  /** The stage whose alias is shifted. */
  readonly stage: string;
  /** The last part of the state machine's name. */
  readonly machine: string;
  /** The version that everything goes to in the end; the newest when left out. */
  readonly to?: number;
  /** How many of a hundred new executions take the new version, step by step; the last is 100. */
  readonly steps: readonly number[];
  /** How long each step is watched, in seconds. */
  readonly every: number;
}

export const help = `Use: npm run shift-alias -- SYSTEM [--to VERSION] [--steps 10,50,100] [--every 60] [--machine workflow] [--stage STAGE]

Shifts the alias "live" of a system's state machine to a version, the newest unless --to names one, and watches the
machine's alarms for --every seconds after each step. An alarm takes the alias back to where it was. What runs already goes
on with the version that it was started with. The stage is TF_VAR_stage, or dev.

Terraform must leave the routing alone meanwhile: deploy with SHIFT_ALIAS=steps in the environment.
`;

/** The stack's own alarms look at five minutes; a step that is watched for less may be over before they can tell. */
const DEFAULTS = { steps: "10,50,100", every: "60", machine: "workflow" };
const FLAGS = ["--to", "--steps", "--every", "--machine", "--stage"];

/**
 * Reads the command's arguments.
 *
 * @throws UsageError that names the argument that is wrong
 */
export function readArguments(given: readonly string[], stage = "dev"): ShiftArguments {
  const flags = new Map<string, string>();
  const rest: string[] = [];
  for (let index = 0; index < given.length; index += 1) {
    const argument = given[index] ?? "";
    if (!argument.startsWith("--")) {
      rest.push(argument);
      continue;
    }
    const value = given[index + 1];
    if (!FLAGS.includes(argument)) throw wrong(`There is no ${argument}. Use ${FLAGS.join(", ")}.`);
    if (value === undefined || value.startsWith("--")) throw wrong(`${argument} needs a value.`);
    flags.set(argument, value);
    index += 1;
  }
  const [system, ...more] = rest;
  if (system === undefined || more.length > 0) {
    throw wrong(`Name one system, such as pet-reminders; got ${rest.length === 0 ? "none" : rest.join(", ")}.`);
  }
  const to = flags.get("--to");
  return {
    system,
    stage: flags.get("--stage") ?? stage,
    machine: flags.get("--machine") ?? DEFAULTS.machine,
    ...(to !== undefined && { to: wholeNumber("--to", to, 1) }),
    steps: readSteps(flags.get("--steps") ?? DEFAULTS.steps),
    every: wholeNumber("--every", flags.get("--every") ?? DEFAULTS.every, 1),
  };
}

function wrong(sentence: string): UsageError {
  return new UsageError(`${sentence}\n${useLine(help)}`);
}

function readSteps(text: string): readonly number[] {
  const steps = text.split(",").map((step) => wholeNumber("--steps", step, 1));
  const rising = steps.every((step, index) => step <= 100 && step > (steps[index - 1] ?? 0));
  if (rising && steps.at(-1) === 100) return steps;
  throw wrong(`--steps is ${text}. Give rising percentages that end with 100, such as ${DEFAULTS.steps}.`);
}

function wholeNumber(flag: string, text: string, least: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least) return number;
  throw wrong(`${flag} is "${text}". Give a whole number of at least ${least}.`);
}
