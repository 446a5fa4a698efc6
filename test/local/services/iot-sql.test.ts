import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../asl/spec/index.js";
import { isObject } from "../../../local/service.js";
import { fillIn, select } from "../../../local/services/iot/sql/evaluate.js";
import { functions, type Surroundings } from "../../../local/services/iot/sql/functions.js";
import { parseStatement, parseTemplate } from "../../../local/services/iot/sql/parse.js";

const payload = {
  color: "red",
  temperature: 50,
  ratio: 1.5,
  text: "12",
  on: true,
  none: null,
  deep: { a: { b: [1, { c: "x" }] } },
  list: [1, 2, 3],
};

function message(body: Json | Uint8Array = payload): Surroundings {
  return {
    topic: "robots/robot1/success",
    clientId: "robot1",
    now: 1_700_000_000_000,
    accountId: "000000000000",
    uuid: () => "11111111-2222-3333-4444-555555555555",
    random: () => 0.25,
    payload: body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body)),
  };
}

/** The value of one expression; `undefined` for Undefined. */
function value(expression: string, body: Json | Uint8Array = payload): Json | undefined {
  const selection = select(parseStatement(`SELECT ${expression} AS v FROM 'a'`), message(body));
  if (selection === undefined || !("json" in selection)) throw new Error("no JSON");
  return isObject(selection.json) ? selection.json.v : undefined;
}

const run = (sql: string, body: Json | Uint8Array = payload) => select(parseStatement(sql), message(body));

// From AWS IoT's developer guide, "Operators", "Functions", "Case statements" and "Data types".
describe("expressions", () => {
  test.each<[string, Json | undefined]>([
    ["color", "red"],
    ["deep.a.b", [1, { c: "x" }]],
    ["deep.a.b[1].c", "x"],
    ["deep.x.y", undefined],
    ["none", null],
    ["none.x", undefined],
    ["missing", undefined],
    ["'it''s'", "it's"],
    ['"it\'s"', "it's"],
    ["15", 15],
    ["-1.5e1", -15],
    ["TRUE", true],
    ["null", null],
    ["[1, color, missing]", [1, "red"]],
    ["{'a': color, b: missing, \"c\": 1}", { a: "red", c: 1 }],
    ["(temperature - 32) * 5 / 9", 10],
    ["7 / 2", 3],
    ["7 / 2.5", 2.8],
    ["1 / 0", undefined],
    ["7 % 4", 3],
    ["1 + 2 * 3 - 4", 3],
    ["text + 1", "121"],
    ["1 + text", "112"],
    ["text - 2", 10],
    ["text * '2'", 24],
    ["color - 1", undefined],
    ["on + 1", undefined],
    ["color + none", undefined],
    ["-temperature", -50],
    ["temperature > 49", true],
    ["text >= 12", true],
    ["'abc' < 'abd'", undefined],
    ["on > 0", undefined],
    ["missing = 1", undefined],
    ["missing <> 1", undefined],
    ["missing = missing", undefined],
    ["none = null", true],
    ["none <> null", false],
    ["color = 'red'", true],
    ["color <> 1", true],
    ["text = 12", false],
    ["list = [1,2,3]", true],
    ["list = [3,2,1]", false],
    ["deep = {'a': {'b': [1, {'c': 'x'}]}}", true],
    ["2 IN list", true],
    ["'2' IN list", false],
    ["missing IN list", undefined],
    ["on AND NOT false", true],
    ["'TRUE' AND on", true],
    ["on AND 1", undefined],
    ["false OR on", true],
    ["on OR missing", undefined],
    ["NOT temperature = 50", false],
    ["NOT on OR on", true],
    ["NOT color", undefined],
    ["1 = 1 AND 2 = 2 OR missing", undefined],
    ["CASE color WHEN 'green' THEN 'go' WHEN 'red' THEN 'stop' ELSE '?' END", "stop"],
    ["CASE color WHEN 'green' THEN 'go' END", undefined],
    ["CASE missing WHEN 'green' THEN 'go' ELSE 'x' END", undefined],
  ])("%s is %j", (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  test.each<[string, Json | undefined]>([
    ["topic()", "robots/robot1/success"],
    ["topic(2)", "robot1"],
    ["topic('1')", "robots"],
    ["topic(4)", undefined],
    ["topic(0)", undefined],
    ["timestamp()", 1_700_000_000_000],
    ["clientid()", "robot1"],
    ["accountid()", "000000000000"],
    ["newuuid()", "11111111-2222-3333-4444-555555555555"],
    ["rand()", 0.25],
    ["abs('-5.123')", 5.123],
    ["abs(on)", undefined],
    ["ceil(-1.2)", -1],
    ["floor(-1.2)", -2],
    ["round(-1.5)", -2],
    ["trunc(2.3456, 2)", 2.34],
    ["sign(-7)", -1],
    ["mod(8, 3)", 2],
    ["power(2, 5)", 32],
    ["sqrt(-1)", undefined],
    ["concat()", undefined],
    ["concat(1)", 1],
    ["concat(1, 'hello')", "1hello"],
    ["concat('he', 'is', 'man')", "heisman"],
    ["concat([1, 2, 3], 'hello', [4, 5, 6])", [1, 2, 3, "hello", 4, 5, 6]],
    ["concat(1, 2)", undefined],
    ["lower('Mango')", "mango"],
    ["UPPER(color)", "RED"],
    ["upper(missing)", undefined],
    ["length('hi')", 2],
    ["length(false)", 5],
    ["numbytes('€')", 3],
    ["substring('012345', 2)", "2345"],
    ["substring('012345', 2.745)", "2345"],
    ["substring('012345', 1, 3)", "12"],
    ["substring('012345', 50)", ""],
    ["substring('012345', 3, 1)", ""],
    ["substring(123456, 2)", "3456"],
    ["startswith('ranger', 'ran')", true],
    ["endswith('cat', 'at')", true],
    ["indexof('abcd', 'bc')", 1],
    ["indexof('abcd', 'x')", -1],
    ["replace('abcd', 'bc', 'x')", "axd"],
    ["trim('  a ')", "a"],
    ["regexp_matches('aaaa', 'a{2,}')", true],
    ["regexp_matches('aaaa', 'b')", false],
    ["regexp_matches('aaaa', '(')", undefined],
    ["regexp_replace('abcd', 'b(.*)d', 'x')", "ax"],
    ["regexp_substr('hihihello', '(hi)*')", "hihi"],
    ["get(list, 1)", 2],
    ["get(list, 9)", undefined],
    ["get('abc', 1)", "b"],
    ["get(deep, 'a').b[0]", 1],
    ["isNull(none)", true],
    ["isUndefined(missing)", true],
    ["isUndefined(none)", false],
    ["cast(true AS Int)", 1],
    ["cast('2.7' AS Int)", 2],
    ["cast(0 AS Boolean)", false],
    ["cast('yes' AS Boolean)", undefined],
    ["cast(2 AS String)", "2"],
    ["sha256('x')", "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"],
    ["encode(color, 'base64')", "cmVk"],
    ["decode('eyJhIjozfQ==', 'base64').a", 3],
    ["decode('cmVk', 'base64')", "red"],
    ["decode('%', 'base64')", null],
  ])("%s is %j", (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });
});

describe("statements", () => {
  test.each<[string, Json | undefined]>([
    ["SELECT * FROM 'a'", payload],
    ["SELECT color FROM 'a'", { color: "red" }],
    ["select color as c, missing, none from 'a'", { c: "red", none: null }],
    ["SELECT *, 15 AS speed, 'blue' AS color FROM 'a'", { ...payload, speed: 15, color: "blue" }],
    ["SELECT VALUE color FROM 'a'", "red"],
    ["SELECT VALUE [1, color] FROM 'a'", [1, "red"]],
    ["SELECT color FROM 'a' WHERE temperature > 40 AND color <> 'blue'", { color: "red" }],
    ["SELECT color FROM 'a' WHERE temperature > 50", undefined],
    ["SELECT color FROM 'a' WHERE missing > 50", undefined],
    ["SELECT color FROM 'a' WHERE missing <> ''", undefined],
    ["SELECT color FROM 'a' WHERE 'true'", { color: "red" }],
    ["SELECT color FROM 'a' WHERE 1", undefined],
  ])("%s gives %j", (sql, expected) => {
    expect(run(sql)).toEqual(expected === undefined ? undefined : { json: expected });
  });

  test("what our rules select", () => {
    expect(
      run("SELECT *, 'success' AS word, topic(2) AS robotId FROM 'robots/+/success'", { jobId: "j", word: "no" }),
    ).toEqual({ json: { jobId: "j", word: "success", robotId: "robot1" } });
    const pressed =
      "SELECT 1 AS version, 'button' AS source, topic(2) AS buttonId, pressId FROM 'b' WHERE pressId <> ''";
    expect(run(pressed, { pressId: "p1" })).toEqual({
      json: { version: 1, source: "button", buttonId: "robot1", pressId: "p1" },
    });
    for (const body of [{}, { pressId: "" }, [], "x"]) expect(run(pressed, body)).toBeUndefined();
  });

  test("a payload that is no JSON passes SELECT *, can be encoded, and has no fields", () => {
    const bytes = Buffer.from([0xff, 0x00, 0x7b]);
    expect(run("SELECT * FROM 'a'", bytes)).toEqual({ bytes });
    expect(run("SELECT encode(*, 'base64') AS data, timestamp() AS ts FROM 'a'", bytes)).toEqual({
      json: { data: "/wB7", ts: 1_700_000_000_000 },
    });
    expect(run("SELECT * FROM 'a' WHERE kind = 'x'", bytes)).toBeUndefined();
    expect(run("SELECT color FROM 'a'", bytes)).toEqual({ json: {} });
    expect(() => run("SELECT *, 1 AS n FROM 'a'", bytes)).toThrow("the payload is no JSON");
    expect(() => run("SELECT *, 1 AS n FROM 'a'", [1])).toThrow("the payload is JSON, but no object");
    expect(run("SELECT *, 1 AS n FROM 'a'", new Uint8Array())).toEqual({ json: { n: 1 } });
  });

  test("a payload's __proto__ is a field like another", () => {
    const body = Buffer.from('{"__proto__":{"polluted":1},"a":1}');
    const result = run("SELECT *, __proto__ AS p, {'__proto__': a} AS o FROM 'a'", body);
    expect(JSON.stringify(result)).toBe(
      '{"json":{"__proto__":{"polluted":1},"a":1,"p":{"polluted":1},"o":{"__proto__":1}}}',
    );
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test.each([
    ["SELECT", "The SQL ends at position 7, where a value is expected."],
    ["SELECT a", "The SQL ends at position 9, where FROM is expected."],
    ["SELECT a FROM b", 'The SQL has "b" at position 15, where a topic filter in quotes is expected.'],
    ["SELECT a FROM 'b' WHERE", "where a value is expected"],
    ["SELECT a FROM 'b' LIMIT 1", 'The SQL has "LIMIT" at position 19, where the end is expected.'],
    ["SELECT a b FROM 'c'", "where FROM is expected"],
    ["SELECT a.b FROM 'c'", "The SQL selects a value without a name before position 12. Name it: ... AS name."],
    ["SELECT topic(2) FROM 'c'", "Name it: ... AS name."],
    [
      "SELECT nope(1) AS a FROM 'b'",
      "The SQL calls nope(), which the local runtime does not know; it knows abs, accountid,",
    ],
    ["SELECT constructor(1) AS a FROM 'b'", "The SQL calls constructor()"],
    ["SELECT a FROM 'b' WHERE a != 1", 'AWS IoT SQL writes it "<>"'],
    ["SELECT a FROM 'b' WHERE a LIKE 'x'", "where the end is expected"],
    ["SELECT (SELECT a FROM b) AS c FROM 'd'", "nested SELECT"],
    ["SET @x = 1 SELECT a FROM 'b'", "position"],
    ["SELECT cast(a AS Date) AS b FROM 'c'", "The SQL casts to DATE"],
    ["SELECT a AS select FROM 'b'", "where a name is expected"],
    ["SELECT 'a FROM b", "position 8"],
  ])("%s is refused", (sql, sentence) => {
    expect(() => parseStatement(sql)).toThrow(sentence);
  });
});

test("a substitution template is filled with expressions", () => {
  expect(fillIn(parseTemplate("press-${upper(color)}-${topic(2)}${missing}"), message())).toBe("press-RED-robot1");
  expect(fillIn(parseTemplate("plain"), message())).toBe("plain");
  expect(() => parseTemplate("${a b}")).toThrow("where the end is expected");
});

test("the documentation names every function, and no other", async () => {
  const page = await readFile("docs/devices.md", "utf8");
  const named = /\| functions \| `([^`]+)` \|/u.exec(page)?.[1]?.toLowerCase().split(" ");
  expect(named?.sort()).toEqual([...Object.keys(functions), "cast"].sort());
});
