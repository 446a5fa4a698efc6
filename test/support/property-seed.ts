import fc from "fast-check";

/**
 * Property tests draw the same cases in every run, so that a red run is the change's doing. `PROPERTY_SEED=7 npx vitest run` draws
 * others, and `PROPERTY_SEED=random` new ones each time; a failure prints the seed that it was found with.
 */
const { PROPERTY_SEED: given = "20261121" } = process.env;

if (given !== "random") {
  const seed = Number(given);
  if (!Number.isSafeInteger(seed))
    throw new Error(`PROPERTY_SEED is '${given}', but must be a whole number or 'random'.`);
  fc.configureGlobal({ seed });
}
