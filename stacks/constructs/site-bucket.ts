import { readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object/index.js";
import { TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { policyDocument } from "./iam.js";
import { SystemStack } from "./system-stack.js";
import { allowWildcard, denyWildcard } from "./wildcards.js";

/** Settings of a `SiteBucket`. */
export interface SiteBucketSettings {
  /** Everything in it becomes an object; what lies under `assets/` must carry a hash in its name. */
  readonly folder: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** A private, encrypted bucket that holds a site's files; only one distribution may read them. */
export class SiteBucket extends Construct {
  readonly domainName: string;
  readonly #bucket: S3Bucket;
  readonly #publicAccess: S3BucketPublicAccessBlock;

  constructor(scope: Construct, id: string, { folder }: SiteBucketSettings) {
    super(scope, id);
    const stack = SystemStack.around(this);
    // Bucket names are shared by all accounts.
    this.#bucket = new S3Bucket(this, "resource", { bucket: `${stack.named("site")}-${stack.account}` });
    this.domainName = this.#bucket.bucketRegionalDomainName;
    const bucket = this.#bucket.bucket;
    this.#publicAccess = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    this.#upload(folder);
  }

  /** Lets one CloudFront distribution read the objects; nobody may reach the bucket without TLS. */
  allowReadBy(distributionArn: string): void {
    const { arn, bucket } = this.#bucket;
    const plainHttp = denyWildcard("plainHttp", arn);
    new S3BucketPolicy(this, "policy", {
      bucket,
      policy: policyDocument([
        {
          principal: { service: "cloudfront.amazonaws.com" },
          ...allowWildcard("siteObjects", arn),
          conditions: { StringEquals: { "aws:SourceArn": distributionArn } },
        },
        {
          principal: "*",
          ...plainHttp,
          resources: [arn, ...(plainHttp.resources ?? [])],
          conditions: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
      // S3 refuses two changes of a bucket's access at once.
      dependsOn: [this.#publicAccess],
    });
  }

  #upload(folder: string): void {
    const keys = filesIn(folder);
    const isHashed = (key: string) => key.startsWith("assets/");
    const objectOf = (key: string, dependsOn: readonly S3Object[] = []) =>
      new S3Object(this, `object-${key}`, {
        bucket: this.#bucket.bucket,
        key,
        source: new TerraformAsset(this, `file-${key}`, { path: join(folder, key) }).path,
        contentType: contentType(key),
        cacheControl: isHashed(key) ? "public, max-age=31536000, immutable" : "no-cache",
        ...(dependsOn.length > 0 && { dependsOn: [...dependsOn] }),
      });
    const assets = keys.filter(isHashed).map((key) => objectOf(key));
    // A page must not be served before the files that it loads.
    for (const key of keys.filter((one) => !isHashed(one))) objectOf(key, assets);
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

function contentType(key: string): string {
  const type = CONTENT_TYPES[extname(key)];
  if (type) return type;
  throw new Error(
    `The site's file "${key}" has no known content type. Add "${extname(key)}" to CONTENT_TYPES in site-bucket.ts.`,
  );
}
