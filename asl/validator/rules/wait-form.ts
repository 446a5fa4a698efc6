import { languageOf } from "../language.js";
import type { Language } from "../scene.js";
import type { StateRule } from "./rule.js";

const forms: Readonly<Record<Language, readonly string[]>> = {
  JSONPath: ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
  JSONata: ["Seconds", "Timestamp"],
};

/** A Wait says in exactly one way how long. Source: Amazon States Language specification, "Wait State". */
export const waitForm: StateRule = (scene) => {
  const allowed = forms[languageOf(scene)];
  // A form of the other language is told as such; it counts here so that nothing seems to be missing.
  const found = forms.JSONPath.filter((form) => scene.json[form] !== undefined);
  if (found.length !== 1) {
    scene.report.add("WAIT_FORM", scene.site, allowed.join(", "), found.length === 0 ? "none" : found.join(", "));
  }
};
