/**
 * The functions of JSONata 2.0.6 that Step Functions has, and those that it adds.
 *
 * Source: JSONata's documentation, "Function library"; AWS Step Functions Developer Guide, "Transforming data with JSONata".
 */
export const jsonataFunctions: ReadonlySet<string> = new Set(
  `abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent distinct each
  encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber fromMillis hash join keys length lookup
  lowercase map match max merge millis min not now number pad parse parseInteger partition power random range reduce replace reverse
  round shuffle sift single sort split spread sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase
  uuid zip`
    .trim()
    .split(/\s+/),
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
