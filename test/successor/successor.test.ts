import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { available } from "../support/requires.js";
import { differences, stacksIn, synthesizeWith } from "./synthesize-with.js";

// What comes after CDKTF, which is archived: the same sources with its successor CDK Terrain, and with the next major version of the
// provider's package. docs/decisions.md says when to move.
const cdktn = "0.24.0";
const provider = { package: "21.22.1", terraform: "6.25.0" };

const hasRegistry = spawnSync("npm", ["view", `cdktn@${cdktn}`, "version"], { stdio: "ignore" }).status === 0;

describe.runIf(available(hasRegistry, "npm's registry cannot be reached"))("the same sources", async () => {
  const ours = await stacksIn(process.env.CDKTF_OUTDIR ?? "cdktf.out");

  test("give the same Terraform with CDK Terrain, but for the version that it notes", {
    timeout: 300_000,
  }, async () => {
    const theirs = await synthesizeWith({
      dependencies: { cdktf: `npm:cdktn@${cdktn}` },
      // The provider's package asks for `cdktf` as a peer: it must be the same one, or the synthesis breaks.
      overrides: { "@cdktf/provider-aws": { cdktf: "$cdktf" } },
    });
    expect(Object.keys(theirs)).toEqual(Object.keys(ours));
    for (const [system, stack] of Object.entries(theirs)) {
      expect([system, differences(ours[system], stack)]).toEqual([
        system,
        [`/~1~1/metadata/version: "0.21.0" -> "${cdktn}"`],
      ]);
    }
  });

  test("give the same Terraform for provider 6, but for its version", { timeout: 300_000 }, async () => {
    const theirs = await synthesizeWith({ dependencies: { "@cdktf/provider-aws": provider.package } });
    expect(Object.keys(theirs)).toEqual(Object.keys(ours));
    for (const [system, stack] of Object.entries(theirs)) {
      expect([system, differences(ours[system], stack)]).toEqual([
        system,
        [`/terraform/required_providers/aws/version: "5.100.0" -> "${provider.terraform}"`],
      ]);
    }
  });
});

test("differences are found at any depth", () => {
  expect(differences({ a: [{ b: 1 }], "c/d": 2 }, { a: [{ b: 2 }], "c/d": 2, e: 3 })).toEqual([
    "/a/0/b: 1 -> 2",
    "/e: undefined -> 3",
  ]);
});
