// Measures: `npm run bench -- asl`. Prints Markdown tables, as they stand in docs/benchmarks.md.
import { benchAsl } from "../bench/asl.js";
import { benchEngine } from "../bench/engine.js";
import { benchSynth } from "../bench/synth.js";
import { answerHelp } from "./lib/usage.js";

const benches: Readonly<Record<string, () => Promise<void>>> = {
  asl: benchAsl,
  engine: benchEngine,
  synth: benchSynth,
};

const usage = `Use: npm run bench -- NAME

  asl      validation, the compiler's work, and rendering
  engine   executions beside aws-local-stepfunctions: throughput, memory, cold start
  synth    all stacks to Terraform JSON, beside a bare CDKTF app with the same resources

Prints the tables of docs/benchmarks.md; takes a minute or two.
`;
answerHelp(usage);

const name = process.argv[2] ?? "";
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench) await bench();
else {
  process.stderr.write(`${name === "" ? "Which bench?" : `There is no bench called ${name}.`}\n\n${usage}`);
  process.exitCode = 2;
}
