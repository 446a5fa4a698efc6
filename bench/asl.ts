import { compilerCost } from "./compiler-cost.js";
import { renderSpeed } from "./render-speed.js";
import { validatorSpeed } from "./validator-speed.js";

/** What is measured of the ASL library, in the order of docs/benchmarks.md. */
const sections = [
  { title: "Validation", measure: validatorSpeed },
  { title: "The compiler's work", measure: compilerCost },
  { title: "Rendering", measure: renderSpeed },
];

/** Measures the ASL library and prints Markdown. */
export async function benchAsl(): Promise<void> {
  for (const { title, measure } of sections) console.log(`## ${title}\n\n${await measure()}\n`);
}
