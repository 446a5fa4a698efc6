import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { describe, expect, test } from "vitest";

// Which folder may import which; `docs/architecture.md` draws it. A folder may always import itself.
const mayImport: Readonly<Record<string, readonly string[]>> = {
  "asl/spec": [],
  "asl/graph": ["asl/spec"],
  "asl/builder": ["asl/spec"],
  "asl/integrations": ["asl/spec", "asl/builder"],
  "asl/jsonpath": ["asl/spec", "asl/builder"],
  "asl/validator": ["asl/spec", "asl/graph"],
  "asl/views": ["asl/spec", "asl/graph"],
  "asl/interpreter": ["asl/spec"],
  "asl/testing": ["asl/spec", "asl/graph", "asl/views", "asl/interpreter"],
  "asl/workflows": ["asl", "handlers"],
  asl: [
    "asl/spec",
    "asl/builder",
    "asl/integrations",
    "asl/jsonpath",
    "asl/graph",
    "asl/validator",
    "asl/views",
    "asl/interpreter",
    "asl/testing",
  ],
  handlers: [],
  stacks: ["asl", "asl/workflows", "handlers"],
  local: ["asl", "asl/spec", "asl/interpreter", "asl/validator", "asl/views"],
  "local/console/page": ["frontend"],
  frontend: [],
};

// The packages that reach outside: an AWS SDK, CDKTF, the network, the disk. Nothing in `asl/` may use one. Hashing and
// decompressing are pure, and loading a package late is like importing it.
const outside = /^(node:(?!(crypto|module|zlib)$)|@aws-sdk|@aws-lambda|cdktf|constructs|@cdktf|hono|@hono|esbuild)/;

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));
}

function importsOf(file: string): Import[] {
  const source = readFileSync(file, "utf8");
  const statements = source.matchAll(
    /^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"|^import\s+"([^"]+)"|import\("([^"]+)"\)/gms,
  );
  return [...statements].map(([, type, from, bare, dynamic]) => ({
    file,
    specifier: from ?? bare ?? dynamic ?? "",
    typeOnly: type !== undefined,
  }));
}

/** The room that a file stands in: the longest folder, or the file, that the table names. */
function roomOf(file: string): string | undefined {
  const path = file.split(sep).join("/");
  return Object.keys(mayImport)
    .filter((room) => path.startsWith(`${room}/`) || path.replace(/\.[jt]s$/, "") === room)
    .sort((a, b) => b.length - a.length)[0];
}

const files = ["asl", "handlers", "stacks", "local", "frontend"].flatMap(sourceFiles);
const imports = files.flatMap(importsOf);
const inside = imports.filter(({ specifier }) => specifier.startsWith("."));

describe("imports go one way", () => {
  test("every file stands in a room of the table", () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });

  test("no room imports one that it may not", () => {
    const wrong = inside.filter(({ file, specifier }) => {
      const from = roomOf(file) ?? "";
      const to = roomOf(normalize(join(dirname(file), specifier)));
      return to === undefined || (to !== from && !mayImport[from]?.includes(to));
    });
    expect(wrong).toEqual([]);
  });

  test("workflows take only types from handlers", () => {
    const values = inside.filter(
      ({ file, specifier, typeOnly }) =>
        roomOf(file) === "asl/workflows" && specifier.includes("/handlers/") && !typeOnly,
    );
    expect(values).toEqual([]);
  });

  test("asl uses no AWS SDK, no CDKTF, no network and no disk", () => {
    expect(imports.filter(({ file, specifier }) => file.startsWith("asl") && outside.test(specifier))).toEqual([]);
  });
});
