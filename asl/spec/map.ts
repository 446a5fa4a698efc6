import type { Json } from "./json.js";

/** What every reader of items has. */
interface Reader {
  readonly Resource: string;
  readonly ReaderConfig?: ReaderConfig;
}

/** How a distributed Map reads its items. Source: AWS Step Functions Developer Guide, "ItemReader (Map)". */
export interface ReaderConfig {
  readonly InputType?: "CSV" | "JSON" | "JSONL" | "MANIFEST" | "PARQUET";
  readonly Transformation?: "NONE" | "LOAD_AND_FLATTEN";
  readonly ManifestType?: "ATHENA_DATA" | "S3_INVENTORY";
  readonly CSVDelimiter?: "COMMA" | "PIPE" | "SEMICOLON" | "SPACE" | "TAB";
  readonly CSVHeaderLocation?: "FIRST_ROW" | "GIVEN";
  readonly CSVHeaders?: readonly string[];
  readonly ItemsPointer?: string;
  readonly MaxItems?: number | string;
  readonly MaxItemsPath?: string;
}

/** How results of a distributed Map are written. Source: AWS Step Functions Developer Guide, "ResultWriter (Map)". */
export interface WriterConfig {
  readonly Transformation?: "NONE" | "COMPACT" | "FLATTEN";
  readonly OutputType?: "JSON" | "JSONL";
}

interface Writer {
  readonly Resource?: string;
  readonly WriterConfig?: WriterConfig;
}

interface Batcher {
  readonly MaxItemsPerBatch?: number | string;
  readonly MaxInputBytesPerBatch?: number | string;
  readonly BatchInput?: Json;
}

/** The parts of a distributed Map in JSONata form. */
export interface JsonataItemReader extends Reader {
  readonly Arguments?: Json;
  readonly Parameters?: never;
}

/** Where a distributed Map in JSONata form writes its results. */
export interface JsonataResultWriter extends Writer {
  readonly Arguments?: Json;
  readonly Parameters?: never;
}

/** How a distributed Map groups items for each child execution. */
export interface JsonataItemBatcher extends Batcher {
  readonly MaxItemsPerBatchPath?: never;
  readonly MaxInputBytesPerBatchPath?: never;
}

/** The parts of a distributed Map in JSONPath form. */
export interface JsonpathItemReader extends Reader {
  readonly Parameters?: Json;
  readonly Arguments?: never;
}

/** Where a distributed Map in JSONPath form writes its results. */
export interface JsonpathResultWriter extends Writer {
  readonly Parameters?: Json;
  readonly Arguments?: never;
}

/** How a distributed Map groups items for each child execution, its numbers possibly from data. */
export interface JsonpathItemBatcher extends Batcher {
  readonly MaxItemsPerBatchPath?: string;
  readonly MaxInputBytesPerBatchPath?: string;
}
