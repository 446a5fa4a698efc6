import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { marker } from "../../../scripts/lib/plan-review/markdown.js";
import { stacks } from "../../stacks/synthesized.js";
import { requires } from "../../support/requires.js";
import { blockOf } from "./workflow-steps.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stepwright-steps-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a step's script as GitHub does: bash, which stops at the first failure. */
function step(after: string, env: Readonly<Record<string, string>> = {}) {
  const summary = join(folder, "summary.md");
  writeFileSync(summary, "");
  const { status, stdout } = spawnSync("bash", ["-e", "-c", blockOf("plan.yml", after, "run")], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, GITHUB_STEP_SUMMARY: summary, ...env },
  });
  return { status, stdout };
}

describe("the check `plan review`", () => {
  const fine = { IS_FORK: "false", PLAN: "success", COMMENT: "success", CODE: "0", IS_ACCEPTED: "false" };
  test.each([
    ["safe", {}, 0, "Safe"],
    ["look closely", { CODE: "3" }, 0, "::warning::Look closely"],
    ["dangerous", { CODE: "4" }, 1, "::error::Dangerous"],
    ["dangerous, and accepted", { CODE: "4", IS_ACCEPTED: "true" }, 0, "::warning::Dangerous, and accepted"],
    [
      "a fork, whose plan is skipped",
      { IS_FORK: "true", PLAN: "skipped", COMMENT: "skipped", CODE: "" },
      1,
      "::error::Not planned: a fork",
    ],
    ["a failed plan", { PLAN: "failure", CODE: "" }, 1, "::error::Not planned"],
    ["a cancelled plan", { PLAN: "cancelled", CODE: "" }, 1, "::error::Not planned"],
    ["an old comment", { COMMENT: "failure" }, 1, "::error::Planned, but the comment"],
    ["a reviewer that crashed", { CODE: "1" }, 1, "::error::The reviewer ended with '1'"],
    ["a reviewer that broke", { CODE: "" }, 1, "::error::The reviewer ended with ''"],
  ])("%s", (_, env, status, line) => {
    const run = step("- name: Say how it went", { ...fine, ...env });
    expect(run.stdout).toContain(line);
    expect(run.status).toBe(status);
  });
});

describe.runIf(requires("jq"))("the guard before a plan", () => {
  const guard = "- name: Refuse stacks";
  function write(name: string, text: string): void {
    const stack = join(folder, "out", "head", "stacks", name);
    mkdirSync(stack, { recursive: true });
    mkdirSync(join(stack, "assets"), { recursive: true });
    writeFileSync(join(stack, "cdk.tf.json"), text);
  }
  const synthesized = (system: string, folder: string) =>
    [system, readFileSync(join(folder, "cdk.tf.json"), "utf8")] as const;
  const all = stacks.map(({ system, folder }) => synthesized(system, folder));

  test("lets every stack pass", () => {
    for (const [system, text] of all) write(system, text);
    expect(step(guard)).toEqual({ status: 0, stdout: "" });
  });

  test.each<readonly [string, (text: string) => string]>([
    [
      "another provider",
      (text) => text.replace('"required_providers": {', '"required_providers": { "null": { "source": "null" },'),
    ],
    ["the provider of somebody else", (text) => text.replace('"source": "aws"', '"source": "example.com/me/aws"')],
    [
      "a data source that runs a program",
      (text) => text.replace('"data": {', '"data": { "external": { "x": { "program": ["sh"] } },'),
    ],
    ["a module", (text) => text.replace('"data": {', '"module": { "m": { "source": "./m" } }, "data": {')],
    [
      "a resource of another provider",
      (text) => text.replace('"resource": {', '"resource": { "null_resource": { "x": {} },'),
    ],
    [
      "a block that could read a secret or call a function",
      (text) => text.replace('"data": {', '"ephemeral": {}, "data": {'),
    ],
    [
      "another provider that is only configured",
      (text) => text.replace('"provider": {', '"provider": { "null": [{}],'),
    ],
    [
      "a function that reads a file of the runner",
      (text) => text.replace('"output": {', '"output": { "x": { "value": "${file(\\"/proc/self/environ\\")}" },'),
    ],
    ["no JSON at all", () => "{"],
  ])("refuses %s", (_, spoil) => {
    const [first] = all;
    if (first === undefined) throw new Error("There is no stack.");
    const [system, text] = first;
    expect(spoil(text)).not.toBe(text);
    write(system, spoil(text));
    const run = step(guard);
    expect(run.stdout).toContain("::error::out/head/stacks/");
    expect(run.status).toBe(1);
  });

  test.each(["evil.tf", "override.tf.json", "evil.auto.tfvars", ".terraform.lock.hcl"])(
    "refuses the file %s beside a stack, or in a folder of its own",
    (name) => {
      for (const [system, text] of all) write(system, text);
      for (const place of [all[0]?.[0] ?? "", "other"]) {
        const file = join(folder, "out", "head", "stacks", place, name);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, "");
        const run = step(guard);
        expect(run.stdout).toContain(`::error::out/head/stacks/${place}/${name} must not be there`);
        expect(run.status).toBe(1);
        rmSync(file);
      }
    },
  );
});

describe("the comment", () => {
  interface Comment {
    readonly id: number;
    readonly user: { readonly type: string };
    readonly body: string;
  }
  const AsyncFunction: unknown = Object.getPrototypeOf(async () => {}).constructor;

  async function comment(existing: readonly Comment[], review?: string, action = "opened", labels = ["bug"]) {
    if (review !== undefined) writeFileSync(join(folder, "review.md"), review);
    const createComment = vi.fn();
    const updateComment = vi.fn();
    const removeLabel = vi.fn();
    const github = {
      paginate: async () => existing,
      rest: { issues: { listComments: {}, createComment, updateComment, removeLabel } },
    };
    const context = {
      serverUrl: "https://github.test",
      runId: 7,
      repo: { owner: "o", repo: "r" },
      payload: {
        action,
        pull_request: { number: 5, head: { sha: "0123456789abcdef" }, labels: labels.map((name) => ({ name })) },
      },
    };
    const script = blockOf("plan.yml", "uses: actions/github-script", "script").replaceAll(
      '"review.md"',
      JSON.stringify(join(folder, "review.md")),
    );
    if (typeof AsyncFunction !== "function") throw new Error("There are no asynchronous functions.");
    const run: unknown = Reflect.construct(AsyncFunction, ["github", "context", "require", script]);
    if (typeof run !== "function") throw new Error("The script is no function.");
    await run(github, context, createRequire(import.meta.url));
    return {
      created: createComment.mock.calls.map(([call]) => call),
      updated: updateComment.mock.calls.map(([call]) => call),
      unlabelled: removeLabel.mock.calls.map(([call]) => call),
    };
  }
  const review = `${marker}\n## 🟢 Safe\n`;

  test("is made once, with the commit and the run", async () => {
    const { created, updated } = await comment([{ id: 1, user: { type: "User" }, body: `${marker} mine` }], review);
    expect(updated).toEqual([]);
    expect(created).toEqual([
      {
        owner: "o",
        repo: "r",
        issue_number: 5,
        body: expect.stringMatching(
          /^<!-- stepwright[\s\S]*Safe[\s\S]*Commit 0123456, \[run\]\(https:\/\/github\.test\/o\/r\/actions\/runs\/7\)/,
        ),
      },
    ]);
  });

  test("is brought up to date afterwards, and no other one is touched", async () => {
    const others = [
      { id: 1, user: { type: "Bot" }, body: "something else" },
      { id: 2, user: { type: "Bot" }, body: `${marker}\nold` },
    ];
    const { created, updated } = await comment(others, review);
    expect(created).toEqual([]);
    expect(updated).toEqual([{ owner: "o", repo: "r", comment_id: 2, body: expect.stringContaining("Safe") }]);
  });

  test("takes back the acceptance of a danger when something is pushed after it, and only then", async () => {
    const labels = ["bug", "danger accepted"];
    const removed = [{ owner: "o", repo: "r", issue_number: 5, name: "danger accepted" }];
    expect((await comment([], review, "synchronize", labels)).unlabelled).toEqual(removed);
    for (const action of ["labeled", "reopened"]) {
      expect((await comment([], review, action, labels)).unlabelled).toEqual([]);
    }
    expect((await comment([], review, "synchronize")).unlabelled).toEqual([]);
    const workflow = readFileSync(join(".github", "workflows", "plan.yml"), "utf8");
    expect(workflow).toContain("IS_ACCEPTED: ${{ github.event.action != 'synchronize' && contains(");
  });

  test("says that there is no review where the plan failed, in place of an old one", async () => {
    const { updated } = await comment([{ id: 2, user: { type: "Bot" }, body: `${marker}\n## 🟢 Safe` }]);
    expect(updated).toEqual([expect.objectContaining({ body: expect.stringContaining("Not reviewed") })]);
    expect(updated).not.toEqual([expect.objectContaining({ body: expect.stringContaining("Safe") })]);
  });
});
