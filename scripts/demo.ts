import { localApi } from "./lib/demo/local-api.js";
import { findOrStart, type Running } from "./lib/demo/running.js";
import { stories } from "./lib/demo/stories.js";
import { describeError, readPort } from "./lib/local-run.js";
import { answerHelp, exitCodeOf } from "./lib/usage.js";

const usage = `Use: npm run demo -- [--port N]

Walks through all systems and prints what happened. It uses the npm start that runs at the port (--port, else PORT, else 3000),
else it starts one of its own on a free port.

Exit codes: 0 everything went as it should, 1 it did not, 2 wrong use.
`;
answerHelp(usage);
const begin = performance.now();
let running: Running | undefined;
try {
  running = await findOrStart(readPort(process.argv.slice(2), process.env, usage), console.log);
  const api = localApi(running.url);
  for (const { system, tell } of stories) {
    console.log(`\n${system}`);
    await tell(api, (line) => console.log(`  ${line}`));
  }
  console.log(`\nAll systems did what they should, in ${((performance.now() - begin) / 1000).toFixed(1)} s.`);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = exitCodeOf(error);
} finally {
  await running?.stop();
}
