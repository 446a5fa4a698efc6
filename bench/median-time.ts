/**
 * The median time in milliseconds of doing something to subjects that nobody has seen before.
 *
 * The first tenth warms up and does not count. All of it ends after about the given time, with five measurements at least.
 */
export async function medianTime<T>(
  subject: (iteration: number) => T,
  run: (subject: T) => unknown,
  budgetMs = 1500,
): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + budgetMs;
  for (let iteration = 0; times.length < 6 || performance.now() < end; iteration += 1) {
    const fresh = subject(iteration);
    const start = performance.now();
    await run(fresh);
    times.push(performance.now() - start);
  }
  const measured = times.slice(Math.ceil(times.length / 10)).sort((a, b) => a - b);
  return measured[Math.floor(measured.length / 2)] ?? Number.NaN;
}
