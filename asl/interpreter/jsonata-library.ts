import { createRequire } from "node:module";
import type jsonata from "jsonata";

const load = createRequire(import.meta.url);

let library: typeof jsonata | undefined;

/**
 * Parses JSONata with the library, which is loaded for the first expression only: it is the largest part of a cold start, and
 * machines in JSONPath mode do without. Loaded by `require`, since `import` would first search its 290 KB for exports.
 *
 * @throws the library's error (with `code` and `message`) when the text is no JSONata.
 */
export function parseJsonata(source: string): jsonata.Expression {
  const loaded: typeof jsonata = library ?? load("jsonata");
  library = loaded;
  return loaded(source);
}
