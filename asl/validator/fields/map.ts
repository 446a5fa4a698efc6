import { all, type Check, fields, list, nonEmptyText, number, object, oneOf, orExpression, text } from "../checks.js";
import { jsonataExpression, jsonataTemplate } from "../expressions/jsonata-template.js";
import { jsonpathTemplate } from "../expressions/jsonpath-template.js";
import { path } from "../expressions/path-fields.js";
import { isExpression, isObject, isText, shown, templateField } from "../guards.js";
import { hasPlaceholder } from "../placeholder.js";
import type { Language } from "../scene.js";
import { inside } from "../site.js";
import { didYouMean } from "../suggest.js";

const count = number({ min: 0, integer: true });
const countFrom1 = number({ min: 1, integer: true });

/** A number of a Map: literal in both languages, an expression in JSONata. */
const counted = (language: Language, literal: Check): Check =>
  language === "JSONata" ? orExpression(jsonataExpression, literal) : literal;

const template = (language: Language): Check =>
  language === "JSONata" ? jsonataTemplate("before") : jsonpathTemplate("input");

const readerActions = ["getObject", "listObjectsV2"];

/** The S3 action that a reader or writer uses. */
function s3(...actions: readonly string[]): Check {
  return (value, at, key, { report }) => {
    if (isText(value) && hasPlaceholder(value)) return;
    const action = isText(value) ? /^arn:aws[\w-]*:states:[\w-]*:\d*:s3:(\w+)$/.exec(value)?.[1] : undefined;
    if (action !== undefined && actions.includes(action)) return;
    const allowed = actions.map((name) => `arn:aws:states:::s3:${name}`);
    const hint = isText(value) ? didYouMean(value, allowed) : "";
    report.add("VALUE_NOT_ALLOWED", inside(at, key), key, allowed.join(", "), shown(value), hint);
  };
}

const csvHeaders: Check = (value, at, key, { report }) => {
  if (!isObject(value)) return;
  const here = inside(at, key);
  if (value.CSVHeaderLocation === "GIVEN" && value.CSVHeaders === undefined) {
    report.add("MISSING_FIELD", here, "CSVHeaders", "A reader with the CSVHeaderLocation GIVEN");
  }
  exclusive(value, "MaxItems", "MaxItemsPath", (one, other) => report.add("EXCLUSIVE_FIELDS", here, one, other));
};

function exclusive(value: object, one: string, other: string, tell: (one: string, other: string) => void): void {
  if (Object.hasOwn(value, one) && Object.hasOwn(value, other)) tell(one, other);
}

const readerConfig = (language: Language): Check =>
  object(
    {
      what: "'ReaderConfig'",
      fields: fields({
        InputType: oneOf("CSV", "JSON", "JSONL", "MANIFEST", "PARQUET"),
        Transformation: oneOf("NONE", "LOAD_AND_FLATTEN"),
        ManifestType: oneOf("ATHENA_DATA", "S3_INVENTORY"),
        CSVDelimiter: oneOf("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
        CSVHeaderLocation: oneOf("FIRST_ROW", "GIVEN"),
        CSVHeaders: list(text),
        ItemsPointer: text,
        MaxItems: counted(language, count),
        ...(language === "JSONPath" ? { MaxItemsPath: path("input") } : {}),
      }),
    },
    csvHeaders,
  );

const argumentsField = (language: Language): string => (language === "JSONata" ? "Arguments" : "Parameters");

/** Says where in S3: the bucket and, to read one object, its key. */
const located = (language: Language): Check => {
  const field = argumentsField(language);
  return (value, at, key, { report }) => {
    if (!isObject(value) || !isText(value.Resource)) return;
    const action = value.Resource.split(":").at(-1) ?? "";
    if (!["getObject", "listObjectsV2", "putObject"].includes(action)) return;
    const given = value[field];
    if (given !== undefined && !isObject(given)) return;
    const names = Object.keys(given ?? {}).map(templateField);
    if (names.some(hasPlaceholder)) return;
    const here = inside(at, key);
    for (const needed of action === "getObject" ? ["Bucket", "Key"] : ["Bucket"]) {
      if (!names.includes(needed))
        report.add("MISSING_ARGUMENT", given === undefined ? here : inside(here, field), `s3:${action}`, needed, field);
    }
  };
};

/** One object must be told how to read it; a list of objects is read as it is. */
const inputType: Check = (value, at, key, { report }) => {
  if (!isObject(value) || !isText(value.Resource) || !value.Resource.endsWith(":s3:getObject")) return;
  const config = value.ReaderConfig;
  const here = inside(at, key);
  if (config === undefined) report.add("MISSING_FIELD", here, "ReaderConfig", "A reader of one S3 object");
  else if (isObject(config) && config.InputType === undefined)
    report.add("MISSING_FIELD", inside(here, "ReaderConfig"), "InputType", "'ReaderConfig'");
};

/** `ItemReader`. Source: AWS Step Functions Developer Guide, "ItemReader (Map)". */
export function itemReader(language: Language): Check {
  const shape = object({
    what: `'ItemReader' in ${language}`,
    fields: fields({
      Resource: s3(...readerActions),
      [argumentsField(language)]: template(language),
      ReaderConfig: readerConfig(language),
    }),
    required: ["Resource"],
  });
  return all(shape, located(language), inputType);
}

/** `ResultWriter`. Source: AWS Step Functions Developer Guide, "ResultWriter (Map)". */
export function resultWriter(language: Language): Check {
  const shape = object({
    what: `'ResultWriter' in ${language}`,
    fields: fields({
      Resource: s3("putObject"),
      [argumentsField(language)]: template(language),
      WriterConfig: object({
        what: "'WriterConfig'",
        fields: fields({
          Transformation: oneOf("NONE", "COMPACT", "FLATTEN"),
          OutputType: oneOf("JSON", "JSONL"),
        }),
      }),
    }),
  });
  return all(shape, located(language), (value, at, key, { report }) => {
    if (!isObject(value) || value.Resource !== undefined) return;
    const here = inside(at, key);
    if (value[argumentsField(language)] !== undefined) report.add("MISSING_FIELD", here, "Resource", "A writer to S3");
    else if (value.WriterConfig === undefined) report.add("EMPTY_VALUE", here, key);
  });
}

const batchLimits: Check = (value, at, key, { report }) => {
  if (!isObject(value)) return;
  const here = inside(at, key);
  const limits = ["MaxItemsPerBatch", "MaxInputBytesPerBatch"];
  for (const limit of limits) {
    exclusive(value, limit, `${limit}Path`, (one, other) => report.add("EXCLUSIVE_FIELDS", here, one, other));
  }
  if (limits.some((limit) => value[limit] !== undefined || value[`${limit}Path`] !== undefined)) return;
  report.add("MISSING_FIELD", here, "MaxItemsPerBatch", "'ItemBatcher', unless it has 'MaxInputBytesPerBatch',");
};

/** `ItemBatcher`. Source: AWS Step Functions Developer Guide, "ItemBatcher (Map)". */
export function itemBatcher(language: Language): Check {
  return object(
    {
      what: `'ItemBatcher' in ${language}`,
      fields: fields({
        MaxItemsPerBatch: counted(language, countFrom1),
        MaxInputBytesPerBatch: counted(language, number({ min: 1, max: 262_144, integer: true })),
        BatchInput: template(language),
        ...(language === "JSONPath"
          ? { MaxItemsPerBatchPath: path("input"), MaxInputBytesPerBatchPath: path("input") }
          : {}),
      }),
    },
    batchLimits,
  );
}

/** `MaxConcurrency`, where 0 means no limit. */
export const maxConcurrency = (language: Language): Check => counted(language, count);

/** `ToleratedFailureCount`. */
export const toleratedCount = (language: Language): Check => counted(language, count);

/** `ToleratedFailurePercentage`. */
export const toleratedPercentage = (language: Language): Check => counted(language, number({ min: 0, max: 100 }));

// The characters that Step Functions allows in no name; states' names are the exception, as its own samples show.
const labelCharacters = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

/** `Label`. */
export const label: Check = (value, at, key, scene) => {
  nonEmptyText(value, at, key, scene);
  if (!isText(value) || value === "" || hasPlaceholder(value)) return;
  if (value.length > 40 || labelCharacters.test(value))
    scene.report.add("INVALID_LABEL", inside(at, key), shown(value));
};

/** `Items`: a list, an object or an expression. */
export const items: Check = (value, at, key, scene) => {
  const isData = (typeof value === "object" && value !== null) || isExpression(value);
  if (isData || (isText(value) && hasPlaceholder(value))) itemsTemplate(value, at, key, scene);
  else scene.report.add("JSONATA_EXPECTED", inside(at, key), key, "a list, an object", shown(value));
};

const itemsTemplate = jsonataTemplate("before");

const processorConfig = object(
  {
    what: "'ProcessorConfig'",
    fields: fields({ Mode: oneOf("INLINE", "DISTRIBUTED"), ExecutionType: oneOf("STANDARD", "EXPRESS") }),
  },
  (value, at, key, { report }) => {
    if (!isObject(value)) return;
    const here = inside(at, key);
    if (value.Mode === "DISTRIBUTED" && value.ExecutionType === undefined) {
      report.add("MISSING_FIELD", here, "ExecutionType", "The 'ProcessorConfig' of a distributed Map");
    }
    if ((value.Mode ?? "INLINE") === "INLINE" && value.ExecutionType !== undefined) {
      report.add("EXECUTION_TYPE_INLINE", inside(here, "ExecutionType"));
    }
  },
);

// What is inside is a scope of its own, which the walk over scopes comes to.
const scopeFields = { StartAt: () => {}, States: () => {}, Comment: text };

/** `ItemProcessor`. */
export const itemProcessor: Check = object({
  what: "'ItemProcessor'",
  fields: fields({ ...scopeFields, ProcessorConfig: processorConfig }),
});

/** `Iterator`, the older name of `ItemProcessor`. */
export const iterator: Check = object({
  what: "'Iterator'",
  fields: fields({ ...scopeFields, ProcessorConfig: processorConfig }),
});

/** `ItemsPath`. With an ItemReader it selects from what is read, or from nothing. Source: recorded executions. */
export const itemsPath: Check = (value, at, key, scene) => {
  const source = scene.json.ItemReader === undefined ? "input" : "other";
  path(source)(value, at, key, scene);
};

/** `Branches`. */
export const branches: Check = list(object({ what: "A branch", fields: fields(scopeFields) }));
