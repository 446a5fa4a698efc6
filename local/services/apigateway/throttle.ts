/** A token bucket: `burst` requests at once, `rate` more each second. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

/**
 * Makes a token bucket, which says of each request whether it may pass.
 *
 * @param now milliseconds since 1970
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export function tokenBucket({ rate, burst }: Throttle, now: () => number): () => boolean {
  let tokens = burst;
  let at = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + (Math.max(0, time - at) / 1000) * rate);
    at = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
