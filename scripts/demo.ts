import { localApi } from "./lib/demo/local-api.js";
import { findOrStart, type Running } from "./lib/demo/running.js";
import { stories } from "./lib/demo/stories.js";
import { describeError, UsageError } from "./lib/local-run.js";

// Walks through all systems and prints what happened: `npm run demo`. It uses a running npm start (`PORT`, or 3000), else starts one.
// The exit code is 0 when everything went as it should, else 1.
const begin = performance.now();
let running: Running | undefined;
try {
  const [argument] = process.argv.slice(2);
  if (argument !== undefined) {
    throw new UsageError(
      `"${argument}" is not known here. Use: npm run demo, or PORT=3001 npm run demo for what runs at that port.`,
    );
  }
  running = await findOrStart(process.env.PORT ?? "3000", console.log);
  const api = localApi(running.url);
  for (const { system, tell } of stories) {
    console.log(`\n${system}`);
    await tell(api, (line) => console.log(`  ${line}`));
  }
  console.log(`\nAll systems did what they should, in ${((performance.now() - begin) / 1000).toFixed(1)} s.`);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
} finally {
  await running?.stop();
}
