import type { Reader } from "./reader.js";

/** Reports names that a variable cannot have. Source: AWS Step Functions Developer Guide, "Passing data with variables". */
export function checkVariableNames(reader: Reader, names: readonly string[]): void {
  for (const name of names) {
    if (/^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u.test(name) && name !== "states") continue;
    reader.problem("Assign", `'${name}' is no variable name: letters, digits and _, at most 80, and not 'states'.`);
  }
}
