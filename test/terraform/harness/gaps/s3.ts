import { type Answer, type Call, xml } from "../call.js";
import type { Gap } from "./gap.js";

/** Keeps bucket policies away from moto, which would deny everybody what a policy denies to plain HTTP. */
export function bucketPolicies(): Gap {
  const policies = new Map<string, Buffer>();
  const nothing: Answer = { status: 204, headers: {}, body: "" };
  return {
    service: "s3",
    why: "a policy's conditions decide whether it denies a request",
    matches: ({ path }) => bucketOf(path) !== undefined,
    async answer(call: Call, moto) {
      const bucket = bucketOf(call.path) ?? "";
      if (call.method === "PUT") policies.set(bucket, call.body);
      if (call.method === "DELETE") policies.delete(bucket);
      if (call.method !== "GET") return nothing;
      const policy = policies.get(bucket);
      if (policy !== undefined) return { status: 200, headers: { "content-type": "application/json" }, body: policy };
      // Whether there is a bucket at all is for moto to say.
      const given = await moto(call);
      return given.status === 404 ? given : xml(404, "<Error><Code>NoSuchBucketPolicy</Code></Error>");
    },
  };
}

function bucketOf(path: string): string | undefined {
  const { pathname, searchParams } = new URL(path, "http://s3");
  return searchParams.has("policy") ? pathname.split("/")[1] : undefined;
}
