import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { eventOf, startDemo } from "./support/demo-stack.js";

const security = {
  "content-security-policy": "default-src 'none'",
  "strict-transport-security": "max-age=60; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

describe("a distribution", () => {
  test("serves the default root object with its type, caching and the policy's headers", async () => {
    const { at } = await startDemo();
    const response = await fetch(at("/"));
    expect(await response.text()).toBe("<!doctype html><title>demo</title>");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...security,
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
    });
    const asset = await fetch(at("/assets/a-1.js"));
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  });

  test("answers a conditional request with 304 and a HEAD without a body", async () => {
    const { at } = await startDemo();
    const head = await fetch(at("/assets/a-1.js"), { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "10", ""]);
    const etag = head.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/u);
    const same = await fetch(at("/assets/a-1.js"), { headers: { "if-none-match": etag } });
    expect([same.status, await same.text()]).toEqual([304, ""]);
    expect((await fetch(at("/assets/a-1.js"), { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  test("gives 403 for a key that does not exist, in a folder too, with the policy's headers", async () => {
    const { at } = await startDemo();
    for (const path of ["/nothing.html", "/assets/", "/assets"]) {
      const response = await fetch(at(path));
      expect([path, response.status]).toEqual([path, 403]);
      expect(await response.text()).toContain("<Code>AccessDenied</Code>");
      expect(Object.fromEntries(response.headers)).toMatchObject(security);
    }
  });

  test("answers an address that cannot be decoded with S3's 400, and refuses TRACE, without a fault of its own", async () => {
    const { at, runtime, lines } = await startDemo();
    const response = await fetch(at("/%E0%A4%A"));
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("<Code>InvalidURI</Code>")]);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const options = { host: "127.0.0.1", port: runtime.port, path: "/demo/", method: "TRACE" };
      request(options, (answer) => resolve(answer.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(405);
    expect(lines.filter((line) => line.includes("edge"))).toEqual([]);
  });

  test("gives 403 for a method that its behaviour does not allow", async () => {
    const { at } = await startDemo();
    for (const method of ["POST", "DELETE", "OPTIONS"]) {
      const response = await fetch(at("/"), { method });
      expect([method, response.status]).toEqual([method, 403]);
      expect(await response.text()).toContain("not configured to allow the HTTP request method");
    }
  });

  test("gets nothing from a bucket whose policy does not let it in", async () => {
    const { at } = await startDemo({ bucketPolicy: false });
    expect((await fetch(at("/"))).status).toBe(403);
  });

  test("cannot be used to read the bucket in another's name", async () => {
    const { at } = await startDemo({ bucketPolicy: false });
    const response = await fetch(at("/"), { headers: { "x-local-distribution-arn": "anyone" } });
    expect(response.status).toBe(403);
  });

  test("sends /api/* to the API with headers and query but its own host, and its answers come back as they are", async () => {
    const { at } = await startDemo();
    const event = await eventOf(await fetch(at("/api/items/1?q=1"), { headers: { "x-own": "1" } }));
    expect(event).toMatchObject({ rawPath: "/api/items/1", rawQueryString: "q=1", headers: { "x-own": "1" } });
    expect(event.headers.host).toMatch(/execute-api/u);
    const missing = await fetch(at("/api/none"));
    expect([missing.status, await missing.text()]).toEqual([404, '{"message":"Not Found"}']);
    expect(Object.fromEntries(missing.headers)).toMatchObject(security);
  });

  test("that names an unknown policy stops the start", async () => {
    const starting = startDemo({ cacheBehavior: { cache_policy_id: "b2884449-e4de-46a7-ac36-70bc7f1ddd6d" } });
    await expect(starting).rejects.toThrow(/aws_cloudfront_distribution\.site: 'cache_policy_id' is "b2884449/u);
  });
});
