import { isObject } from "../../../asl/interpreter/json.js";
import { isList } from "../../../asl/interpreter/json-size.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";

/** What one attempt of a task answered. */
export interface AttemptMock {
  /** What the attempt was called with; finds the right one among concurrent attempts. */
  readonly parameters?: Json;
  /** The answer to the call itself, for `.sync` and `.waitForTaskToken`. */
  readonly submitted?: Json;
  readonly end:
    | { readonly kind: "output"; readonly output: Json }
    | { readonly kind: "failure"; readonly error: string | undefined; readonly cause: string | undefined }
    /** No answer: the state's own time-out decides. */
    | { readonly kind: "silence" };
}

/** What a run depends on outside of the machine. */
export interface Setup {
  readonly s3: readonly { readonly bucket: string; readonly key: string; readonly body: string | Uint8Array }[];
  readonly lambdas: readonly { readonly name: string; readonly handler: string }[];
  readonly stateMachines: readonly {
    readonly arn: string;
    readonly type: "STANDARD" | "EXPRESS";
    readonly definition: Json;
  }[];
}

/** A question to the engine. `docs/replay.md` has its format. */
export interface Question {
  readonly kind: string;
  readonly type: "STANDARD" | "EXPRESS";
  readonly definition: Json;
  readonly input: Json;
  readonly context: Readonly<Record<string, string>>;
  readonly setup: Setup;
  readonly request: JsonObject;
  readonly mocks: ReadonlyMap<string, readonly AttemptMock[]>;
}

/** A value as an object; an empty one when it is none. */
export const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** A value as a list; an empty one when it is none. */
export const list = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

/** A text as it is, nothing for null, anything else as JSON text. */
export const asText = (value: Json | undefined): string | undefined => {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
};

/** Reads a question; fields that are missing or of another type are taken as empty. */
export function readQuestion(json: JsonObject): Question {
  const { context, request, mocks, setup, definition = null, input = null } = json;
  return {
    kind: typeof json.kind === "string" ? json.kind : "execution",
    type: json.type === "EXPRESS" ? "EXPRESS" : "STANDARD",
    definition,
    input,
    context: Object.fromEntries(
      Object.entries(object(context)).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
    ),
    setup: readSetup(object(setup)),
    request: object(request),
    mocks: new Map(Object.entries(object(mocks)).map(([state, attempts]) => [state, list(attempts).map(readMock)])),
  };
}

function readMock(json: Json): AttemptMock {
  const { parameters, submitted, output, error, cause, timeout } = object(json);
  const end: AttemptMock["end"] =
    timeout === true
      ? { kind: "silence" }
      : output !== undefined
        ? { kind: "output", output }
        : { kind: "failure", error: asText(error), cause: asText(cause) };
  return {
    ...(parameters === undefined ? {} : { parameters }),
    ...(submitted === undefined ? {} : { submitted }),
    end,
  };
}

function readSetup({ s3, lambdas, stateMachines }: JsonObject): Setup {
  return {
    s3: list(s3).map((entry) => {
      const { bucket, key, body, bodyBase64 } = object(entry);
      const content = typeof bodyBase64 === "string" ? Buffer.from(bodyBase64, "base64") : String(body ?? "");
      return { bucket: String(bucket), key: String(key), body: content };
    }),
    lambdas: list(lambdas).map((entry) => {
      const { name, handler } = object(entry);
      return { name: String(name), handler: String(handler) };
    }),
    stateMachines: list(stateMachines).map((entry) => {
      const { arn, type, definition = null } = object(entry);
      return { arn: String(arn), type: type === "EXPRESS" ? "EXPRESS" : "STANDARD", definition };
    }),
  };
}
