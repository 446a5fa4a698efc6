import type { ResultsData } from "./distributed-data.js";
import { type Arg, toExpression } from "./expression.js";
import { freeze } from "./freeze.js";
import { type ResourceReference, resourceExpression } from "./resources.js";

/** An S3 bucket; a stack binds its ARN and name. */
export interface Bucket extends ResourceReference {
  readonly kind: "bucket";
}

/** Names an S3 bucket. */
export function bucket(name: string): Bucket {
  return freeze({ kind: "bucket", name });
}

/** Writes the outputs of child executions into a bucket. Made by `writtenTo`. */
export interface WrittenTo {
  readonly kind: "writtenTo";
  readonly data: ResultsData;
}

/**
 * What becomes of the child executions' outputs: `COMPACT` is the list of them (the default), `FLATTEN` joins those that are lists, `NONE` is
 * the list of the executions with all that is known of them; `writtenTo` puts them into a bucket.
 */
export type MapResults = "COMPACT" | "FLATTEN" | "NONE" | WrittenTo;

/** How results are written. */
export interface WriterOptions {
  /** `NONE` by default. */
  readonly transformation?: "NONE" | "COMPACT" | "FLATTEN";
  /** `JSONL` writes a line for each; `JSON` by default. */
  readonly outputType?: "JSON" | "JSONL";
}

/** What a distributed Map gives whose results are written: where the manifest stands. */
export interface WrittenResults {
  readonly MapRunArn: string;
  readonly ResultWriterDetails: { readonly Bucket: string; readonly Key: string };
}

/** A child execution, as a Map gives it that does not transform, and every Map for one that failed. */
export interface ChildExecution {
  readonly ExecutionArn: string;
  readonly Name: string;
  readonly Status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  /** JSON text. */
  readonly Input: string;
  /** JSON text, of one that succeeded. */
  readonly Output?: string;
  readonly Error?: string;
  readonly Cause?: string;
  readonly StartDate: string;
  readonly StopDate: string;
}

/**
 * Writes results below a prefix of a bucket (ASL: `ResultWriter`).
 *
 * Source: AWS Step Functions Developer Guide, "ResultWriter (Map)", with the permissions that it names.
 */
export function writtenTo(target: Bucket, prefix: Arg<string>, options: WriterOptions = {}): WrittenTo {
  const below = typeof prefix === "string" ? `/${prefix}/*` : "/*";
  return freeze({
    kind: "writtenTo",
    data: {
      ...options,
      destination: {
        arguments: {
          kind: "object",
          fields: { Bucket: resourceExpression(target, "name"), Prefix: toExpression(prefix, "prefix") },
        },
        permissions: [
          {
            actions: ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
            resources: [{ kind: "innerArn", resource: { kind: target.kind, name: target.name }, suffix: below }],
          },
        ],
      },
    },
  });
}

/** What becomes of results, as plain data. */
export function toResults(results: MapResults): ResultsData {
  return typeof results === "string" ? { transformation: results, outputType: "JSON" } : results.data;
}
