/**
 * Options of a client whose requests must not be repeated by the SDK: one attempt, a time-out (milliseconds) that is an
 * error, and a new connection each time. A connection that is kept while Lambda freezes the function may be closed from
 * the other side; the next request on it would then fail in a way that leaves open whether it was done.
 */
export const once = {
  maxAttempts: 1,
  requestHandler: {
    requestTimeout: 5_000,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: false },
    httpsAgent: { keepAlive: false },
  },
} as const;

/** Options of a client whose requests may be repeated: three attempts, each with a short time-out (milliseconds). */
export const repeatable = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true },
} as const;
