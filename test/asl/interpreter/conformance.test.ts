import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { isObject } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { answerQuestion } from "../../../scripts/lib/replay/answer.js";
import { questionOf, type RecordedCase, readCases } from "../../../scripts/lib/replay/case.js";
import { languagePart, recordedPart, recordingsPart } from "../../../scripts/lib/replay/coverage-page.js";
import { judge } from "../../../scripts/lib/replay/judge.js";
import { byKind, type Judged, summaryText } from "../../../scripts/lib/replay/summary.js";

const folder = join(process.cwd(), "..", "shared", "asl-conformance");
const isThere = existsSync(folder);
const isRequired = process.env.REQUIRE_ALL === "1";
const page = readFileSync(join(process.cwd(), "docs", "coverage.md"), "utf8");

/** How many recordings of each kind must be reproduced, and how many event by event. Only ever to be raised. */
const floors = { execution: 571, "test-state": 78, "creation-error": 12, validate: 10 };
const historyFloor = 310;

if (!isThere && !isRequired)
  console.warn(`Skipped: the recorded executions (${join("..", "shared", "asl-conformance")}) are not here.`);

describe("docs/coverage.md", () => {
  it("says what the engine's tables say; `npm run coverage` writes it", () => {
    expect(page.slice(0, page.indexOf(recordedPart))).toBe(`${languagePart()}\n`);
  });
});

describe.skipIf(!isThere && !isRequired)("what was recorded on AWS", () => {
  const answers = new Map<RecordedCase, JsonObject>();
  let judged: readonly Judged[] = [];

  beforeAll(async () => {
    expect(isThere, "REQUIRE_ALL=1, but ../shared/asl-conformance is not there").toBe(true);
    for (const recorded of readCases(folder)) answers.set(recorded, await answerQuestion(questionOf(recorded)));
    judged = [...answers].map(([recorded, answer]) => ({ recorded, verdict: judge(recorded, answer) }));
  });

  it.each(Object.entries(floors))("is reproduced: %s", (kind, floor) => {
    expect(byKind(judged).get(kind)?.reproduced, summaryText(judged)).toBeGreaterThanOrEqual(floor);
  });

  it("is reproduced event by event", () => {
    const alike = judged.filter(({ verdict }) => verdict.history === true).length;
    expect(alike, summaryText(judged, { verbose: true })).toBeGreaterThanOrEqual(historyFloor);
  });

  it("stands in docs/coverage.md; `npm run coverage` writes it", () => {
    expect(page.slice(page.indexOf(recordedPart))).toBe(recordingsPart(judged));
  });

  it("asks without telling: a question holds no history, outcome or expectation", () => {
    for (const recorded of answers.keys()) {
      expect(Object.keys(questionOf(recorded)).sort()).toEqual(
        ["context", "definition", "hash", "id", "input", "kind", "mocks", "request", "setup", "type"].sort(),
      );
    }
  });

  it("tells each of 50 corrupted expectations from a true one, of every kind", () => {
    const byKinds = ["execution", "test-state", "creation-error", "validate"].map((kind) =>
      judged.filter(({ recorded, verdict }) => recorded.kind === kind && verdict.verdict === "reproduced"),
    );
    const chosen = [...byKinds.flatMap((group) => group.slice(0, 8)), ...(byKinds[0] ?? []).slice(8, 26)];
    expect(chosen).toHaveLength(50);
    for (const { recorded } of chosen) {
      const answer = answers.get(recorded) ?? {};
      expect(judge(corrupted(recorded), answer), recorded.id).toMatchObject({ verdict: "diverged" });
    }
  });
});

/** A case whose expectation is changed a little. */
function corrupted(recorded: RecordedCase): RecordedCase {
  const { outcome, expected } = recorded;
  if (recorded.kind === "execution") return { ...recorded, outcome: { ...outcome, ...changed(outcome) } };
  if (isObject(expected.Error)) return { ...recorded, expected: { Error: { ...expected.Error, Code: "Corrupted" } } };
  if (expected.variableReferences !== undefined) {
    return { ...recorded, expected: { ...expected, variableReferences: { Corrupted: ["x"] } } };
  }
  if (expected.result !== undefined) return { ...recorded, expected: { ...expected, result: "OK" } };
  return { ...recorded, expected: { ...expected, ...changed(expected) } };
}

function changed({ output }: JsonObject): Record<string, Json> {
  if (output === undefined) return { error: "Corrupted" };
  return { output: isObject(output) ? { ...output, corrupted: true } : [output, "corrupted"] };
}
