import fc from "fast-check";

type Fields = Record<string, unknown>;

const names = [
  "Start",
  "B",
  "ClaimRobot",
  "end",
  'Name with <signs> & "quotes"',
  "snake_case_",
  "1. first",
  "ein-Übermaß",
  "Z/~z",
];
const errors = ["States.ALL", "States.Timeout", "OutOfStock", "A.B-C"];

/** Any definition that is built rightly, but for transitions that may lead nowhere. */
export const definition: fc.Arbitrary<Fields> = scope(2).map((body) => ({ QueryLanguage: "JSONata", ...body }));

/** Anything that may stand in a file: JSON, and definitions of which a part was replaced by other JSON. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc
    .tuple(definition, fc.jsonValue(), fc.nat(1000))
    .map(([value, other, place]) => withLeaf(value, place, () => other)),
);

function scope(depth: number): fc.Arbitrary<Fields> {
  return fc.subarray(names, { minLength: 1, maxLength: 6 }).chain((own) =>
    fc
      .tuple(fc.constantFrom(...own), ...own.map(() => state(depth, [...own, ...own, ...own, "Nowhere"])))
      .map(([start, ...states]) => ({
        StartAt: start,
        States: Object.fromEntries(own.map((name, index) => [name, states[index]])),
      })),
  );
}

function state(depth: number, targets: readonly string[]): fc.Arbitrary<Fields> {
  const target = fc.constantFrom(...targets);
  const way = fc.oneof(
    target.map((Next): Fields => ({ Next })),
    fc.constant<Fields>({ End: true }),
  );
  const catches = fc.array(fc.record({ ErrorEquals: fc.subarray(errors, { minLength: 1 }), Next: target }), {
    maxLength: 2,
  });
  const caught = catches.map((rules): Fields => (rules.length === 0 ? {} : { Catch: rules }));
  const joined = (type: string, ...parts: fc.Arbitrary<Fields>[]) =>
    fc.tuple(...parts).map((fields): Fields => Object.assign({ Type: type }, ...fields));
  const word = fc.string({ maxLength: 30 });
  const rule = fc.oneof(
    fc.record({ Condition: word.map((text) => `{% $states.input.kind = ${JSON.stringify(text)} %}`), Next: target }),
    fc.record({ Variable: word.map((text) => `$.${text}`), NumericLessThan: fc.integer(), Next: target }),
  );
  const simple = [
    joined(
      "Task",
      fc.record({
        Resource: fc.constantFrom(
          "arn:aws:states:::lambda:invoke",
          "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        ),
        Arguments: fc.record({ FunctionName: word }),
      }),
      fc.record({ TimeoutSeconds: fc.integer({ min: 1, max: 900 }) }, { requiredKeys: [] }),
      caught,
      way,
    ),
    joined("Pass", fc.record({ Output: fc.jsonValue({ maxDepth: 1 }) }, { requiredKeys: [] }), way),
    joined("Wait", fc.record({ Seconds: fc.integer({ min: 0, max: 1e6 }) }), way),
    joined(
      "Choice",
      fc.record({ Choices: fc.array(rule, { minLength: 1, maxLength: 4 }) }),
      fc.record({ Default: target }, { requiredKeys: [] }),
    ),
    joined("Succeed"),
    joined("Fail", fc.record({ Error: word, Cause: word }, { requiredKeys: [] })),
  ];
  if (depth === 0) return fc.oneof(...simple);
  const branches = fc.array(scope(depth - 1), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 5, arbitrary: fc.oneof(...simple) },
    {
      weight: 1,
      arbitrary: joined(
        "Parallel",
        branches.map((Branches): Fields => ({ Branches })),
        caught,
        way,
      ),
    },
    {
      weight: 1,
      arbitrary: joined(
        "Map",
        scope(depth - 1).map((ItemProcessor): Fields => ({ ItemProcessor })),
        caught,
        way,
      ),
    },
  );
}

/** Every leaf of a JSON value with its path; empty lists and objects count as leaves. */
export function leaves(
  value: unknown,
  path: readonly string[] = [],
): { readonly path: readonly string[]; readonly value: unknown }[] {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return entries.length === 0 ? [{ path, value }] : entries.flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

function replaced(value: unknown, [name, ...rest]: readonly string[], change: (value: unknown) => unknown): unknown {
  if (name === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((inner, index) => (String(index) === name ? replaced(inner, rest, change) : inner));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === name ? replaced(inner, rest, change) : inner]),
  );
}

/** The value with one of its leaves, chosen by a number, changed. */
export function withLeaf(value: unknown, place: number, change: (leaf: unknown) => unknown): unknown {
  const all = leaves(value);
  return replaced(value, all[place % all.length]?.path ?? [], change);
}

/** The same JSON with the keys of every object in the opposite order. */
export function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
}
