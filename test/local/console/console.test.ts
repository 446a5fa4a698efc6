import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { virtualClock } from "../../../asl/interpreter/index.js";
import { bundlePage, createConsole } from "../../../local/console/index.js";
import { createInbox } from "../../../local/messages.js";
import { createStepFunctionsService } from "../../../local/services/stepfunctions/index.js";
import { testContext, testResource } from "../services/harness.js";

const clock = virtualClock({ start: Date.parse("2030-01-01T00:00:00Z") });
const messages = createInbox();
const service = createStepFunctionsService(testContext({ clock, messages }));
const branch = (name: string, Seconds: number) => ({
  StartAt: name,
  States: { [name]: { Type: "Wait", Seconds, End: true } },
});
const definition = {
  QueryLanguage: "JSONata",
  StartAt: "Both",
  States: {
    Both: { Type: "Parallel", Branches: [branch("Long", 7200), branch("Short", 3600)], Next: "Done" },
    Done: { Type: "Succeed" },
  },
};
const stateMachineArn = "arn:aws:states:eu-west-1:000000000000:stateMachine:waits";

const assets = new Map([
  ["", { type: "text/html; charset=utf-8", body: "<!doctype html>" }],
  ["main.js", { type: "text/javascript; charset=utf-8", body: "0" }],
]);
const parts = {
  messages,
  executions: service.executions,
  systems: () => [{ name: "pet-reminders", url: "/pet-reminders/" }],
};
const local = createConsole(parts, assets);
const host = "http://localhost:3000";

async function call(path: string, init: RequestInit = {}) {
  const response = await local(new Request(`${host}${path}`, init));
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text.startsWith("<") ? undefined : JSON.parse(text || "null"),
  };
}

async function startExecution(name: string, machine = stateMachineArn): Promise<void> {
  const response = await service.handle?.(
    new Request(host, {
      method: "POST",
      headers: { "x-amz-target": "AWSStepFunctions.StartExecution" },
      body: JSON.stringify({ stateMachineArn: machine, name, input: '{"pet":"cat"}' }),
    }),
    { accessKeyId: "test" },
  );
  expect(response?.status).toBe(200);
  await clock.advanceBy(0);
}

beforeAll(() => {
  service.create(
    testResource("aws_sfn_state_machine", "waits", {
      name: "waits",
      role_arn: "arn:r",
      definition: JSON.stringify(definition),
    }),
  );
});

describe("the API", () => {
  it("lists the systems and the messages", async () => {
    const message = { kind: "sms", to: "+15550100", body: "Feed the cat", at: "2030-01-01T00:00:00.000Z" } as const;
    messages.add(message);
    expect((await call("/_local/api/messages")).json).toEqual([message]);
    expect((await call("/_local/api/systems")).json).toEqual([{ name: "pet-reminders", url: "/pet-reminders/" }]);
  });

  it("lists the executions, newest first, with what they wait for", async () => {
    await startExecution("one");
    await startExecution("two");
    const { json, headers } = await call("/_local/api/executions");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(json).toHaveLength(2);
    expect(json[0]).toEqual({
      name: "two",
      executionArn: "arn:aws:states:eu-west-1:000000000000:execution:waits:two",
      stateMachine: "waits",
      system: "test",
      type: "STANDARD",
      status: "RUNNING",
      startDate: "2030-01-01T00:00:00.000Z",
      waiting: { state: "Short", until: "2030-01-01T01:00:00.000Z" },
    });
  });

  it("shows one execution with its states and events", async () => {
    const { json } = await call("/_local/api/executions/one");
    expect(json).toMatchObject({ name: "one", input: { pet: "cat" }, definition });
    expect(json).not.toHaveProperty("output");
    expect(json.states.map(({ name, status, depth }: Record<string, unknown>) => [name, status, depth])).toEqual([
      ["Both", "RUNNING", 0],
      ["Long", "RUNNING", 1],
      ["Short", "RUNNING", 1],
    ]);
    expect(json.events[0]).toMatchObject({ id: 1, type: "ExecutionStarted" });
  });

  it("shows Express executions all the same, and each of those that share a name by its ARN", async () => {
    const machine = stateMachineArn.replace("waits", "quick");
    service.create(
      testResource("aws_sfn_state_machine", "quick", {
        ...{ name: "quick", type: "EXPRESS", role_arn: "arn:r" },
        definition: JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed" } } }),
      }),
    );
    await startExecution("same", machine);
    await startExecution("same", machine);
    const { json } = await call("/_local/api/executions");
    const [newer, older] = json;
    expect([newer, older]).toMatchObject([
      { name: "same", type: "EXPRESS" },
      { name: "same", type: "EXPRESS" },
    ]);
    expect(newer.executionArn).not.toBe(older.executionArn);
    for (const { executionArn } of [newer, older]) {
      const shown = await call(`/_local/api/executions/${encodeURIComponent(executionArn)}`);
      expect(shown.json).toMatchObject({ executionArn, status: "SUCCEEDED", states: [{ name: "Done" }] });
      const drawn = await call(`/_local/api/executions/${encodeURIComponent(executionArn)}/diagram.svg?events=4`);
      expect(drawn.text).toContain(">Done<");
    }
  });

  it("draws the way that an execution has taken", async () => {
    const { headers, text } = await call("/_local/api/executions/one/diagram.svg?events=3");
    expect(headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    // Its own style, and nothing else, is let in when it is opened by itself.
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'; style-src 'unsafe-inline'/);
    expect(text).toMatch(/^<svg/);
    expect(text).toContain("The way of one");
    for (const state of ["Both", "Long", "Short"]) expect(text).toContain(`>${state}<`);
  });

  it("skips the waits, once", async () => {
    const skipped = await call("/_local/api/executions/one/skip-wait", { method: "POST" });
    expect([skipped.status, skipped.json]).toEqual([200, { skipped: 2 }]);
    await service.executions.findByName("one")?.execution.done;
    const { json } = await call("/_local/api/executions/one");
    expect(json).toMatchObject({
      status: "SUCCEEDED",
      output: [{ pet: "cat" }, { pet: "cat" }],
      stopDate: "2030-01-01T00:00:00.000Z",
    });
    expect(json).not.toHaveProperty("waiting");
    const again = await call("/_local/api/executions/one/skip-wait", { method: "POST" });
    expect([again.status, again.json.message]).toEqual([409, "Nothing waits in 'one': it is SUCCEEDED."]);
    expect((await call("/_local/api/executions/two")).json.status).toBe("RUNNING");
  });

  it.each([
    ["GET", "/_local/api/executions/none", 404, "There is no execution 'none'."],
    ["POST", "/_local/api/executions/none/skip-wait", 404, "There is no execution 'none'."],
    ["GET", "/_local/api/executions/%", 404, "There is no execution ''."],
    ["GET", "/_local/api/nothing", 404, "There is nothing at '/_local/api/nothing'."],
    ["GET", "/_local/api/executions/one/more", 404, "There is nothing at '/_local/api/executions/one/more'."],
    ["GET", "/_local/api/toString", 404, "There is nothing at '/_local/api/toString'."],
    ["GET", "/_local/api/executions/one/skip-wait", 405, "'GET' is not possible here; possible: POST."],
    ["DELETE", "/_local/api/messages", 405, "'DELETE' is not possible here; possible: GET."],
  ])("answers %s %s with %i", async (method, path, status, message) => {
    const answer = await call(path, { method });
    expect([answer.status, answer.json]).toEqual([status, { message }]);
    if (status === 405) expect(answer.headers.get("allow")).toBeTruthy();
  });
});

describe("a web page elsewhere", () => {
  it.each(["http://evil.example", "http://localhost:8080", "https://localhost:3000", "null"])(
    "may not skip a wait from %s",
    async (origin) => {
      const answer = await call("/_local/api/executions/two/skip-wait", { method: "POST", headers: { origin } });
      expect(answer.status).toBe(403);
      expect(answer.json.message).toContain(origin);
      expect(service.executions.findByName("two")?.execution.status).toBe("RUNNING");
    },
  );

  it.each(["evil.example:3000", "localhost.evil.example", "192.168.0.5:3000", "localhost:x", "a b"])(
    "reads nothing under the name %s",
    async (name) => {
      for (const path of ["/_local/", "/_local/api/messages"]) {
        const answer = await call(path, { headers: { host: name } });
        expect(answer.status).toBe(403);
        expect(answer.text).not.toContain("cat");
      }
    },
  );

  it.each(["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "localhost"])(
    "is not what calls itself %s",
    async (name) => {
      const headers = { host: name, origin: `http://${name}` };
      expect((await call("/_local/api/messages", { headers })).status).toBe(200);
    },
  );
});

describe("the page", () => {
  it("is served with a strict policy", async () => {
    const { status, headers, text } = await call("/_local/");
    expect([status, text]).toEqual([200, "<!doctype html>"]);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'; script-src 'self'/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect((await call("/_local/main.js")).headers.get("content-type")).toContain("javascript");
  });

  it("has one address, and nothing beside it", async () => {
    const redirect = await call("/_local");
    expect([redirect.status, redirect.headers.get("location")]).toEqual([308, "/_local/"]);
    expect((await call("/_local/other.js")).status).toBe(404);
    expect((await call("/_local/", { method: "POST" })).status).toBe(405);
  });

  it("is bundled from its sources", async () => {
    const folder = await mkdtemp(join(tmpdir(), "stepwright-page-"));
    try {
      await writeFile(join(folder, "index.html"), "<p>console</p>");
      await writeFile(
        join(folder, "main.ts"),
        'import { text } from "./text.js"; document.title = text satisfies string;',
      );
      await writeFile(join(folder, "text.ts"), 'export const text: string = "console";');
      await writeFile(join(folder, "style.css"), "p { color: red }");
      const bundled = await bundlePage(folder);
      expect([...bundled.keys()].sort()).toEqual(["", "main.js", "style.css"]);
      expect(bundled.get("main.js")).toMatchObject({
        type: "text/javascript; charset=utf-8",
        body: expect.stringContaining("console"),
      });
      expect(bundled.get("style.css")?.type).toBe("text/css; charset=utf-8");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
