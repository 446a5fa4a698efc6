import { describe, expect, test } from "vitest";
import { eventOf, startDemo } from "./support/demo-stack.js";

/** Asks the function for a result, and gives how API Gateway answers it. */
async function answerTo(result: unknown) {
  const { at } = await startDemo();
  const response = await fetch(at("/api/items/1"), {
    headers: { "x-do": "result", "x-result": JSON.stringify(result) },
  });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    text: await response.text(),
    headers: response.headers,
  };
}

describe("the event of an HTTP API", () => {
  test("is payload 2.0, field by field", async () => {
    const { at, runtime } = await startDemo();
    const response = await fetch(at("/api/items/a%20b?x=1&y=2&x=3"), {
      headers: { cookie: "a=1; b=2", "User-Agent": "test", "X-Own": "v" },
    });
    const event = await eventOf(response);
    const domainName = event.requestContext.domainName;
    expect(domainName).toMatch(/^[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/u);
    expect(event).toEqual({
      version: "2.0",
      routeKey: "GET /api/items/{id}",
      rawPath: "/api/items/a b",
      rawQueryString: "x=1&y=2&x=3",
      cookies: ["a=1", "b=2"],
      headers: expect.objectContaining({
        host: domainName,
        "user-agent": "test",
        "x-own": "v",
        "x-forwarded-proto": "https",
      }),
      queryStringParameters: { x: "1,3", y: "2" },
      pathParameters: { id: "a b" },
      isBase64Encoded: false,
      requestContext: {
        accountId: "000000000000",
        apiId: domainName.slice(0, 10),
        domainName,
        domainPrefix: domainName.slice(0, 10),
        http: {
          method: "GET",
          path: "/api/items/a b",
          protocol: "HTTP/1.1",
          sourceIp: "127.0.0.1",
          userAgent: "test",
        },
        requestId: response.headers.get("apigw-requestid"),
        routeKey: "GET /api/items/{id}",
        stage: "$default",
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/u),
        timeEpoch: expect.any(Number),
      },
    });
    expect(event.headers.cookie).toBeUndefined();
    expect(JSON.stringify(event.headers)).not.toContain(String(runtime.port));
  });

  test("leaves out what is absent", async () => {
    const { at } = await startDemo();
    const event = await eventOf(await fetch(at("/api/items"), { method: "POST" }));
    for (const name of ["cookies", "queryStringParameters", "pathParameters", "body", "stageVariables"]) {
      expect(event).not.toHaveProperty(name);
    }
  });

  test.each([
    ["application/json", '{"ü":1}', '{"ü":1}', false],
    ["application/problem+json; charset=utf-8", "{}", "{}", false],
    ["text/plain", "ü", "ü", false],
    ["application/x-www-form-urlencoded", "a=1", "YT0x", true],
    ["application/octet-stream", "\u0001", "AQ==", true],
  ])("carries a body of type %s", async (type, sent, body, isBase64Encoded) => {
    const { at } = await startDemo();
    const response = await fetch(at("/api/items"), { method: "POST", body: sent, headers: { "content-type": type } });
    expect(await response.json()).toMatchObject({ body, isBase64Encoded });
  });
});

describe("the answer to a function's result", () => {
  test.each([
    ["a result without statusCode is a JSON body", { a: 1 }, 200, "application/json", '{"a":1}'],
    ["a text is a body as it is", "hello", 200, "application/json", "hello"],
    ["null is a body", null, 200, "application/json", "null"],
    ["a statusCode and a body", { statusCode: 201, body: "made" }, 201, "text/plain;charset=UTF-8", "made"],
    [
      "a content type of its own",
      { statusCode: 400, headers: { "Content-Type": "application/problem+json" }, body: "{}" },
      400,
      "application/problem+json",
      "{}",
    ],
    [
      "a base64 body",
      { statusCode: 200, headers: { "content-type": "image/x" }, body: "aGk=", isBase64Encoded: true },
      200,
      "image/x",
      "hi",
    ],
    ["no body", { statusCode: 204 }, 204, null, ""],
    [
      "a statusCode that is none",
      { statusCode: "soon" },
      500,
      "application/json",
      '{"message":"Internal Server Error"}',
    ],
    [
      "a body that is no text",
      { statusCode: 200, body: { a: 1 } },
      500,
      "application/json",
      '{"message":"Internal Server Error"}',
    ],
    [
      "a header that is none",
      { statusCode: 200, headers: { "a b": "c" } },
      500,
      "application/json",
      '{"message":"Internal Server Error"}',
    ],
  ])("%s", async (_, result, status, type, text) => {
    expect(await answerTo(result)).toMatchObject({ status, type, text });
  });

  test("cookies become set-cookie headers", async () => {
    const { headers } = await answerTo({ statusCode: 200, cookies: ["a=1; Secure", "b=2"] });
    expect(headers.getSetCookie()).toEqual(["a=1; Secure", "b=2"]);
  });
});

describe("API Gateway's own answers", () => {
  test("404 for a path and for a method without a route", async () => {
    const { at, lines } = await startDemo();
    for (const [path, method] of [
      ["/api/nothing", "GET"],
      ["/api/items/1/x", "GET"],
      ["/api/items/1", "DELETE"],
      ["/api/items/", "GET"],
    ]) {
      const response = await fetch(at(path ?? ""), { method: method ?? "GET" });
      expect([path, response.status, await response.text()]).toEqual([path, 404, '{"message":"Not Found"}']);
    }
    expect(lines.filter((line) => line.includes('{"route":"-","status":404}'))).toHaveLength(4);
  });

  test("413 for a body over 10 MB, and not for one of 5 MB", async () => {
    const { at } = await startDemo();
    const post = (size: number) =>
      fetch(at("/api/items"), {
        method: "POST",
        body: "x".repeat(size),
        headers: { "content-type": "text/plain", "x-do": "result" },
      });
    expect((await post(5 * 1024 * 1024)).status).toBe(200);
    const response = await post(10 * 1024 * 1024 + 1);
    expect([response.status, await response.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  });

  test("429 above the burst, and tokens come back with the rate", async () => {
    const stage = { default_route_settings: { throttling_burst_limit: 3, throttling_rate_limit: 10 } };
    const { at, lines } = await startDemo({ stage });
    const call = () => fetch(at("/api/items/1"));
    const answers = await Promise.all(Array.from({ length: 8 }, call));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(3);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(await refused[0]?.text()).toBe('{"message":"Too Many Requests"}');
    // Another route has its own bucket.
    expect((await fetch(at("/api/items"), { method: "POST" })).status).toBe(200);
    await expect.poll(async () => (await call()).status, { timeout: 3000, interval: 200 }).toBe(200);
    expect(lines.some((line) => line.includes('{"route":"GET /api/items/{id}","status":429}'))).toBe(true);
  });

  test("500 when the function fails", async () => {
    const { at, lines } = await startDemo();
    const response = await fetch(at("/api/items/1"), { headers: { "x-do": "throw" } });
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(lines.some((line) => line.includes("demo") && line.includes("failed with Error"))).toBe(true);
  });

  test("500 when no permission lets the API invoke the function", async () => {
    const { at } = await startDemo({ permission: false });
    expect((await fetch(at("/api/items/1"))).status).toBe(500);
  });

  test("503 when the function takes longer than the integration allows", async () => {
    const { at } = await startDemo({ integration: { timeout_milliseconds: 200 } });
    const response = await fetch(at("/api/items/1"), { headers: { "x-do": "sleep" } });
    expect([response.status, await response.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  test("503 when the function is throttled", async () => {
    const { at } = await startDemo({ fn: { reserved_concurrent_executions: 0 } });
    expect((await fetch(at("/api/items/1"))).status).toBe(503);
  });
});

describe("the most specific route answers", () => {
  const routes = [
    "$default",
    "ANY /api/{proxy+}",
    "GET /api/items/{id}",
    "GET /api/items/first",
    "ANY /api/items/first",
    "GET /api/{proxy+}",
  ];
  test.each([
    ["GET", "/api/items/first", "GET /api/items/first", undefined],
    ["PUT", "/api/items/first", "ANY /api/items/first", undefined],
    ["GET", "/api/items/2", "GET /api/items/{id}", { id: "2" }],
    ["GET", "/api/items/2/parts", "GET /api/{proxy+}", { proxy: "items/2/parts" }],
    ["DELETE", "/api/items/2", "ANY /api/{proxy+}", { proxy: "items/2" }],
    ["GET", "/api/", "$default", undefined],
  ])("%s %s", async (method, path, routeKey, pathParameters) => {
    const { at } = await startDemo({ routes });
    const event = await eventOf(await fetch(at(path), { method }));
    expect([event.routeKey, event.pathParameters]).toEqual([routeKey, pathParameters]);
  });
});
