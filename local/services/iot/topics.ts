/** The most bytes of a message's payload: 128 KB. */
export const payloadLimit = 128 * 1024;
/** The most bytes of a topic or topic filter. */
const topicLimit = 256;
/** The most slashes in one. */
const slashLimit = 7;

/**
 * What is wrong with a topic or topic filter, by AWS IoT's limits; `undefined` when nothing is.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits
 */
export function topicProblem(topic: string): string | undefined {
  const bytes = Buffer.byteLength(topic);
  const slashes = topic.split("/").length - 1;
  if (topic === "") return "the topic is empty";
  if (bytes > topicLimit) return `the topic has ${bytes} bytes; AWS IoT allows ${topicLimit}`;
  if (slashes > slashLimit) return `the topic has ${slashes} slashes; AWS IoT allows ${slashLimit}`;
  // Shadows, jobs, basic ingest, presence: none of them is here.
  if (topic.startsWith("$")) return "topics that begin with $ are AWS IoT's own, and there is none of them here";
  return undefined;
}

/** What is wrong with a topic filter: as a topic, or a wildcard that is not a level of its own. */
export function filterProblem(filter: string): string | undefined {
  const levels = filter.split("/");
  const misplaced = levels.some(
    (level, index) => (/[+#]/u.test(level) && level.length > 1) || (level === "#" && index < levels.length - 1),
  );
  return misplaced ? "in a topic filter, + and # stand for whole levels, # for the last ones" : topicProblem(filter);
}

/**
 * Whether a topic matches a filter. Unlike in MQTT's specification, `a/#` does not match `a`.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-differences
 * @example matchesFilter("robots/+/success", "robots/robot1/success"); // true
 */
export function matchesFilter(filter: string, topic: string): boolean {
  const [wanted, levels] = [filter.split("/"), topic.split("/")];
  const open = wanted.at(-1) === "#";
  const fixed = open ? wanted.slice(0, -1) : wanted;
  if (open ? levels.length <= fixed.length : levels.length !== fixed.length) return false;
  return fixed.every((level, index) => level === "+" || level === levels[index]);
}
