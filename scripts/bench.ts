// Measures: `npm run bench -- asl`. Prints Markdown tables, as they stand in docs/benchmarks.md.
import { benchAsl } from "../bench/asl.js";
import { benchEngine } from "../bench/engine.js";

const benches: Readonly<Record<string, () => Promise<void>>> = { asl: benchAsl, engine: benchEngine };

const name = process.argv[2] ?? "";
const bench = benches[name];
if (bench) await bench();
else {
  console.error(
    `There is no bench called ${JSON.stringify(name)}. Use: npm run bench -- ${Object.keys(benches).join(" | ")}`,
  );
  process.exitCode = 2;
}
