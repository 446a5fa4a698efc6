import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCredentialStore } from "../../local/credentials.js";
import { createEdge } from "../../local/edge.js";
import { createHosts } from "../../local/hosts.js";
import { type LoopbackServer, serveOnLoopback } from "../../local/server.js";
import type { Service } from "../../local/service.js";
import { requires } from "../support/requires.js";
import { awsCli } from "./services/aws-cli.js";

/** A service that fails on whatever it is asked. */
const failing = (name: string): Service => ({
  ...{ name, title: name, resourceTypes: [], create: () => ({}), stop: async () => {} },
  handle: () => {
    throw new RangeError("Maximum call stack size exceeded");
  },
});

const logged: string[] = [];
let server: LoopbackServer;
let endpoint: string;
beforeAll(async () => {
  const log = (_level: unknown, _source: string, message: string) => void logged.push(message);
  const fetch = createEdge({
    ...{
      services: ["states", "sns", "iot"].map(failing),
      credentials: createCredentialStore(),
      hosts: createHosts(),
      log,
      ready: () => true,
    },
    ...{ systems: () => [], hostOf: () => undefined, console: async () => new Response() },
  });
  server = await serveOnLoopback(0, fetch);
  endpoint = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.stop());

it("the SDK shows the refusal where it speaks CBOR", async () => {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new CloudWatchClient({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
  await expect(client.send(new ListMetricsCommand({}))).rejects.toMatchObject({
    name: "UnrecognizedClientException",
    message: expect.stringContaining("has no API on this machine"),
  });
  client.destroy();
});

describe.runIf(requires("aws"))("the AWS CLI shows the refusal of a service that does not run here", () => {
  it.each([
    ["sts", ["sts", "get-caller-identity"]],
    ["s3", ["s3api", "list-buckets"]],
    ["ec2", ["ec2", "describe-vpcs"]],
    ["kinesis", ["kinesis", "list-streams"]],
    ["batch", ["batch", "describe-job-queues"]],
  ])("%s", async (service, args) => {
    const { code, stderr } = await awsCli(endpoint, ...args);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`(UnrecognizedClientException) when calling the`);
    expect(stderr).toContain(`The service "${service}" has no API on this machine`);
  });
});

describe.runIf(requires("aws"))("the AWS CLI shows that a service failed, whatever its protocol", () => {
  it.each([
    ["JSON", ["stepfunctions", "list-state-machines"]],
    ["query", ["sns", "list-topics"]],
    ["REST", ["iot", "list-things"]],
  ])("%s", async (_protocol, args) => {
    logged.length = 0;
    const { stderr } = await awsCli(endpoint, ...args);
    expect(stderr).toContain("(InternalFailure) when calling the");
    expect(stderr).toContain("The local runtime failed on this request; its log says how.");
    expect(logged).toEqual(["Maximum call stack size exceeded"]);
  });
});
