import * as v from "valibot";
import { accountId, region } from "../account.js";
import { json } from "../call.js";
import type { Gap } from "./gap.js";

const tagSchema = v.object({ Key: v.string(), Value: v.optional(v.string(), "") });
const bodySchema = v.looseObject({
  tags: v.optional(v.array(tagSchema), []),
  tagKeys: v.optional(v.array(v.string()), []),
  resourceArn: v.optional(v.string()),
});
type Body = v.InferOutput<typeof bodySchema>;

/** What is created with tags: the path of its creation, and its ARN's kind. */
const created = [
  { path: /^\/thing-groups\/([^/]+)$/u, kind: "thinggroup" },
  { path: /^\/policies\/([^/]+)$/u, kind: "policy" },
  { path: /^\/rules\/([^/]+)$/u, kind: "rule" },
];

/** Keeps the tags of IoT resources. */
export function iotTags(): Gap {
  const tagged = new Map<string, ReadonlyMap<string, string>>();
  const put = (arn: string, more: Iterable<readonly [string, string]>) =>
    tagged.set(arn, new Map([...(tagged.get(arn) ?? []), ...more]));
  return {
    service: "iot",
    why: "resources have tags: given at their creation, added, removed and listed",
    matches: ({ method, path }) =>
      /^\/(tags|untag)\b/u.test(path) || (method === "POST" && createdArn(path) !== undefined),
    async answer(call, moto) {
      const { pathname, searchParams } = new URL(call.path, "http://iot");
      const body: Body = v.parse(bodySchema, call.body.length > 0 ? JSON.parse(`${call.body}`) : {});
      const arn = body.resourceArn ?? searchParams.get("resourceArn") ?? "";
      if (call.method === "GET") {
        const tags = [...(tagged.get(arn) ?? [])].map(([Key, Value]) => ({ Key, Value }));
        return json(200, { tags });
      }
      const tags = body.tags.map(({ Key, Value }) => [Key, Value] as const);
      if (pathname === "/tags") {
        put(arn, tags);
        return json(200, {});
      }
      if (pathname === "/untag") {
        tagged.set(arn, new Map([...(tagged.get(arn) ?? [])].filter(([key]) => !body.tagKeys.includes(key))));
        return json(200, {});
      }
      const given = await moto(call);
      // A rule's tags come in a header, as a query string.
      const inHeader = new URLSearchParams(call.headers["x-amz-tagging"] ?? "");
      if (given.status === 200) put(createdArn(call.path) ?? "", [...tags, ...inHeader]);
      return given;
    },
  };
}

function createdArn(path: string): string | undefined {
  return created
    .map(({ path: pattern, kind }) => {
      const name = pattern.exec(path.split("?")[0] ?? "")?.[1];
      return name && `arn:aws:iot:${region}:${accountId}:${kind}/${decodeURIComponent(name)}`;
    })
    .find(Boolean);
}
