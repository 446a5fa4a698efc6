import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { checkArnPrefix } from "./arns.js";
import { Constraints } from "./constraints.js";
import { statesError } from "./errors.js";
import type { StatesState } from "./state.js";

/** How many tags a resource may have. Source: Step Functions Developer Guide, "Quotas related to tagging". */
const mostTags = 50;

const arnLimits = { min: 1, max: 256 };

/** `TagResource`, of a state machine or an activity. */
export function tagResource(state: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const resourceArn = read.text("resourceArn", arnLimits);
  const added = readTags(read.objects("tags", { itemName: "Tag" }));
  read.done();
  const tags = tagsOf(state, resourceArn);
  checkNumber(new Map([...tags, ...added]), resourceArn);
  for (const [key, value] of added) tags.set(key, value);
  return {};
}

/** `UntagResource`. A key that is not there is no mistake. */
export function untagResource(state: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const resourceArn = read.text("resourceArn", arnLimits);
  const keys = read.texts("tagKeys");
  read.done();
  const tags = tagsOf(state, resourceArn);
  for (const key of keys) tags.delete(key);
  return {};
}

/** `ListTagsForResource`. */
export function listTagsForResource(state: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const resourceArn = read.text("resourceArn", arnLimits);
  read.done();
  return { tags: Array.from(tagsOf(state, resourceArn), ([key, value]) => ({ key, value })) };
}

/** The `tags` of a request that creates something; `check` them after `done`. */
export function readNewTags(read: Constraints): {
  readonly tags: ReadonlyMap<string, string>;
  check(arn: string): void;
} {
  const tags = readTags(read.optionalObjects("tags", { itemName: "Tag" }) ?? []);
  return { tags, check: (arn) => checkNumber(tags, arn) };
}

function readTags(items: readonly Constraints[]): ReadonlyMap<string, string> {
  return new Map(
    items.map((item) => [item.text("key", { min: 1, max: 128 }), item.optionalText("value", { max: 256 }) ?? ""]),
  );
}

function checkNumber(tags: ReadonlyMap<string, string>, arn: string): void {
  if (tags.size <= mostTags) return;
  throw statesError("TooManyTags", `Too many tags: '${arn}' would have ${tags.size}, and may have ${mostTags}.`);
}

/** Versions and aliases have no tags of their own. */
function tagsOf({ machines, activities }: StatesState, arn: string): Map<string, string> {
  checkArnPrefix(arn);
  const tags = machines.find(arn)?.tags ?? activities.find(arn)?.tags;
  if (tags) return tags;
  throw statesError("ResourceNotFound", `Resource not found: '${arn}'`);
}
