import { expect, test } from "vitest";
import { policyDocument } from "../../../stacks/constructs/iam.js";
import { allowWildcard, denyWildcard, wildcards } from "../../../stacks/constructs/wildcards.js";

test("a plain wildcard takes no ARN", () => {
  expect(allowWildcard("sms")).toEqual({ actions: ["sns:Publish"], resources: ["*"] });
  expect(() => allowWildcard("sms", "arn:aws:sns:eu-west-1:1:topic")).toThrow(
    'The wildcard "sms" is for the resource "*". It takes no ARN.',
  );
});

test("a wildcard within a resource needs its ARN", () => {
  expect(allowWildcard("siteObjects", "arn:aws:s3:::b")).toEqual({
    actions: ["s3:GetObject"],
    resources: ["arn:aws:s3:::b/*"],
  });
  expect(() => allowWildcard("siteObjects")).toThrow("Name the ARN that it lies within.");
});

test("some of the actions may be wanted, others not", () => {
  const execution = "arn:aws:states:eu-west-1:1:execution:m";
  expect(allowWildcard("executions", execution, ["states:StopExecution"]).actions).toEqual(["states:StopExecution"]);
  expect(() => allowWildcard("executions", execution, ["states:StopExecution", "states:ListExecutions"])).toThrow(
    'The wildcard "executions" does not list states:ListExecutions. Add it to wildcards.ts with its reason.',
  );
  expect(allowWildcard("executions", execution).actions).toEqual(wildcards.executions.actions);
});

test("a denial denies", () => {
  expect(denyWildcard("topics", "arn:aws")).toEqual({
    effect: "Deny",
    actions: ["sns:Publish"],
    resources: ["arn:aws:sns:*:*:*"],
  });
});

test("a policy's document is a text in which CDKTF finds the references", () => {
  expect(policyDocument([{ actions: ["a:B"], resources: ["*"] }])).toMatch(/^\$\{TfToken\[/);
});
