import { describe, expect, it } from "vitest";
import type { Json } from "../../../asl/spec/index.js";
import { parseResourcePolicy, refusalByPolicy } from "../../../local/services/iam/resource-policy.js";

const topic = "arn:aws:sns:eu-west-1:000000000000:news";
const accountId = "000000000000";
const queue = "arn:aws:sqs:eu-west-1:000000000000:orders";
const service = (sourceArn: string, name = "sns.amazonaws.com") => ({ accessKeyId: "x", service: name, sourceArn });
const person = { accessKeyId: "x" };
const role = { accessKeyId: "x", roleArn: "arn:aws:iam::000000000000:role/a" };

const statement = (parts: Readonly<Record<string, Json>>): string =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queue, ...parts }] });
const asked = (text: string | undefined, caller: Parameters<typeof refusalByPolicy>[1]) =>
  refusalByPolicy(text === undefined ? [] : parseResourcePolicy(text), caller, {
    ...{ action: "sqs:SendMessage", resource: queue, accountId },
  });
const sns = { Service: ["sns.amazonaws.com", "events.amazonaws.com"] };

describe("a resource policy", () => {
  it("must let a service in", () => {
    expect(asked(undefined, service(topic))).toBe(
      `User: sns.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: ${queue} because no resource-based policy allows the sqs:SendMessage action`,
    );
    expect(asked(statement({ Principal: sns }), service(topic))).toBeUndefined();
    expect(asked(statement({ Principal: sns }), service(topic, "iot.amazonaws.com"))).toContain(
      "no resource-based policy",
    );
    expect(asked(statement({ Principal: "*" }), service(topic))).toBeUndefined();
    expect(asked(statement({ Principal: sns, Action: "sqs:ReceiveMessage" }), service(topic))).toBeDefined();
    expect(asked(statement({ Principal: sns, Resource: `${queue}-2` }), service(topic))).toBeDefined();
  });

  it.each([
    [{ ArnEquals: { "aws:SourceArn": topic } }, true],
    [{ ArnLike: { "AWS:SourceArn": "arn:aws:sns:*:*:news" } }, true],
    [{ ArnEquals: { "aws:SourceArn": `${topic}-2` } }, false],
    [{ ArnEquals: { "AWS:SourceArn": `${topic}-2` } }, false],
    [{ StringEquals: { "aws:SourceAccount": accountId } }, true],
    [{ StringEquals: { "aws:SourceAccount": "111111111111" } }, false],
  ])("asks for whom the service acts: %j %s", (Condition, passes) => {
    expect(asked(statement({ Principal: sns, Condition }), service(topic)) === undefined).toBe(passes);
  });

  it("keeps roles and persons out by a Deny only", () => {
    expect([asked(undefined, person), asked(undefined, role)]).toEqual([undefined, undefined]);
    const denyAll = statement({ Effect: "Deny", Principal: { AWS: "*" } });
    expect(asked(denyAll, person)).toContain("with an explicit deny in a resource-based policy");
    expect(asked(statement({ Effect: "Deny", Principal: { AWS: role.roleArn } }), role)).toContain("explicit deny");
    expect(asked(statement({ Effect: "Deny", Principal: { AWS: role.roleArn } }), person)).toBeUndefined();
    const insecure = { Bool: { "aws:SecureTransport": "false" } };
    expect(asked(statement({ Effect: "Deny", Principal: "*", Condition: insecure }), role)).toBeUndefined();
  });

  it.each([
    ["", "The policy is not a JSON object."],
    ["{}", "Statement 1 of the policy is not an object."],
    [statement({}), "Statement 1 of the policy needs a Principal"],
    [statement({ NotPrincipal: "*" }), "needs a Principal"],
    [statement({ Principal: "*", Effect: "Perhaps" }), "has the Effect"],
  ])("is refused when it is wrong: %s", (text, message) => {
    expect(() => parseResourcePolicy(text)).toThrow(message);
  });
});
