import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Attributes, LocalContext, Resource, Service } from "../../service.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import { allowsRead, parsePolicy, type Statement } from "./bucket-policy.js";

interface StoredObject {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

interface Bucket {
  readonly arn: string;
  readonly objects: Map<string, StoredObject>;
  policy: readonly Statement[];
}

/** The header in which a distribution says who it is, instead of a signature: origin access control, without its cryptography. */
export const readerHeader = "x-local-distribution-arn";

/**
 * Amazon S3, as far as a private site bucket needs it: objects from `aws_s3_object`, read by a distribution that the
 * bucket's policy lets in. There is no API: uploads are Terraform's.
 */
export function createS3Service(context: LocalContext): Service {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (resource: Resource): Bucket => {
    const name = requiredText(resource, "bucket");
    const bucket = buckets.get(name);
    if (bucket === undefined) throw new Error(`There is no bucket "${name}".`);
    return bucket;
  };
  const create: Readonly<Record<string, (resource: Resource) => Promise<Attributes> | Attributes>> = {
    aws_s3_bucket: (resource) => {
      const name = requiredText(resource, "bucket");
      const bucket = { arn: `arn:${context.partition}:s3:::${name}`, objects: new Map(), policy: [] };
      buckets.set(name, bucket);
      const regional = `${name}.s3.${context.region}.amazonaws.com`;
      const handler = async (request: Request) => read(bucket, request, context);
      context.hosts.add(regional, handler);
      context.hosts.add(`${name}.s3.amazonaws.com`, handler);
      return {
        id: name,
        arn: bucket.arn,
        bucket_domain_name: `${name}.s3.amazonaws.com`,
        bucket_regional_domain_name: regional,
        region: context.region,
      };
    },
    aws_s3_object: async (resource) => {
      const key = requiredText(resource, "key");
      const content = new Uint8Array(await readFile(resolve(resource.folder, requiredText(resource, "source"))));
      const etag = createHash("md5").update(content).digest("hex");
      const cacheControl = optionalText(resource, "cache_control");
      bucketOf(resource).objects.set(key, {
        content,
        headers: {
          "content-type": optionalText(resource, "content_type") ?? "binary/octet-stream",
          ...(cacheControl !== undefined && { "cache-control": cacheControl }),
          etag: `"${etag}"`,
          "last-modified": new Date(context.clock.now()).toUTCString(),
        },
      });
      return { id: key, etag };
    },
    aws_s3_bucket_policy: (resource) => {
      bucketOf(resource).policy = parsePolicy(requiredText(resource, "policy"));
      return { id: requiredText(resource, "bucket") };
    },
    aws_s3_bucket_ownership_controls: setting,
    aws_s3_bucket_public_access_block: setting,
    aws_s3_bucket_server_side_encryption_configuration: setting,
  };
  return {
    name: "s3",
    title: "S3",
    resourceTypes: Object.keys(create),
    create: (resource) => create[resource.type]?.(resource) ?? {},
    summary: () => {
      const objects = [...buckets.values()].reduce((sum, bucket) => sum + bucket.objects.size, 0);
      return `${buckets.size} ${buckets.size === 1 ? "bucket" : "buckets"}, ${objects} objects`;
    },
    async stop() {},
  };
}

function setting(resource: Resource): Attributes {
  return { id: requiredText(resource, "bucket") };
}

function read(bucket: Bucket, request: Request, context: LocalContext): Response {
  const key = decodeKey(new URL(request.url).pathname.slice(1));
  if (key === undefined) return refuse(400, "InvalidURI", "Couldn't parse the specified URI.", context);
  const object = bucket.objects.get(key);
  const reader = request.headers.get(readerHeader) ?? undefined;
  // Who may not list a bucket is not told which keys exist, so a missing one is forbidden too.
  if (object === undefined || !allowsRead(bucket.policy, `${bucket.arn}/${key}`, reader)) {
    return refuse(403, "AccessDenied", "Access Denied", context);
  }
  const { headers, content } = object;
  if (matchesEtag(request.headers.get("if-none-match"), headers.etag))
    return new Response(null, { status: 304, headers });
  const sized = { ...headers, "content-length": String(content.byteLength), "accept-ranges": "bytes" };
  return new Response(request.method === "HEAD" ? null : content, { headers: sized });
}

function matchesEtag(wanted: string | null, etag: string | undefined): boolean {
  if (wanted === null || etag === undefined) return false;
  return wanted.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//u, "") === etag);
}

function decodeKey(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function refuse(status: 400 | 403, code: string, message: string, context: LocalContext): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${context.uuid()}</RequestId></Error>`;
  return new Response(body, { status, headers: { "content-type": "application/xml" } });
}
