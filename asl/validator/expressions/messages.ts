import { broken, doubtful, refused } from "../message.js";

/** What is said of paths, intrinsic functions, JSONata, variables and the data that they read. */
export const expressionMessages = {
  // JSONPath
  INVALID_PATH: refused(
    (field: string, value: string, problem: string) =>
      `'${field}' must be a JSONPath, but ${value} is none: ${problem}. Correct it there.`,
  ),
  NOT_A_REFERENCE_PATH: refused(
    (field: string, value: string, problem: string) =>
      `'${field}' must be a reference path, which leads to one place only, but ${value} ${problem}. Name the place by fields and indices, as in "$.order.items[0]".`,
  ),
  PATH_FUNCTION: doubtful(
    (path: string, name: string) =>
      `${path} calls ${name}(), but a path has no functions: Step Functions looks for a field of this name and fails. Use an intrinsic function, such as States.ArrayLength.`,
  ),
  INVALID_INTRINSIC: refused(
    (field: string, value: string, problem: string) =>
      `'${field}' calls an intrinsic function wrongly, in ${value}: ${problem}. Correct the call.`,
  ),
  TEMPLATE_VALUE: refused(
    (key: string, value: string) =>
      `The value of '${key}' must be a JSONPath or an intrinsic function, as the name ends with '.$', but is ${value}. Change it, or drop the '.$' of the name.`,
  ),
  DUPLICATE_TEMPLATE_KEY: refused(
    (key: string) => `'${key}' and '${key}.$' give the same field twice. Remove one of them.`,
  ),
  PATH_WITHOUT_DOLLAR: doubtful(
    (key: string, value: string) =>
      `'${key}' passes on the text ${value} as it stands. If the value that it stands for is meant, rename the key to '${key}.$'.`,
    "NO_DOLLAR",
  ),
  RESULT_IS_STATIC: doubtful(
    (key: string, value: string) =>
      `'Result' is passed on as it stands, so '${key}' is the text ${value} and not the value at a path. Use 'Parameters' to compute values.`,
    "PASS_RESULT_IS_STATIC",
  ),
  UNKNOWN_CONTEXT_FIELD: doubtful(
    (path: string, hint: string) => `The context object has no '${path}'.${hint || " Correct the path."}`,
  ),

  // JSONata
  JSONATA_SYNTAX: refused(
    (text: string, problem: string) => `The JSONata expression ${text} cannot be parsed: ${problem}. Correct it there.`,
  ),
  JSONATA_EXPECTED: refused(
    (field: string, expected: string, value: string) =>
      `'${field}' must be ${expected} or a JSONata expression in {% ... %}, but is ${value}. Change it.`,
  ),
  JSONATA_FORBIDDEN_FUNCTION: refused(
    (name: string) => `Step Functions has no $${name}. Write the expression itself, or use $parse for JSON text.`,
  ),
  JSONATA_UNKNOWN_FUNCTION: broken(
    (name: string, hint: string) =>
      `There is no function $${name} in JSONata 2.0.6 or Step Functions, so that calling it fails with T1006.${hint || " Correct the name."}`,
  ),
  JSONATA_ARGUMENTS: broken(
    (name: string, wanted: string, count: number) =>
      `$${name} takes ${wanted}, but has ${count}, so that calling it fails with T0410. Correct the call.`,
  ),
  JSONATA_NO_CONTEXT: refused(
    (what: string) =>
      `${what} has no meaning here: outside of a path there is no current item. Use $states.input or a variable.`,
  ),
  JSONATA_NOT_WHOLE: doubtful(
    (field: string, value: string) =>
      `'${field}' is passed on as the text ${value}: only a text that begins with {% and ends with %} is an expression. Put all of it inside, as in {% "Hello " & $name %}.`,
  ),
  JSONATA_DELIMITERS: refused(
    (field: string, value: string) =>
      `'${field}' is ${value}, which is only half an expression: it must begin with {% and end with %}, without a space before or after. Put all of it inside, as in {% "Hello " & $name %}.`,
  ),
  JSONATA_IN_JSONPATH: doubtful(
    (field: string, value: string) =>
      `'${field}' is passed on as the text ${value}: this state is in JSONPath. Add "QueryLanguage": "JSONata" to the state or the machine.`,
  ),
  PATH_IN_JSONATA: doubtful(
    (key: string) =>
      `'${key}' is taken as it stands, '.$' included: this state is in JSONata. Rename it and write the value as {% ... %}.`,
  ),
  STATES_UNKNOWN_FIELD: broken(
    (field: string, hint: string) => `$states has no '${field}'; it has input, result, errorOutput and context.${hint}`,
  ),
  RESULT_UNAVAILABLE: refused(
    (field: string, type: string) =>
      `$states.result does not exist in '${field}' of a ${type} state: it is there only in Assign and Output of Task, Parallel and Map, once their work is done. Use $states.input.`,
  ),
  ERROR_OUTPUT_UNAVAILABLE: refused(
    (field: string) =>
      `$states.errorOutput does not exist in '${field}': it is there only in Assign and Output of a catcher. Move it there.`,
  ),

  // Variables and data
  VARIABLE_NAME: refused(
    (name: string, problem: string) => `'${name}' is no name for a variable: ${problem}. Rename it.`,
  ),
  VARIABLE_NEVER_ASSIGNED: broken(
    (name: string, hint: string) =>
      `The variable $${name} is read, but no state that comes before assigns it.${hint || " Assign it first, or correct the name."}`,
  ),
  VARIABLE_MAYBE_UNASSIGNED: broken(
    (name: string, via: string) =>
      `The variable $${name} is read, but has no value on the way that comes here ${via}. Assign it on every way that leads here.`,
  ),
  VARIABLE_OUT_OF_SCOPE: broken((name: string, why: string) => `The variable $${name} is not visible here: ${why}`),
  VARIABLE_OF_OUTER_SCOPE: refused(
    (name: string, other: string) =>
      `$${name} is assigned outside already, at ${other}; the states of a Parallel or Map can read it but not assign it. Choose another name, and pass the value out as the output.`,
  ),
  FIELD_ALWAYS_ABSENT: doubtful(
    (read: string, field: string, known: string) =>
      `${read} never finds anything: there is no '${field}' where it looks, only ${known}. Correct the path, or write the field before.`,
  ),
  FIELD_NEVER_WRITTEN: broken(
    (read: string, field: string, known: string) =>
      `${read} finds nothing: there is no '${field}' where it looks, only ${known}. Correct the path, or write the field before.`,
  ),
};
