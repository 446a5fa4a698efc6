import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { judgeCases } from "./lib/replay/command.js";
import { languagePart, recordedPart, recordingsPart } from "./lib/replay/coverage-page.js";
import { takeNoArguments } from "./lib/usage.js";

takeNoArguments(`Use: npm run coverage

Writes docs/coverage.md: what the engine runs, and what it makes of the executions recorded on AWS.
`);

const page = join(process.cwd(), "docs", "coverage.md");
const corpus = join(process.cwd(), "..", "shared", "asl-conformance");

/** Without the recordings, what was written of them stays. */
function before(): string {
  const text = existsSync(page) ? readFileSync(page, "utf8") : "";
  const at = text.indexOf(recordedPart);
  return at === -1 ? "" : text.slice(at);
}

const recordings = existsSync(corpus) ? recordingsPart(await judgeCases(corpus)) : before();
writeFileSync(page, `${languagePart()}\n${recordings}`);
