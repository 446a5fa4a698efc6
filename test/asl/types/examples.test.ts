import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import * as asl from "../../../asl/index.js";
import * as validator from "../../../asl/validator/index.js";

// Every block of TypeScript in these documents and every `@example` of these folders compiles as it stands: a whole file by itself, others
// with all names of `asl/` and of examples.prelude.ts imported. What begins with a dot goes on from a workflow of an Order; no example has an ellipsis.
const documents = ["README.md", join("docs", "asl.md")];
const folders = ["builder", "integrations", "jsonpath", "."].map((name) => join("asl", name));
const types = ["CatchFlow", "DataPart", "Expr", "Flow", "Names", "Part", "Workflow"];
const subjects = [
  "Line",
  "Order",
  "PublishCommandInput",
  "PublishCommandOutput",
  "Reader",
  "Reminder",
  "RunTaskCommandInput",
];
const values = [
  "at",
  "blend",
  "charge",
  "emailReminder",
  "handler",
  "input",
  "orders",
  "pay",
  "petReminders",
  "send",
  "sendOrder",
  "take",
];

interface Example {
  readonly where: string;
  readonly code: string;
}

function blocks(text: string): string[] {
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
}

/** The examples of a source file: blocks, and what stands between back-quotes right after `@example`. */
function examplesIn(source: string): string[] {
  const comments = [...source.matchAll(/\/\*\*.*?\*\//gs)].map(([comment]) =>
    comment.replace(/^ *(\/\*\*|\*\/|\*) ?/gm, ""),
  );
  return comments.flatMap((comment) => [
    ...blocks(comment),
    ...[...comment.matchAll(/^@example `([^`]+)`/gm)].map(([, code = ""]) => code),
  ]);
}

async function allExamples(): Promise<readonly Example[]> {
  const found: Example[] = [];
  for (const where of documents) {
    for (const code of blocks(await readFile(where, "utf8"))) found.push({ where, code });
  }
  for (const folder of folders) {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith(".ts"))) {
      const where = join(folder, file);
      for (const code of examplesIn(await readFile(where, "utf8"))) found.push({ where, code });
    }
  }
  return found;
}

function programOf({ where, code }: Example): string {
  // A whole file, as it would stand in asl/workflows.
  if (code.startsWith("import ")) return code.replaceAll('from "../', 'from "../../../asl/');
  const names = new Set([...code.matchAll(/\b(?:const|function|type|interface) (\w+)/g)].map(([, name = ""]) => name));
  const fresh = (all: readonly string[]) => all.filter((name) => !names.has(name)).join(", ");
  const start = where.includes("jsonpath") || /\bat\("\$/.test(code) ? "pathWorkflow" : "workflow";
  return [
    `import { ${fresh(Object.keys(asl).filter((name) => name !== "at" && name !== "sendOrder"))} } from "../../../asl/index.js";`,
    `import { ${fresh(Object.keys(validator))} } from "../../../asl/validator/index.js";`,
    `import type { ${fresh(types)} } from "../../../asl/index.js";`,
    'import { graphOf } from "../../../asl/graph.js";',
    'import type { Problem } from "../../../asl/builder/problem.js";',
    `import type { ${fresh(subjects)} } from "../../../test/asl/types/examples.prelude.js";`,
    `import { ${fresh(values)} } from "../../../test/asl/types/examples.prelude.js";`,
    code.startsWith(".") ? `${start}<Order>("orders")\n${code}` : code,
    "export {};",
  ].join("\n");
}

const folder = join(".build", "examples");
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the examples of the documentation", async () => {
  const examples = await allExamples();
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "programs"), { recursive: true });
  await Promise.all(
    examples.map((example, index) => writeFile(join(folder, "programs", `example-${index}.ts`), programOf(example))),
  );
  const options = { noUnusedLocals: false, noUnusedParameters: false, noImplicitReturns: false };
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.json", compilerOptions: options, include: ["programs"], exclude: [] }),
  );
  const tsc = join("node_modules", "typescript", "bin", "tsc");
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, "-p", folder, "--pretty", "false"]).catch(
    (failed: { stdout: string }) => failed,
  );

  test("there are many of them", () => expect(examples.length).toBeGreaterThan(30));

  test.each(examples.map((example, index) => ({ ...example, index })))("$where: $code", ({ index, code }) => {
    expect(code).not.toContain("...,");
    expect(stdout.split("\n").filter((line) => line.includes(`example-${index}.ts`))).toEqual([]);
  });
});
