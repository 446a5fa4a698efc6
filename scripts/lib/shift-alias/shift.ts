import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { SFNClient } from "@aws-sdk/client-sfn";
import { type Watch, watchAlarms } from "./alarms.js";
import type { ShiftArguments } from "./arguments.js";
import { type Alias, describeRoutes, findMachine, findVersion, readAlias, route } from "./routing.js";

/** What a shift needs from outside. */
export interface ShiftPorts {
  readonly states: SFNClient;
  readonly cloudwatch: CloudWatchClient;
  /** Resolves after so many milliseconds; rejects when the person stops the command. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Takes a line of progress. */
  readonly report: (line: string) => void;
}

/** How a shift ended: `shifted` to the new version alone, `rolled back`, or there was `nothing to do`. */
export type Outcome = "shifted" | "rolled back" | "nothing to do";

/** How often the alarms are asked while a step is watched. */
const POLL_SECONDS = 10;

/**
 * Shifts the alias of a system's state machine to a version, step by step, and back to where it was as soon as one of the
 * machine's alarms rings, or anything else fails on the way. A shift that was begun before is continued.
 *
 * @throws Error when the alias cannot be shifted (it has been left as it was), or could not be taken back
 */
export async function shiftAlias(settings: ShiftArguments, ports: ShiftPorts): Promise<Outcome> {
  const { states, report } = ports;
  const name = `${settings.system}-${settings.stage}-${settings.machine}`;
  const alias = await readAlias(states, await findMachine(states, name));
  const to = await findVersion(states, alias.machineArn, settings.to);
  const begun = alias.routes.find(({ version }) => version === to)?.weight ?? 0;
  if (begun === 100) {
    report(`${name}: all new executions take version ${to} already.`);
    return "nothing to do";
  }
  const from = oldVersion(name, alias, to);
  const watch = watchAlarms(ports.cloudwatch, name);
  const ringing = await watch.ringing();
  if (ringing.length > 0) {
    throw new Error(`${ringing.join(", ")} rings already: trouble of its own would look like the new version's.`);
  }
  report(`${name}: ${describeRoutes(alias.routes)}; on to version ${to}.`);
  return stepOn({ alias, from, to, steps: settings.steps.filter((step) => step > begun), settings, watch }, ports);
}

interface Shift {
  readonly alias: Alias;
  readonly from: number;
  readonly to: number;
  readonly steps: readonly number[];
  readonly settings: ShiftArguments;
  readonly watch: Watch;
}

async function stepOn({ alias, from, to, steps, settings, watch }: Shift, ports: ShiftPorts): Promise<Outcome> {
  for (const step of steps) {
    const routes = [
      { version: from, weight: 100 - step },
      { version: to, weight: step },
    ];
    try {
      await route(ports.states, alias, routes);
      ports.report(`  ${describeRoutes(routes)}: watched for ${settings.every} s`);
      const ringing = await watched(watch, settings.every, ports);
      if (ringing.length === 0) continue;
      await route(ports.states, alias, alias.routes);
      ports.report(`  ${ringing.join(", ")} rings: back to ${describeRoutes(alias.routes)}.`);
      return "rolled back";
    } catch (error) {
      await takeBack(alias, ports, error);
      throw error;
    }
  }
  ports.report(`  all new executions take version ${to}.`);
  return "shifted";
}

async function takeBack(alias: Alias, { states, report }: ShiftPorts, cause: unknown): Promise<void> {
  try {
    await route(states, alias, alias.routes);
  } catch {
    throw new Error(
      `The alias ${alias.arn} could not be taken back to ${describeRoutes(alias.routes)}. Do it by hand: its routing is as the last step left it.`,
      { cause },
    );
  }
  report(`  back to ${describeRoutes(alias.routes)}.`);
}

/** Asks the alarms again and again for so many seconds; the names of those that ring, if any. */
async function watched(watch: Watch, seconds: number, { sleep }: ShiftPorts): Promise<readonly string[]> {
  for (let left = seconds; left > 0; left -= POLL_SECONDS) {
    await sleep(Math.min(left, POLL_SECONDS) * 1000);
    const ringing = await watch.ringing();
    if (ringing.length > 0) return ringing;
  }
  return [];
}

/** The version to leave. An alias has two routes at most, so both must not be others than the one to go to. */
function oldVersion(name: string, { routes }: Alias, to: number): number {
  const others = routes.filter(({ version, weight }) => version !== to && weight > 0);
  const [only, ...more] = others;
  if (only && more.length === 0) return only.version;
  throw new Error(
    `${name} is between two versions already (${describeRoutes(routes)}), and version ${to} is neither. Shift it to one of them first: --to VERSION.`,
  );
}
