import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../asl/spec/index.js";
import { compileEventPattern } from "../../../../local/services/eventbridge/event-pattern.js";

const detail = (pattern: unknown, event: JsonObject) =>
  compileEventPattern(JSON.stringify({ detail: pattern }))({ source: "shop", detail: event });

describe("an event pattern", () => {
  it.each<[string, unknown, JsonObject[], JsonObject[]]>([
    ["an exact text", { a: ["x"] }, [{ a: "x" }, { a: ["y", "x"] }], [{ a: "X" }, {}, { a: { x: 1 } }]],
    [
      "one of several",
      { a: ["x", 1, null, true, ""] },
      [{ a: 1 }, { a: null }, { a: true }, { a: "" }],
      [{ a: "1" }, {}],
    ],
    ["all of the fields", { a: ["x"], b: ["y"] }, [{ a: "x", b: "y" }], [{ a: "x" }, { b: "y" }]],
    ["fields below", { a: { b: { c: ["x"] } } }, [{ a: { b: { c: "x" } } }], [{ a: { b: "x" } }, { a: { c: "x" } }]],
    ["prefix", { a: [{ prefix: "ab" }] }, [{ a: "abc" }], [{ a: "ABc" }, { a: 5 }, {}]],
    ["prefix without case", { a: [{ prefix: { "equals-ignore-case": "aB" } }] }, [{ a: "Abc" }], [{ a: "cab" }]],
    ["suffix", { a: [{ suffix: ".png" }] }, [{ a: "x.png" }], [{ a: "x.PNG" }]],
    ["suffix without case", { a: [{ suffix: { "equals-ignore-case": ".png" } }] }, [{ a: "x.PNG" }], [{ a: "png" }]],
    ["equals-ignore-case", { a: [{ "equals-ignore-case": "Alice" }] }, [{ a: "aLICE" }], [{ a: "alice!" }, { a: 1 }]],
    ["wildcard", { a: [{ wildcard: "a*/b?.*" }] }, [{ a: "axx/b?.txt" }, { a: "a/b?." }], [{ a: "a/bc.txt" }]],
    ["an escaped star", { a: [{ wildcard: "\\**\\\\" }] }, [{ a: "*x\\" }], [{ a: "xx\\" }]],
    ["exists", { a: [{ exists: true }] }, [{ a: null }, { a: "" }, { a: ["x"] }], [{}, { a: { b: 1 } }]],
    ["not exists", { a: { b: [{ exists: false }] } }, [{}, { a: {} }, { a: { c: 1 } }], [{ a: { b: "x" } }]],
    ["numeric =", { a: [{ numeric: ["=", 3.5] }] }, [{ a: 3.5 }], [{ a: "3.5" }, { a: 3 }]],
    ["numeric range", { a: [{ numeric: [">", 0, "<=", 5] }] }, [{ a: 5 }, { a: 0.1 }], [{ a: 0 }, { a: 5.1 }]],
    ["cidr", { ip: [{ cidr: "10.0.0.0/24" }] }, [{ ip: "10.0.0.255" }], [{ ip: "10.0.1.0" }, { ip: "x" }]],
    [
      "cidr v6",
      { ip: [{ cidr: "2001:db8::/32" }] },
      [{ ip: "2001:db8::1" }],
      [{ ip: "2001:db9::1" }, { ip: "10.0.0.1" }],
    ],
    ["anything-but", { a: [{ "anything-but": "x" }] }, [{ a: "y" }, { a: 1 }, { a: ["x", "y"] }], [{ a: "x" }, {}]],
    ["anything-but several", { a: [{ "anything-but": [1, 2] }] }, [{ a: 3 }], [{ a: 2 }]],
    ["anything-but prefix", { a: [{ "anything-but": { prefix: ["x", "y"] } }] }, [{ a: "z" }], [{ a: "yz" }, {}]],
    ["anything-but suffix", { a: [{ "anything-but": { suffix: ".png" } }] }, [{ a: "z" }], [{ a: "y.png" }]],
    ["anything-but wildcard", { a: [{ "anything-but": { wildcard: "*/lib/*" } }] }, [{ a: "z" }], [{ a: "a/lib/b" }]],
    [
      "anything-but any case",
      { a: [{ "anything-but": { "equals-ignore-case": ["no"] } }] },
      [{ a: "yes" }],
      [{ a: "NO" }],
    ],
    [
      "$or beside a field",
      { c: ["z"], $or: [{ a: ["x"] }, { b: [{ numeric: [">", 1] }] }] },
      [
        { a: "x", c: "z" },
        { b: 2, c: "z" },
      ],
      [{ a: "x" }, { a: "y", b: 1, c: "z" }],
    ],
    ["a field called $or", { $or: ["x"] }, [{ $or: "x" }], [{ a: "x" }]],
    [
      "one object of a list as a whole",
      { lines: { sku: ["a"], count: [2] } },
      [
        {
          lines: [
            { sku: "b", count: 1 },
            { sku: "a", count: 2 },
          ],
        },
      ],
      [
        {
          lines: [
            { sku: "a", count: 1 },
            { sku: "b", count: 2 },
          ],
        },
        { lines: [] },
      ],
    ],
  ])("matches %s", (_, pattern, matching, others) => {
    for (const event of matching) expect([event, detail(pattern, event)]).toEqual([event, true]);
    for (const event of others) expect([event, detail(pattern, event)]).toEqual([event, false]);
  });

  it.each<[string, string]>([
    ["[]", "not a JSON object"],
    ["{}", "at least one field"],
    ['{"source": "shop"}', 'at source: "shop" must stand in a list'],
    ['{"source": []}', "the list is empty"],
    ['{"detail": {"a": {}}}', "at detail.a: an object here needs"],
    ['{"detail": {"a": [["x"]]}}', "a list may not stand in a list"],
    ['{"detail": {"a": [{"like": "x"}]}}', "is no operator; possible: prefix"],
    ['{"detail": {"a": [{"prefix": "x", "suffix": "y"}]}}', "is no operator"],
    ['{"detail": {"a": [{"prefix": ""}]}}', "prefix takes a text that is not empty"],
    ['{"detail": {"a": [{"wildcard": "a**"}]}}', "two * in a row"],
    ['{"detail": {"a": [{"wildcard": "a\\\\b"}]}}', "wrong escape"],
    ['{"detail": {"a": [{"numeric": ["<", 0, ">", 5]}]}}', "numeric takes a list"],
    ['{"detail": {"a": [{"numeric": [">", 5, "<", 5]}]}}', "empty range"],
    ['{"detail": {"a": [{"cidr": "10.0.0.0/33"}]}}', "cidr takes a block"],
    ['{"detail": {"a": [{"exists": "yes"}]}}', "exists takes true or false"],
    ['{"detail": {"a": [{"anything-but": ["x", 1]}]}}', "anything-but takes texts or numbers"],
    ['{"detail": {"a": [{"anything-but": {"numeric": ["=", 1]}}]}}', "anything-but cannot take"],
    ['{"detail": {"$or": [{"a": ["x"]}, {"b": "y"}]}}', 'at detail.$or[1].b: "y" must stand in a list'],
  ])("refuses %s", (pattern, reason) => {
    expect(() => compileEventPattern(pattern)).toThrow(reason);
  });
});
