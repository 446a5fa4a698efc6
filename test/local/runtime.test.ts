import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { createLog, formatEntry } from "../../local/log.js";
import { startRuntime } from "../../local/runtime.js";
import { PortTakenError } from "../../local/server.js";
import { accepted } from "../../local/terraform/accepted.js";
import { startDemo } from "./support/demo-stack.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { writeStack } from "./support/write-stack.js";

describe("a runtime", () => {
  test("has a service for each accepted resource type, and accepts each type that a service creates", async () => {
    const { runtime } = await startDemo();
    expect(runtime.services.flatMap(({ resourceTypes }) => resourceTypes).sort()).toEqual(Object.keys(accepted).sort());
  });

  test("tells its systems, outputs and address", async () => {
    const { runtime } = await startDemo();
    expect(runtime.systems).toEqual([
      { name: "demo", path: "/demo/", hasPage: true, purposes: [], routes: ["GET /api/items/{id}", "POST /api/items"] },
    ]);
    expect(runtime.outputs.demo?.url).toMatch(/^https:\/\/d[0-9a-f]+\.cloudfront\.net\/$/u);
    const page = await (await fetch(runtime.url)).text();
    expect(page).toContain('<a href="/demo/">demo</a>');
    expect(page).toContain("GET /demo/api/items/{id}");
    expect(page).toContain('<a href="/_local/">');
  });

  test("redirects a system's name to its folder, and knows no other", async () => {
    const { runtime } = await startDemo();
    const response = await fetch(`${runtime.url}/demo?a=1`, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([307, "/demo/?a=1"]);
    expect((await fetch(`${runtime.url}/other`)).status).toBe(404);
    expect((await fetch(`${runtime.url}/other/x`)).status).toBe(404);
    expect((await fetch(`${runtime.url}/_local/`)).status).toBe(200);
    expect(await (await fetch(`${runtime.url}/_local/api/messages`)).json()).toEqual([]);
  });

  test("refuses a name that was made to resolve to this machine", async () => {
    const { runtime } = await startDemo();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const options = { host: "127.0.0.1", port: runtime.port, path: "/demo/", headers: { host: "evil.example" } };
      request(options, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });

  test("answers signed requests by their service, and refuses a service that it has not", async () => {
    const { runtime } = await startDemo();
    const signed = (service: string) =>
      fetch(runtime.url, {
        method: "POST",
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=AKID/20300101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        },
      });
    const unknown = await signed("kinesis");
    expect(unknown.status).toBe(400);
    expect(await unknown.text()).toMatch(/these have one: .*lambda, .*states, .*dynamodb/u);
  });

  test("stops within a second, even with a request under way, and leaves nothing behind", async () => {
    const folder = await temporaryFolder();
    const elsewhere = process.env.TMPDIR;
    process.env.TMPDIR = folder;
    onTestFinished(() => {
      if (elsewhere === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = elsewhere;
    });
    const { runtime, at } = await startDemo();
    const under = fetch(at("/api/items/1"), { headers: { "x-do": "sleep" } }).catch(() => "cut off");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const startedAt = Date.now();
    await runtime.stop();
    // A second, and what a busy machine adds.
    expect(Date.now() - startedAt).toBeLessThan(1500);
    expect(await under).toBe("cut off");
    await expect(fetch(runtime.url)).rejects.toThrow();
    const left = (await readdir(folder)).filter((name) => !name.startsWith("stepwright-test-"));
    expect(left).toEqual([]);
  });

  test("warns of a value for a variable that no stack has, when it stands in a file", async () => {
    const lines: string[] = [];
    const values = { stgae: "local" };
    const file = { name: "local/local.tfvars.json", values, warnsOfUnknown: true };
    const runtime = await startRuntime({
      root: process.cwd(),
      outDir: await writeStack(await temporaryFolder(), { variable: { stage: { type: "string", default: "dev" } } }),
      port: 0,
      variables: [file, { name: "TF_VAR_*", values: { other: "x" } }],
      log: createLog((entry) => lines.push(formatEntry(entry))),
    });
    onTestFinished(() => runtime.stop());
    expect(lines).toEqual([expect.stringContaining("variable=stgae source=local/local.tfvars.json")]);
  });

  test("says which port is taken and how to choose another", async () => {
    const { runtime } = await startDemo();
    const outDir = await writeStack(await temporaryFolder(), { resource: {} });
    const starting = startRuntime({ root: process.cwd(), outDir, port: runtime.port, variables: [], log: () => {} });
    await expect(starting).rejects.toThrow(PortTakenError);
    await expect(starting).rejects.toThrow(/Port \d+ is taken by another program\. .*--port \d+, or PORT=\d+/u);
  });
});
