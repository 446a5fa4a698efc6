import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answerQuestion } from "../../../scripts/lib/replay/answer.js";
import { questionOf, type RecordedCase, readCases } from "../../../scripts/lib/replay/case.js";
import { judge, type Verdict } from "../../../scripts/lib/replay/judge.js";


const folder = join(process.cwd(), "..", "shared", "asl-conformance");
const isThere = existsSync(folder);
const isRequired = process.env.REQUIRE_ALL === "1";

/** How many recordings must be reproduced, and how many of them event by event. Only ever to be raised. */
const floors = { reproduced: 571, histories: 310 };

if (!isThere && !isRequired)
  console.warn(`Skipped: the recorded executions (${join("..", "shared", "asl-conformance")}) are not here.`);

describe.skipIf(!isThere && !isRequired)("executions recorded on AWS", () => {
  it("has the recordings", () => {
    expect(isThere, "REQUIRE_ALL=1, but ../shared/asl-conformance is not there").toBe(true);
  });

  it("reproduces what the engine supports", async () => {
    const results: { readonly recorded: RecordedCase; readonly verdict: Verdict }[] = [];
    for (const recorded of readCases(folder)) {
      const answer = await answerQuestion(questionOf(recorded));
      results.push({ recorded, verdict: judge(recorded, answer) });
    }
    const count = (is: (verdict: Verdict) => boolean): number => results.filter(({ verdict }) => is(verdict)).length;
    const reproduced = count(({ verdict }) => verdict === "reproduced");
    const histories = count(({ history }) => history === true);
    console.info(
      [
        `${results.length} recordings: ${reproduced} reproduced; ${histories} whole histories alike`,
        ...results.flatMap(({ recorded, verdict: { verdict, why, historyWhy, causeWhy } }) => {
          const problem = why ?? causeWhy ?? historyWhy;
          if (problem === undefined) return [];
          return [`  ${verdict} ${recorded.file} ${recorded.id.split("::").pop()}: ${problem}`];
        }),
      ].join("\n"),
    );
    expect(reproduced).toBeGreaterThanOrEqual(floors.reproduced);
    expect(histories).toBeGreaterThanOrEqual(floors.histories);
  });
});
