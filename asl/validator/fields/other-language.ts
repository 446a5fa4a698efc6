/** What takes the place of a field of JSONPath in JSONata. */
const inJsonata: Readonly<Record<string, string>> = {
  InputPath: "Read what is needed from $states.input.",
  OutputPath: "Use 'Output'.",
  ResultPath: "Use 'Output' or 'Assign'.",
  ResultSelector: "Use 'Output' with $states.result.",
  Parameters: "Use 'Arguments', in a Pass 'Output', in a Map 'ItemSelector'.",
  Result: "Use 'Output'.",
  ItemsPath: "Use 'Items'.",
  Iterator: "Use 'ItemProcessor'.",
};

/** What takes the place of a field of JSONata in JSONPath. */
const inJsonpath: Readonly<Record<string, string>> = {
  Arguments: 'Use \'Parameters\', or set "QueryLanguage": "JSONata".',
  Output: "Use 'ResultSelector', 'ResultPath' and 'OutputPath', or set \"QueryLanguage\": \"JSONata\".",
  Items: 'Use \'ItemsPath\', or set "QueryLanguage": "JSONata".',
};

/** What to do about a field that only the other language has. */
export function insteadOf(field: string, language: "JSONPath" | "JSONata"): string {
  const known = (language === "JSONata" ? inJsonata : inJsonpath)[field];
  if (known !== undefined) return known;
  return field.endsWith("Path") ? `Use '${field.slice(0, -4)}' with an expression in {% ... %}.` : "Remove it.";
}
