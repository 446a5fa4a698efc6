// Hand-written Amazon States Language that must not compile: fields of the other query language, fields that exclude each
// other, and values that a field does not take. Each expectation names the words that the compiler has to print.
import type { JsonataDefinition, JsonataState, JsonpathDefinition, JsonpathState } from "../../../asl/index.js";

const jsonata = (state: JsonataState): JsonataDefinition => ({ QueryLanguage: "JSONata", StartAt: "A", States: { A: state } });
const jsonpath = (state: JsonpathState): JsonpathDefinition => ({ StartAt: "A", States: { A: state } });

// --- What is right compiles ---------------------------------------------------------------------------------------

jsonata({ Type: "Task", Resource: "arn", Arguments: { a: "{% $states.input %}" }, Output: 1, Assign: { x: 1 }, End: true });
jsonata({ Type: "Wait", Seconds: "{% $states.input.seconds %}", End: true });
jsonata({ Type: "Map", Items: "{% $x %}", MaxConcurrency: "{% 2 %}", ItemProcessor: { StartAt: "B", States: {} }, End: true });
jsonpath({ Type: "Task", Resource: "arn", Parameters: { "a.$": "$.b" }, ResultPath: null, TimeoutSecondsPath: "$.t", Next: "B" });
jsonpath({ Type: "Wait", TimestampPath: "$.at", Next: "B" });
jsonpath({ Type: "Fail", ErrorPath: "$.error", Cause: "it did" });
jsonpath({ Type: "Pass", QueryLanguage: "JSONata", Output: "{% 1 %}", End: true });
jsonpath({ Type: "Choice", Choices: [{ And: [{ Variable: "$.a", IsPresent: true }, { Not: { Variable: "$.a", NumericEquals: 1 } }], Next: "B" }] });
jsonpath({ Type: "Choice", Choices: [{ Variable: "$.a", StringLessThanEqualsPath: "$.b", Next: "B" }], Default: "C" });

// --- Fields of the other query language -----------------------------------------------------------------------------

// @ts-expect-error: is not assignable to type 'never'
jsonata({ Type: "Task", Resource: "arn", InputPath: "$.a", End: true });
// @ts-expect-error: is not assignable to type 'never'
jsonata({ Type: "Task", Resource: "arn", Parameters: { a: 1 }, End: true });
// @ts-expect-error: is not assignable to type 'never'
jsonata({ Type: "Task", Resource: "arn", ResultSelector: {}, End: true });
// @ts-expect-error: is not assignable to type
jsonata({ Type: "Pass", Result: 1, End: true });
// @ts-expect-error: is not assignable to type
jsonata({ Type: "Wait", SecondsPath: "$.s", End: true });
// @ts-expect-error: is not assignable to type
jsonata({ Type: "Map", ItemsPath: "$.x", ItemProcessor: { StartAt: "B", States: {} }, End: true });
// @ts-expect-error: is not assignable to type
jsonata({ Type: "Fail", ErrorPath: "$.e" });
// @ts-expect-error: is not assignable to type
jsonata({ Type: "Pass", QueryLanguage: "JSONPath", End: true });
// @ts-expect-error: 'Variable' does not exist in type 'JsonataChoiceRule'
jsonata({ Type: "Choice", Choices: [{ Variable: "$.a", IsNull: true, Next: "B" }] });
// @ts-expect-error: is not assignable to type
jsonpath({ Type: "Task", Resource: "arn", Arguments: {}, End: true });
// @ts-expect-error: is not assignable to type
jsonpath({ Type: "Pass", Output: 1, End: true });
// @ts-expect-error: is not assignable to type
jsonpath({ Type: "Choice", Choices: [{ Condition: "{% true %}", Next: "B" }] });
// @ts-expect-error: is not assignable to type
jsonpath({ Type: "Map", Items: [1], ItemProcessor: { StartAt: "B", States: {} }, End: true });
// @ts-expect-error: is not assignable to type
jsonpath({ Type: "Task", Resource: "arn", Catch: [{ ErrorEquals: ["States.ALL"], Output: 1, Next: "B" }], End: true });

// --- Fields that exclude each other -----------------------------------------------------------------------------------

// @ts-expect-error: is not assignable to type
jsonata({ Type: "Pass", Next: "B", End: true });
// @ts-expect-error: is not assignable to
jsonata({ Type: "Pass" });
// @ts-expect-error: is not assignable to type
jsonata({ Type: "Choice", Choices: [{ Condition: "{% true %}", Next: "B" }], End: true });
// @ts-expect-error: is not assignable to type
jsonata({ Type: "Succeed", Next: "B" });
// @ts-expect-error: is not assignable to type
jsonata({ Type: "Fail", End: true });
// @ts-expect-error: is not assignable to type
jsonata({ Type: "Wait", Seconds: 1, Timestamp: "2026-01-01T00:00:00Z", End: true });
// @ts-expect-error: is not assignable to
jsonata({ Type: "Wait", End: true });
// @ts-expect-error: is not assignable to type
jsonpath({ Type: "Wait", Seconds: 1, SecondsPath: "$.s", End: true });
// @ts-expect-error: is not assignable to type
jsonpath({ Type: "Task", Resource: "arn", TimeoutSeconds: 1, TimeoutSecondsPath: "$.t", End: true });
// @ts-expect-error: is not assignable to type
jsonpath({ Type: "Fail", Error: "E", ErrorPath: "$.e" });
// @ts-expect-error: is not assignable to type
jsonpath({ Type: "Choice", Choices: [{ Variable: "$.a", StringEquals: "x", NumericEquals: 1, Next: "B" }] });
// @ts-expect-error: is not assignable to type
jsonpath({ Type: "Map", MaxConcurrency: 1, MaxConcurrencyPath: "$.m", ItemProcessor: { StartAt: "B", States: {} }, End: true });

// --- Values that a field does not take --------------------------------------------------------------------------------

// @ts-expect-error: Type '"Job"' is not assignable to type
jsonata({ Type: "Job", End: true });
// @ts-expect-error: Type 'false' is not assignable to type 'true'
jsonata({ Type: "Pass", End: false });
// @ts-expect-error: is not assignable to type
jsonpath({ Type: "Choice", Choices: [{ Variable: "$.a", NumericEquals: "1", Next: "B" }] });
// @ts-expect-error: 'StringMatchesPath' does not exist in type
jsonpath({ Type: "Choice", Choices: [{ Variable: "$.a", StringMatchesPath: "$.b", Next: "B" }] });
// @ts-expect-error: is not assignable to type
jsonata({ Type: "Task", Resource: "arn", Retry: [{ ErrorEquals: ["States.ALL"], JitterStrategy: "HALF" }], End: true });
// @ts-expect-error: is not assignable to type
jsonata({ Type: "Task", Resource: "arn", TimeoutSecondsPath: "$.t", End: true });
