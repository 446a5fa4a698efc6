import { once } from "node:events";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { smoothiesApi } from "../../scripts/lib/smoothies/api-client.js";

/** An API that answers so, and then `202`; gives what keys it was sent. */
async function startApi(statuses: readonly number[]) {
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    const status = statuses[keys.length] ?? 202;
    keys.push(request.headers["idempotency-key"]);
    const body = status === 202 ? { orderId: "o1", status: "queued" } : { detail: `Status ${status}.` };
    response.writeHead(status).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    keys,
    order: () => smoothiesApi(`http://127.0.0.1:${port}`).order({ smoothie: "Mango", customer: undefined }),
  };
}

test("an order that came while all was busy is sent again, under the same key", async () => {
  const { keys, order } = await startApi([503]);
  expect(await order()).toBe("o1");
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
  expect(keys[0]).toMatch(/^[\w-]{32}$/u);
});

test("two orders have two keys", async () => {
  const { keys, order } = await startApi([]);
  await order();
  await order();
  expect(new Set(keys).size).toBe(2);
});

test.each([
  [[400], 1],
  [[503, 503], 2],
])("an order refused with %j is given up after %d tries", async (statuses, tries) => {
  const { keys, order } = await startApi(statuses);
  await expect(order()).rejects.toThrow(`Status ${statuses.at(-1)}.`);
  expect(keys).toHaveLength(tries);
});
