import { createInterface } from "node:readline";
import { answerLine } from "./lib/replay/answer.js";
import { takeNoArguments } from "./lib/usage.js";

takeNoArguments(`Use: npm run -s engine < QUESTIONS

Answers questions about ASL: reads one JSON question a line, prints one JSON answer a line. docs/replay.md has the format.
`);

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === "") continue;
  process.stdout.write(`${await answerLine(line)}\n`);
}
