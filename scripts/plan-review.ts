// Reviews what a change does to the deployed systems: `npm run --silent plan-review -- --help` says how.
import { planReviewCommand } from "./lib/plan-review/command.js";
import { disk } from "./lib/plan-review/disk.js";

// npm changes into the repository; INIT_CWD is where the person stands, and where the names of files are relative to.
process.exitCode = await planReviewCommand(process.argv.slice(2), {
  ...disk(process.env.INIT_CWD ?? process.cwd()),
  print: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
});
