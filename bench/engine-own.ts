import { compile, type Execution, type Ports, realClock, seededRandom, start } from "../asl/interpreter/index.js";
import type { Json } from "../asl/spec/index.js";

const random = seededRandom(1);
let count = 0;

/** The outside of the engine under measurement: real time, and tasks that answer nothing. */
export const ports: Ports = {
  clock: realClock(),
  random,
  uuid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`,
  call: async () => null,
};

/** A machine of ours; `run` resolves to the ended execution, whose whole history is recorded. */
export function ownMachine(definition: object): {
  readonly run: (input: Json) => Promise<Execution>;
  readonly begin: (input: Json) => Execution;
} {
  const machine = compile(definition);
  const begin = (input: Json): Execution => start(machine, { input, ports });
  return {
    begin,
    async run(input) {
      const execution = begin(input);
      await execution.done;
      return execution;
    },
  };
}
