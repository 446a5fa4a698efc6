import { defineConfig } from "vitest/config";

// Not a part of `npm test`: it writes files.
export default defineConfig({
  root: process.cwd(),
  test: { include: ["test/scripts/plan-review/record-plans.ts"], globalSetup: ["test/support/build-once.ts"] },
});
