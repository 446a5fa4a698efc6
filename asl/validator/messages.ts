import { expressionMessages } from "./expressions/messages.js";
import type { Severity } from "./finding.js";
import { type AwsCode, broken, doubtful, type Message, refused } from "./message.js";

const messages = {
  // The document
  EMPTY_DEFINITION: refused(
    () => "The definition is empty. Write a state machine, a JSON object.",
    "MISSING_DESCRIPTION",
  ),
  INVALID_JSON: refused(
    (problem: string) => `The definition is not JSON: ${problem}. Correct the text there.`,
    "INVALID_JSON_DESCRIPTION",
  ),
  DUPLICATE_KEY: refused(
    (key: string) =>
      `The key '${key}' stands twice in this object, and the second hides the first. Rename or remove one.`,
    "DUPLICATE_STATE_NAME",
  ),
  TOO_LARGE: refused(
    (bytes: number) =>
      `The definition has ${bytes} bytes; Step Functions takes 1,048,576 at most. Move a part of it to a state machine of its own.`,
  ),
  TOO_DEEPLY_NESTED: refused(
    (levels: number) =>
      `This is nested more than ${levels} levels deep and was not looked into. Move the inner part to a state machine of its own.`,
    "TOO_DEEPLY_NESTED",
  ),

  // Fields and their values
  MISSING_FIELD: refused((field: string, what: string) => `${what} needs the field '${field}'. Add it.`),
  UNKNOWN_FIELD: refused(
    (field: string, what: string, hint: string) => `${what} has no field '${field}'.${hint || " Remove it."}`,
  ),
  FIELD_OF_OTHER_LANGUAGE: refused(
    (field: string, language: string, fix: string) => `The field '${field}' does not exist in ${language}. ${fix}`,
  ),
  FIELD_OF_OTHER_TYPE: refused(
    (field: string, type: string, others: string) =>
      `A ${type} state has no field '${field}'; it belongs to ${others}. Remove it, or make this state one of those.`,
  ),
  WRONG_TYPE: refused(
    (field: string, expected: string, value: string) =>
      `'${field}' must be ${expected}, but is ${value}. Change the value.`,
  ),
  OUT_OF_RANGE: refused(
    (field: string, range: string, value: string) => `'${field}' must be ${range}, but is ${value}. Change the number.`,
  ),
  VALUE_NOT_ALLOWED: refused(
    (field: string, allowed: string, value: string, hint: string) =>
      `'${field}' must be one of ${allowed}, but is ${value}.${hint || " Change it to one of them."}`,
  ),
  EMPTY_VALUE: refused(
    (field: string) => `'${field}' must not be empty. Give it a value, or remove the field if it may be left out.`,
  ),
  EXCLUSIVE_FIELDS: refused(
    (one: string, other: string) => `'${one}' and '${other}' exclude each other. Remove one of them.`,
  ),
  INVALID_TIMESTAMP: refused(
    (field: string, value: string) =>
      `'${field}' must be a timestamp of RFC 3339 with 'T' and a time zone, as in "2026-03-14T01:59:00Z", but is ${value}. Write it in that form.`,
  ),
  QUERY_LANGUAGE_DOWNGRADE: refused(
    () =>
      `A state cannot have the QueryLanguage JSONPath in a machine whose QueryLanguage is JSONata. Rewrite it in JSONata, or remove the QueryLanguage of the machine and set it at the other states.`,
  ),

  // Names
  STATE_NAME_LENGTH: refused(
    (name: string, length: number) =>
      `A state's name must have 1 to 80 characters; '${name}' has ${length}. Shorten it.`,
    "INVALID_STATE_NAME",
  ),
  STATE_NAME_CHARACTERS: refused(
    (name: string) => `The state's name ${name} contains a control character or half a surrogate pair. Remove it.`,
    "INVALID_STATE_NAME",
  ),
  DUPLICATE_STATE_NAME: refused(
    (name: string, other: string) =>
      `There is another state called '${name}', at ${other}. Names must be unique in the whole machine, nested states included: rename one.`,
    "DUPLICATE_STATE_NAME",
  ),
  INVALID_LABEL: refused(
    (label: string) =>
      `The label ${label} must have 1 to 40 characters, none of them white space, a control character or one of < > { } [ ] ? * " # % \\ ^ | ~ \` $ & , ; : /. Shorten or rename it.`,
    "INVALID_LABEL_NAME",
  ),
  DUPLICATE_LABEL: refused(
    (label: string, other: string) => `The label '${label}' is also that of the Map at ${other}. Rename one.`,
    "DUPLICATE_LABEL_NAME",
  ),

  // Transitions
  NO_STATES: refused(() => `'States' is empty. Add at least one state.`),
  MISSING_TRANSITION: refused(
    (name: string) => `The state '${name}' leads nowhere: it has neither 'Next' nor "End": true. Add one of them.`,
  ),
  NEXT_BESIDE_END: refused(
    (name: string, next: string) =>
      `The state '${name}' has both 'Next' (${next}) and "End": true. Remove one of them.`,
  ),
  END_NOT_TRUE: refused(() => `'End' can only be true. Remove it, or set it to true where the state has no 'Next'.`),
  TRANSITION_NOT_ALLOWED: refused(
    (type: string, field: string, fix: string) => `A ${type} state cannot have '${field}'. ${fix}`,
  ),
  DANGLING_TRANSITION: refused(
    (field: string, target: string, hint: string) =>
      `'${field}' names '${target}', but there is no such state in its scope.${hint || " Add the state, or name one that exists beside this one."}`,
    "MISSING_TRANSITION_TARGET",
  ),
  UNREACHABLE_STATE: refused(
    (name: string) => `No transition leads to the state '${name}'. Lead one there, or remove the state.`,
    "MISSING_TRANSITION_TARGET",
  ),
  NO_TERMINAL_STATE: refused(
    () =>
      `No way through these states ends: none that can be reached is a Succeed, a Fail or has "End": true. Let one of them end.`,
    "MISSING_END_STATE",
  ),
  ENDLESS_LOOP: doubtful(
    (name: string) =>
      `From the state '${name}' on no way leads to an end: it goes round until the execution has 25,000 events and fails. Lead a way out of the loop.`,
  ),
  CHOICE_WITHOUT_DEFAULT: doubtful(
    (name: string) =>
      `The Choice '${name}' has no 'Default': when no rule holds, it fails with States.NoChoiceMatched. Add a 'Default', a Fail state if nothing else fits.`,
  ),
  CHOICE_OPERATOR_COUNT: refused(
    (count: number, found: string) =>
      `A rule needs exactly one comparison, but has ${count === 0 ? "none" : `${count} (${found})`}. ${count === 0 ? "Add one, such as \"StringEquals\", with its 'Variable'." : "Join them with 'And'."}`,
  ),
  NESTED_RULE_NEXT: refused(
    (field: string) => `'${field}' can only stand in the outermost rule, not inside And, Or or Not. Move it there.`,
  ),
  WAIT_FORM: refused(
    (allowed: string, found: string) =>
      `A Wait state needs exactly one of ${allowed}, but has ${found}. ${found === "none" ? "Add one" : "Keep one"}.`,
  ),

  // Errors, retries, time-outs
  STATES_ALL_NOT_ALONE: refused(
    (list: string, names: string) =>
      `States.ALL must stand alone in its 'ErrorEquals', but this ${list} rule also has ${names}. Remove the others, which States.ALL includes, or give them a rule of their own before it.`,
  ),
  STATES_ALL_NOT_LAST: refused(
    (list: string) =>
      `A ${list} rule with States.ALL must be the last one, since none after it is ever reached. Move it to the end.`,
  ),
  UNKNOWN_STATES_ERROR: doubtful(
    (name: string, hint: string) =>
      `Step Functions reports no error called '${name}', so that nothing matches it.${hint}`,
  ),
  MAX_DELAY_BELOW_INTERVAL: doubtful(
    (delay: number, interval: number) =>
      `'MaxDelaySeconds' (${delay}) is less than 'IntervalSeconds' (${interval}), so that every delay is cut. Raise the first or lower the second.`,
  ),
  HEARTBEAT_NOT_BELOW_TIMEOUT: refused(
    (suffix: string, heartbeat: string, timeout: string) =>
      `'HeartbeatSeconds${suffix}' (${heartbeat}) must be smaller than 'TimeoutSeconds${suffix}' (${timeout}), or no heartbeat is ever missed before the time is over. Lower it.`,
  ),

  // Map
  DISTRIBUTED_ONLY: refused(
    (field: string) =>
      `'${field}' exists only in a distributed Map, but this one is inline. Remove it, or set "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": ...} in 'ItemProcessor'.`,
  ),
  NO_EFFECT_INLINE: doubtful(
    (field: string) =>
      `'${field}' is documented for a distributed Map alone, and this one is inline. Remove it, or set the 'Mode' to DISTRIBUTED. An error inside an iteration is handled by a Catch there.`,
  ),
  EXECUTION_TYPE_INLINE: doubtful(
    () => `'ExecutionType' has no meaning in an inline Map. Remove it, or set the 'Mode' to DISTRIBUTED.`,
  ),

  // Tasks
  INVALID_RESOURCE: refused(
    (value: string) =>
      `${value} is no resource that a Task can run: it must be the ARN of a Lambda function, of an activity or of a service integration (arn:aws:states:::...). Correct it.`,
    "INVALID_RESOURCE",
  ),
  EXAMPLE_RESOURCE: doubtful(
    (value: string) =>
      `${value} is what the documentation's examples have; a Task runs a Lambda function, an activity or a service integration. Put in the ARN of one.`,
  ),
  UNKNOWN_INTEGRATION: refused(
    (name: string, hint: string) =>
      `Step Functions has no service integration '${name}'.${hint || " For another API action, use arn:aws:states:::aws-sdk:<service>:<action>."}`,
  ),
  UNKNOWN_SDK_SERVICE: doubtful(
    (name: string) =>
      `No service of AWS is known here as 'aws-sdk:${name}'. Compare the name with the SDK's; one that AWS has added lately may be right.`,
  ),
  PATTERN_NOT_SUPPORTED: refused(
    (name: string, pattern: string, allowed: string) =>
      `The integration '${name}' does not support '${pattern}'. It can be used ${allowed}.`,
  ),
  EXPRESS_NOT_SUPPORTED: refused(
    (what: string) => `An Express workflow does not support ${what}. Make it a Standard workflow, or do without.`,
  ),
  MISSING_ARGUMENT: refused(
    (integration: string, argument: string, field: string) =>
      `${integration} needs '${argument}'. Add it to '${field}'.`,
  ),
  UNKNOWN_ARGUMENT: refused(
    (integration: string, argument: string, hint: string) => `${integration} has no parameter '${argument}'.${hint}`,
  ),
  TASK_TOKEN_NOT_PASSED: broken(
    (field: string, expression: string) =>
      `This task waits for its task token to come back, but never passes it on: nobody can answer, and it hangs until its time-out. Put ${expression} into '${field}'.`,
  ),
  TASK_TOKEN_UNAVAILABLE: doubtful(
    (value: string, type: string) =>
      `${value} reads the task token, which a ${type} state does not have. Read it in the Task that waits for it.`,
  ),
  MAP_ITEM_UNAVAILABLE: broken(
    (value: string) =>
      `${value} reads the item of a Map, but this state is inside of none. Move it into the Map, or read the data from the input.`,
  ),
  MISSING_ROLE: refused(() => `'Credentials' needs the field 'RoleArn'. Add the ARN of the role to take on.`),
  ...expressionMessages,
};

/** The stable name of a kind of finding. */
export type Code = keyof typeof messages;

/** What the wording of a code needs to know. */
export type MessageArguments<C extends Code> = Arguments[C];

type Arguments = { [C in Code]: Parameters<(typeof messages)[C]["text"]> };

// The same table, in a form in which a code and its own arguments belong together.
const table: { readonly [C in Code]: Message<Arguments[C]> } = messages;

/** The severity and wording of a finding. */
export function messageOf<C extends Code>(
  code: C,
  ...args: MessageArguments<C>
): { severity: Severity; message: string } {
  const { severity, text } = table[code];
  return { severity, message: text(...args) };
}

/** The code that AWS gives for the like at creation; undefined where AWS takes the definition. */
export function awsCodeOf(code: Code): AwsCode | undefined {
  return table[code].aws;
}

const isCode = (name: string): name is Code => Object.hasOwn(messages, name);

/** Every code, for documentation and for the test that each is tried. */
export const codes: readonly Code[] = Object.keys(messages).filter(isCode);
