import type { Fields } from "./guards.js";
import type { Language } from "./scene.js";

/** The language of a state: its own, or else the machine's. Source: ASL specification, "Query Language". */
export function languageOf(state: { readonly json: Fields; readonly language: Language }): Language {
  const own = state.json.QueryLanguage;
  return own === "JSONata" || own === "JSONPath" ? own : state.language;
}
