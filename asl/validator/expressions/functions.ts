import { jsonataFunctionNames } from "../../spec/index.js";

/** The functions that an expression can call. */
export const jsonataFunctions: ReadonlySet<string> = new Set(jsonataFunctionNames);

/**
 * The least and the most arguments of functions. JSONata puts the current item in for the first of many, which is no argument then.
 *
 * Source: the signatures in JSONata's documentation, "Function library"; AWS Step Functions Developer Guide, "Transforming data with JSONata".
 */
export const functionArguments: ReadonlyMap<string, readonly [least: number, most: number]> = new Map(
  Object.entries({
    "0-0": "millis uuid",
    "0-1": `abs base64decode base64encode boolean ceil clone decodeUrl decodeUrlComponent encodeUrl encodeUrlComponent error floor keys
      length lowercase not number random spread sqrt trim uppercase`,
    "0-2": "formatBase now round sift string toMillis",
    "0-3": "fromMillis",
    "1-1": "average count distinct exists max merge min parse reverse shuffle sum type",
    "1-2":
      "assert contains each formatInteger join lookup parseInteger power single sort substringAfter substringBefore",
    "1-3": "formatNumber match pad split substring",
    "2-2": "append filter hash map partition",
    "2-3": "reduce",
    "2-4": "replace",
    "3-3": "range",
  }).flatMap(([counts, names]) => {
    const [least = 0, most = 0] = counts.split("-").map(Number);
    return names.split(/\s+/).map((name): [string, readonly [number, number]] => [name, [least, most]]);
  }),
);

/** The functions of JSONata that Step Functions leaves out. */
export const forbiddenFunctions: ReadonlySet<string> = new Set(["eval"]);

/** The functions that give nothing when their first argument is nothing. */
export const strictFunctions: ReadonlySet<string> = new Set(
  `abs average base64decode base64encode ceil contains decodeUrl decodeUrlComponent encodeUrl encodeUrlComponent floor formatBase
  formatInteger formatNumber fromMillis join length lowercase match max min number pad parseInteger power replace reverse round sort
  split sqrt string substring substringAfter substringBefore sum toMillis trim uppercase`
    .trim()
    .split(/\s+/),
);
