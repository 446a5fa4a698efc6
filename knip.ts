import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { KnipConfig } from "knip";

// What the build takes for a Lambda function: a file that exports `handler`.
const functions = readdirSync("handlers", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("handlers", file))
  .filter((file) => readFileSync(file, "utf8").includes("export const handler"));

const config: KnipConfig = {
  entry: [
    "scripts/*.{ts,mjs}",
    // What users of the library import.
    "asl/index.ts",
    "asl/{interpreter,testing,validator}/index.ts",
    "asl/views/{diagram,diff,history}/index.ts",
    "frontend/*/main.ts",
    "local/console/page/main.ts",
    "test/asl/types/{wrong-*,examples.prelude}.ts",
    // Writes the plans that the golden plan reviews are made from.
    "test/scripts/plan-review/{record.config,record-plans}.ts",
    ...functions,
  ],
  project: ["**/*.{ts,mjs}", "!cdktf.out/**", "!.build/**"],
  ignoreExportsUsedInFile: true,
  // Not from npm: tests that need it are skipped where it is missing.
  ignoreBinaries: ["mosquitto_pub"],
};

export default config;
