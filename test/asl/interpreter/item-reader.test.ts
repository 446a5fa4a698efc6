import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compile, DefinitionError } from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { bucketFiles } from "../../../asl/testing/index.js";
import { runStates } from "./helpers.js";

type Config = Readonly<Record<string, unknown>>;
type Files = Readonly<Record<string, string | Uint8Array>>;

/** A distributed Map state that gives, for each item, the item and where it is from. */
function machine(config: Config, action = "getObject", parameters: Config = { Bucket: "b", Key: "k" }) {
  return {
    M: {
      Type: "Map",
      ItemReader: { Resource: `arn:aws:states:::s3:${action}`, Arguments: parameters, ReaderConfig: config },
      ItemSelector: {
        item: "{% $states.context.Map.Item.Value %}",
        source: "{% $states.context.Map.Item.Source %}",
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        StartAt: "P",
        States: { P: { Type: "Pass", End: true } },
      },
      End: true,
    },
  };
}

async function read(config: Config, files: Files, action?: string, parameters?: Config) {
  const execution = await runStates(machine(config, action, parameters), { objects: bucketFiles(files) });
  if (execution.status === "SUCCEEDED") return execution.output;
  return { error: execution.error, cause: execution.cause };
}

const from = (source: string, ...items: Json[]) => items.map((item) => ({ item, source }));
const failure = (cause: unknown) => ({ error: "States.ItemReaderFailed", cause });

const inventory = (more: Config = {}) =>
  JSON.stringify({
    sourceBucket: "shop",
    destinationBucket: "arn:aws:s3:::lists",
    version: "2016-11-30",
    fileFormat: "CSV",
    fileSchema: "Bucket, Key, Size",
    files: [{ key: "data/1.csv.gz", size: 1, MD5checksum: "x" }, { key: "data/2.csv" }],
    ...more,
  });

// Made with hyparquet-writer: columns id (text), n (64-bit whole number) and at (time), compressed by gzip.
const parquet = Buffer.from(
  "UEFSMRUGFRgVQFwVBBUAFQQVABUEFQAAAAMDH4sIAAAAAAAAA2NkYGBIZGRgYEgCAHP2PFEKAAAAFQYVJBU4XBUEFQAVBBUAFQQVAAAAAwMfiwgAAAAAAAADY2SAABEoDQAV5SK6EAAA" +
    "ABUGFSQVPFwVBBUAFQQVABUEFQAAAAMDH4sIAAAAAAAAA2NggIIYNVYQBQDNodsREAAAABUEGUxIBHJvb3QVBgAVDCUCGAJpZCUAABUEJQIYAW4AFQQlAhgCYXQlEgAWBBkcGTwmCBwV" +
    "DBkVABkYAmlkFQQWBBZCFmomCAAAJnIcFQQZFQAZGAFuFQQWBBZOFmImcgAAJtQBHBUEGRUAGRgCYXQVBBYEFk4WZibUAQAAFt4BFgQ2sgIAKAloeXBhcnF1ZXQZPBwAABwAABwAAACd" +
    "AAAAUEFSMQ==",
  "base64",
);
// One column n with the value 9,007,199,254,740,993.
const tooLarge = Buffer.from(
  "UEFSMRUGFRQVGFwVAhUAFQIVABUEFQAAAAMBCBwBAAAAAAAgABUEGSxIBHJvb3QVAgAVBCUCGAFuABYCGRwZHCYIHBUEGRUAGRgBbhUCFgIWPhZCJggAABY+FgI2QgAoCWh5cGFycXVl" +
    "dBkcHAAAAEsAAABQQVIx",
  "base64",
);
const rows: Json[] = [
  { id: "a", n: 1, at: "1970-01-01T00:00:00.000Z" },
  { id: "b", n: 20, at: "1970-01-02T00:00:00.000Z" },
];

describe("an item reader", () => {
  it("says where an item is from", async () => {
    expect(await read({ InputType: "JSON" }, { "b/k": "[1,2]" })).toEqual(from("S3://b/k", 1, 2));
    const listed = await read({}, { "b/in/1": "x" }, "listObjectsV2", { Bucket: "b" });
    expect(listed).toEqual(from("S3://b", expect.objectContaining({ Key: "in/1" })));
    const { M } = machine({});
    const fromState = await runStates({ M: { ...M, ItemReader: undefined, Items: [7] } });
    expect(fromState.output).toEqual(from("STATE_DATA", 7));
  });

  it("takes text from bytes", async () => {
    expect(await read({ InputType: "JSONL" }, { "b/k": Buffer.from('"é"\n') })).toEqual(from("S3://b/k", "é"));
  });

  it("reads the rows of an S3 inventory, compressed or not", async () => {
    const files = {
      "b/k": inventory(),
      "lists/data/1.csv.gz": gzipSync('"shop","a%20b","1"\n"shop","c","2"\n'),
      "lists/data/2.csv": '"shop","d","3"\n',
    };
    const item = (Key: string, Size: string) => ({ Bucket: "shop", Key, Size });
    const expected = [
      ...from("S3://lists/data/1.csv.gz", item("a%20b", "1"), item("c", "2")),
      ...from("S3://lists/data/2.csv", item("d", "3")),
    ];
    expect(await read({ InputType: "MANIFEST" }, files)).toEqual(expected);
    expect(await read({ ManifestType: "S3_INVENTORY" }, files)).toEqual(expected);
    const two = await read({ InputType: "MANIFEST", ManifestType: "S3_INVENTORY", MaxItems: 2 }, files);
    expect(two).toEqual(expected.slice(0, 2));
  });

  it("reads an S3 inventory in Parquet", async () => {
    const manifest = inventory({ fileFormat: "Parquet", files: [{ key: "p" }] });
    const items = await read({ InputType: "MANIFEST" }, { "b/k": manifest, "lists/p": parquet });
    expect(items).toEqual(from("S3://lists/p", ...rows));
  });

  it.each([
    [
      "in another format",
      { fileFormat: "ORC" },
      /^The S3 inventory manifest S3:\/\/b\/k lists files of the format "ORC"/,
    ],
    ["without a schema", { fileSchema: undefined }, /needs the fields 'fileSchema'/],
    ["with a file without a key", { files: [{}] }, /names a file without a key: \{\}/],
    ["whose file is missing", { files: [{ key: "gone" }] }, /lists\/gone/],
  ])("fails on an inventory %s", async (_, more, cause) => {
    const result = await read({ InputType: "MANIFEST" }, { "b/k": inventory(more) });
    expect(result).toEqual(failure(expect.stringMatching(cause)));
  });

  it("says that a store which gives text for bytes loses some of them", async () => {
    const manifest = inventory({ files: [{ key: "z" }] });
    const files = { "b/k": manifest, "lists/z": new TextDecoder().decode(gzipSync("x")) };
    expect(await read({ InputType: "MANIFEST" }, files)).toEqual(failure(expect.stringContaining("must give bytes")));
    const parquetText = { "b/k": new TextDecoder().decode(parquet) };
    expect(await read({ InputType: "PARQUET" }, parquetText)).toEqual(
      failure(expect.stringContaining("must give bytes")),
    );
  });

  it("reads the files of an Athena data manifest by their type", async () => {
    const files = {
      "b/k": "s3://data/out/1.gz\ns3://data/out/2\n",
      "data/out/1.gz": gzipSync('{"a":1}\n'),
      "data/out/2": '{"a":2}\n',
    };
    const result = await read({ ManifestType: "ATHENA_DATA", InputType: "JSONL" }, files);
    expect(result).toEqual([...from("S3://data/out/1.gz", { a: 1 }), ...from("S3://data/out/2", { a: 2 })]);
    const wrong = await read({ ManifestType: "ATHENA_DATA", InputType: "JSONL" }, { "b/k": "out/1\n" });
    expect(wrong).toEqual(failure("The data manifest S3://b/k has a line that is no S3 URI: out/1"));
  });

  it("reads what the objects of a listing hold", async () => {
    const files = { "b/in/": "", "b/in/1.csv": "n\n1\n2\n", "b/in/2.csv": "n\n3\n", "b/out": "n\n4\n" };
    const config = { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW", Transformation: "LOAD_AND_FLATTEN" };
    const result = await read(config, files, "listObjectsV2", { Bucket: "b", Prefix: "in/" });
    expect(result).toEqual([
      ...from("S3://b/in/1.csv", { n: "1" }, { n: "2" }),
      ...from("S3://b/in/2.csv", { n: "3" }),
    ]);
  });

  it("reads Parquet", async () => {
    expect(await read({ InputType: "PARQUET" }, { "b/k": parquet })).toEqual(from("S3://b/k", ...rows));
    const large = await read({ InputType: "PARQUET" }, { "b/k": tooLarge });
    expect(large).toEqual(failure(expect.stringMatching(/column 'n' holds what JSON cannot say: 9007199254740993/)));
    const broken = await read({ InputType: "PARQUET" }, { "b/k": Buffer.from("PAR1 not really PAR1") });
    expect(broken).toEqual(failure(expect.stringContaining("The Parquet file S3://b/k cannot be read")));
  });

  it("takes a CSV header of 10 KiB, and no longer one", async () => {
    const config = { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" };
    const longest = "h".repeat(10 * 1024);
    expect(await read(config, { "b/k": `${longest}\n1` })).toEqual(from("S3://b/k", { [longest]: "1" }));
    const longer = await read(config, { "b/k": `${longest}h\n1` });
    expect(longer).toEqual(failure("CSV headers can have at most 10240 bytes."));
  });

  it.each<[string, Config, string, string]>([
    ["an unknown type", { InputType: "XML" }, "getObject", "/InputType"],
    ["no type for what is listed", { Transformation: "LOAD_AND_FLATTEN" }, "listObjectsV2", "/InputType"],
    ["no type for Athena's files", { ManifestType: "ATHENA_DATA" }, "getObject", "/InputType"],
    ["an unknown manifest", { ManifestType: "X" }, "getObject", "/ManifestType"],
    ["an unknown transformation", { Transformation: "X" }, "listObjectsV2", "/Transformation"],
    [
      "to flatten one object",
      { Transformation: "LOAD_AND_FLATTEN", InputType: "JSON" },
      "getObject",
      "/Transformation",
    ],
  ])("refuses %s", (_, config, action, field) => {
    const definition = { QueryLanguage: "JSONata", StartAt: "M", States: machine(config, action) };
    expect(() => compile(definition)).toThrow(DefinitionError);
    expect(() => compile(definition)).toThrow(`/States/M/ItemReader/ReaderConfig${field}`);
  });
});
