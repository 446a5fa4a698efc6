import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json } from "../../../asl/spec/index.js";
import { isObject } from "../../service.js";
import { compileEventPattern } from "../eventbridge/event-pattern.js";
import type { SnsAttribute } from "./message.js";

/** Whether a subscription wants a message. */
export type FilterPolicy = (message: {
  readonly body: string;
  readonly attributes: ReadonlyMap<string, SnsAttribute>;
}) => boolean;

/** The policy of a subscription without one. */
export const everything: FilterPolicy = () => true;

/**
 * Compiles a filter policy. Its operators are those of EventBridge's patterns.
 *
 * @param scope what it looks at: the message's attributes, or its body, which then must be a JSON object
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 * @throws an `Error` that says where the policy is wrong
 */
export function compileFilterPolicy(text: string, scope: "MessageAttributes" | "MessageBody"): FilterPolicy {
  const matches = compileEventPattern(text);
  if (scope === "MessageAttributes") {
    return ({ attributes }) =>
      matches(Object.fromEntries([...attributes].map(([name, one]) => [name, attributeValue(one)])));
  }
  return ({ body }) => {
    const content = parseJson(body);
    return isObject(content) && matches(content);
  };
}

/** A list matches by any of its elements. */
function attributeValue({ type, value }: SnsAttribute): Json {
  if (type === "String.Array") return parseJson(value) ?? value;
  return type.startsWith("Number") ? Number(value) : value;
}
