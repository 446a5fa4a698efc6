/** The longest name of a state machine or an execution, in characters. */
export const longestName = 80;

/**
 * Whether Step Functions takes a name.
 *
 * Source: `CreateStateMachine` and `StartExecution` in the API reference: no white space, brackets, wildcards, the
 * special characters `"#%\^|~`$&,;:/` or control characters; U+FFFE, U+FFFF and surrogates are refused too.
 *
 * @example isName("order 1") // false
 */
export function isName(name: string): boolean {
  const characters = [...name];
  return characters.length >= 1 && characters.length <= longestName && !forbidden.test(name);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what AWS refuses.
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001F\u007F-\u009F\uFFFE\uFFFF\uD800-\uDFFF]/;
