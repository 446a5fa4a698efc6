import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogue } from "../../../handlers/orders/catalogue.js";
import { testCards } from "../../../handlers/orders/payment-provider.js";
import { ordersExample, ordersPage } from "../../../scripts/lib/orders-example.js";
import { definition } from "./orders-world.js";

const page = readFileSync("docs/orders.md", "utf8");

describe("docs/orders.md", () => {
  test("shows the semantic diff of today, and its files are those of today; `npm run golden` rewrites them", () => {
    expect(ordersPage(page)).toBe(page);
    expect(page).toContain("CheckFraud");
    for (const { path, text } of ordersExample()) expect(readFileSync(path, "utf8"), path).toBe(text);
  });

  test("shows lines that stand in the workflow", () => {
    const [, block = ""] = /```diff\n([\s\S]*?)```/.exec(page) ?? [];
    const lines = [...block.matchAll(/^\+(.+)$/gm)].map(([, line]) => line ?? "");
    const added = lines.slice(1).join("\n");
    const workflow = readFileSync("asl/workflows/orders.ts", "utf8");
    expect(lines).toHaveLength(14);
    expect(workflow).toContain(`${lines[0]}\n`);
    expect(workflow).toContain(`${added}\n`);
  });

  test("names every state of the main path, every product that fails and every test card", () => {
    for (const name of Object.keys(definition.States)) {
      const isNamed =
        page.includes(name) ||
        ["PaymentSucceeded?", "NotClaimed", "RecordDecline", "RecordNeed", "Dispatched"].includes(name);
      expect(isNamed, name).toBe(true);
    }
    for (const card of Object.keys(testCards)) expect(page).toContain(card.replace(/(.{4})(?=.)/g, "$1 "));
    for (const sku of catalogue.keys()) expect(page).toContain(sku);
  });
});

/** The files of what is deployed and run that mention a text. */
function filesWith(pattern: RegExp): string[] {
  const folders = ["asl", "handlers", "stacks", "local", "frontend"];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  );
  return files.filter((file) => file.endsWith(".ts") && pattern.test(readFileSync(file, "utf8"))).sort();
}

test("the fraud check is the workflow's and its handler's alone", () => {
  expect(filesWith(/check-fraud|checkFraud|CheckFraud|FraudSuspected/)).toEqual([
    "asl/workflows/orders.ts",
    "handlers/orders/check-fraud.ts",
  ]);
});
