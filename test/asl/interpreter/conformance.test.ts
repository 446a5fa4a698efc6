import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isObject } from "../../../asl/interpreter/json.js";
import type { Json } from "../../../asl/spec/index.js";
import { type RecordedCase, readRecordedCases } from "./recorded-case.js";
import { replay, type Verdict } from "./recorded-replay.js";

const folder = join(process.cwd(), "..", "shared", "asl-conformance");
const isThere = existsSync(folder);
const isRequired = process.env.REQUIRE_ALL === "1";

/** How many recordings must be reproduced, and how many of them event by event. Only ever to be raised. */
const floors = { reproduced: 537, histories: 293 };

if (!isThere && !isRequired)
  console.warn(`Skipped: the recorded executions (${join("..", "shared", "asl-conformance")}) are not here.`);

describe.skipIf(!isThere && !isRequired)("executions recorded on AWS", () => {
  it("has the recordings", () => {
    expect(isThere, "REQUIRE_ALL=1, but ../shared/asl-conformance is not there").toBe(true);
  });

  it("reproduces what the engine supports", async () => {
    const results: { readonly recorded: RecordedCase; readonly verdict: Verdict }[] = [];
    for (const recorded of readRecordedCases(folder)) results.push({ recorded, verdict: await replay(recorded) });
    const count = (is: (verdict: Verdict) => boolean): number => results.filter(({ verdict }) => is(verdict)).length;
    const reproduced = count(({ verdict }) => verdict === "reproduced");
    const diverged = results.filter(({ verdict }) => verdict.verdict === "diverged");
    const histories = count(({ history }) => history === true);
    const compared = count(({ history }) => history !== undefined);
    console.info(
      [
        `${results.length} recordings: ${reproduced} reproduced, ${diverged.length} diverged, ${count(({ verdict }) => verdict === "unsupported")} unsupported; ${histories} of ${compared} whole histories alike`,
        ...results
          .filter(({ verdict }) => verdict.verdict === "unsupported" && process.env.VERBOSE === "1")
          .map(
            ({ recorded, verdict }) =>
              `  unsupported ${recorded.file} ${recorded.id.split("::").pop()}: ${verdict.why}`,
          ),
        ...diverged.map(
          ({ recorded, verdict }) => `  diverged ${recorded.file} ${recorded.id.split("::").pop()}: ${verdict.why}`,
        ),
        ...results
          .filter(({ verdict }) => verdict.history === false)
          .map(
            ({ recorded, verdict }) =>
              `  history ${recorded.file} ${recorded.id.split("::").pop()}: ${verdict.historyWhy}`,
          ),
      ].join("\n"),
    );
    expect(reproduced).toBeGreaterThanOrEqual(floors.reproduced);
    expect(histories).toBeGreaterThanOrEqual(floors.histories);
  });

  it("tells a corrupted expectation from a true one", async () => {
    let corrupted = 0;
    for (const recorded of readRecordedCases(folder)) {
      if (corrupted === 50) break;
      if ((await replay(recorded)).verdict !== "reproduced") continue;
      corrupted += 1;
      const outcome = { ...recorded.outcome, ...corruption(recorded.outcome.output) };
      expect(await replay({ ...recorded, outcome }), recorded.id).toMatchObject({ verdict: "diverged" });
    }
    expect(corrupted).toBe(50);
  });
});

/** An outcome's output, changed a little; where there is none, another error. */
function corruption(output: Json | undefined): Record<string, Json> {
  if (output === undefined) return { error: "Corrupted" };
  return { output: isObject(output) ? { ...output, corrupted: true } : [output, "corrupted"] };
}
