/**
 * A repeatable source of numbers in [0, 1) for tests: the same seed gives the same numbers.
 *
 * The algorithm is mulberry32: 32 bits of state, good enough to spread delays, not for secrets.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const multiplier = 0x5deece66dn;
const mask = (1n << 48n) - 1n;

/**
 * The first number that Java's `new Random(seed).nextDouble()` gives, which is what `$random(seed)` is on AWS.
 *
 * @example `javaRandom(42)` is 0.7275636800328681.
 */
export function javaRandom(seed: number): number {
  let state = (BigInt(Math.trunc(seed)) ^ multiplier) & mask;
  const bits = (count: bigint): bigint => {
    state = (state * multiplier + 0xbn) & mask;
    return state >> (48n - count);
  };
  const high = bits(26n);
  return Number((high << 27n) + bits(27n)) / 2 ** 53;
}
