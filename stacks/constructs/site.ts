import { join } from "node:path";
import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution/index.js";
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control/index.js";
import { Construct } from "constructs";
import type { HttpApi } from "./http-api.js";
import { responseHeaders } from "./response-headers.js";
import { SiteBucket } from "./site-bucket.js";
import { SystemStack } from "./system-stack.js";

/** Settings of a `Site`. */
export interface SiteSettings {
  /** Answers everything under `/api/`. */
  readonly api: HttpApi;
}

/**
 * Policies that CloudFront manages, by id, since a data source would look them up at every plan.
 * Source: CloudFront developer guide, "Use managed cache policies" and "Use managed origin request policies".
 */
const MANAGED = {
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  allViewerExceptHostHeader: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
};

const READ = ["GET", "HEAD"];
const ALL = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];

/**
 * The page in `site/<system>/` and its API behind one CloudFront distribution, so that they share one origin: `/` comes
 * from a private bucket, `/api/*` from the API. There are no custom error pages, since those would replace the API's
 * own answers too.
 */
export class Site extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, settings: SiteSettings) {
    super(scope, id);
    const stack = SystemStack.around(this);
    const bucket = new SiteBucket(this, "bucket", { folder: join(stack.buildDir, "site", stack.system) });
    const access = new CloudfrontOriginAccessControl(this, "access", {
      name: stack.named(id),
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    const headers = responseHeaders(this, "headers", stack.named(id));
    const behavior = { compress: true, responseHeadersPolicyId: headers.id };

    const distribution = new CloudfrontDistribution(this, "resource", {
      comment: stack.named(id),
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      priceClass: "PriceClass_100",
      defaultRootObject: "index.html",
      origin: [
        { originId: "page", domainName: bucket.domainName, originAccessControlId: access.id },
        {
          originId: "api",
          domainName: settings.api.domainName,
          customOriginConfig: {
            httpPort: 80,
            httpsPort: 443,
            originProtocolPolicy: "https-only",
            originSslProtocols: ["TLSv1.2"],
          },
        },
      ],
      defaultCacheBehavior: {
        ...behavior,
        targetOriginId: "page",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: READ,
        cachedMethods: READ,
        cachePolicyId: MANAGED.cachingDisabled,
      },
      orderedCacheBehavior: [
        {
          ...behavior,
          pathPattern: "/api/*",
          targetOriginId: "api",
          // Not redirected: the first request would have gone in clear.
          viewerProtocolPolicy: "https-only",
          allowedMethods: ALL,
          cachedMethods: READ,
          cachePolicyId: MANAGED.cachingDisabled,
          originRequestPolicyId: MANAGED.allViewerExceptHostHeader,
        },
        {
          ...behavior,
          pathPattern: "/assets/*",
          targetOriginId: "page",
          viewerProtocolPolicy: "redirect-to-https",
          allowedMethods: READ,
          cachedMethods: READ,
          cachePolicyId: MANAGED.cachingOptimized,
        },
      ],
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    bucket.allowReadBy(distribution.arn);
    this.url = `https://${distribution.domainName}/`;
  }
}
