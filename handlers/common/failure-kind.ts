/**
 * What a failed call of an AWS service says about the work asked for:
 *
 * - `throttled`: not done, and worth asking again;
 * - `rejected`: not done, and asking again will not help;
 * - `unconfirmed`: the answer was lost or speaks of the service's own trouble, so it may have been done.
 */
export type FailureKind = "throttled" | "rejected" | "unconfirmed";

/**
 * Judges an error of an AWS SDK client, made with `maxAttempts: 1`, by its name, its status code and the system's error
 * code. Whatever is not known for certain is `unconfirmed`.
 */
export function failureKind(error: unknown): FailureKind {
  const { name, code, status } = factsOf(error);
  if (THROTTLING.has(name) || status === 429) return "throttled";
  if (NO_CONNECTION.has(code) || CREDENTIALS_IN_CHANGE.has(name)) return "throttled";
  if (NO_CREDENTIALS.has(name)) return "rejected";
  if (status >= 400 && status < 500 && status !== REQUEST_TIMEOUT) return "rejected";
  return "unconfirmed";
}

/** The error's name, fit for a log and an execution's history: AWS's words about it may quote an address. */
export function nameOf(error: unknown): string {
  const { name, code } = factsOf(error);
  return [code, name, "UnknownError"].find((word) => /^[\w.:-]{1,100}$/.test(word)) ?? "UnknownError";
}

function factsOf(error: unknown): { name: string; code: string; status: number } {
  const metadata = property(error, "$metadata");
  const [name, code, status] = [property(error, "name"), property(error, "code"), property(metadata, "httpStatusCode")];
  return {
    name: typeof name === "string" ? name : "",
    code: typeof code === "string" ? code : "",
    status: typeof status === "number" ? status : 0,
  };
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

// The names that the SDK's own retry strategy counts as throttling, as far as a request cannot have been done in part.
const THROTTLING: ReadonlySet<string> = new Set([
  "BandwidthLimitExceeded",
  "ExecutionLimitExceeded",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "Throttled",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

// Nothing was sent: no connection, or no address to connect to.
const NO_CONNECTION: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

// Refused at the door because of the clock or of credentials that are being replaced; both pass.
const CREDENTIALS_IN_CHANGE: ReadonlySet<string> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "RequestInTheFuture",
  "RequestTimeTooSkewed",
]);

const NO_CREDENTIALS: ReadonlySet<string> = new Set(["CredentialsProviderError"]);

const REQUEST_TIMEOUT = 408;
