import { configDeltas } from "./config.js";
import { entryOf } from "./entry.js";
import { pairs } from "./foretold.js";
import type { FieldDelta, SurfaceChange } from "./model.js";
import type { Resource, Stack } from "./stack.js";
import { readable, readableValue } from "./symbols.js";
import { say, type Words } from "./words.js";

/** The resources that callers from outside meet, and the arguments that such a caller notices (all, where none is named). */
const faces: Readonly<Record<string, { readonly what: (resource: Resource) => Words; readonly only?: RegExp }>> = {
  aws_apigatewayv2_route: {
    what: ({ config }) => say`the route ${textOf(config.route_key)}`,
    only: /^(?!target|api_id)/,
  },
  aws_apigatewayv2_api: {
    what: ({ config }) => say`the API ${textOf(config.name)}`,
    only: /^(cors_configuration|disable_execute_api_endpoint|protocol_type|route_key)/,
  },
  aws_apigatewayv2_stage: {
    what: ({ config }) => say`the API's stage ${textOf(config.name)}`,
    only: /^(default_route_settings|route_settings|name)/,
  },
  aws_apigatewayv2_authorizer: { what: ({ config }) => say`the authorizer ${textOf(config.name)}` },
  aws_apigatewayv2_domain_name: { what: ({ config }) => say`the domain ${textOf(config.domain_name)}` },
  aws_lambda_function_url: { what: ({ name }) => say`the function URL ${name}` },
  aws_cloudfront_distribution: {
    what: ({ name }) => say`the distribution ${name}`,
    only: /^(aliases|default_cache_behavior|ordered_cache_behavior|origin|custom_error_response|viewer_certificate|restrictions|enabled)/,
  },
  aws_cloudfront_response_headers_policy: { what: ({ name }) => say`the response headers ${name}` },
  aws_s3_bucket_public_access_block: { what: ({ name }) => say`the block of public access ${name}` },
  aws_s3_bucket_cors_configuration: { what: ({ name }) => say`the bucket's CORS ${name}` },
};

/** Whether callers from outside meet this argument. */
export function isFace(type: string, path: string): boolean {
  const face = entryOf(faces, type);
  return face !== undefined && (face.only?.test(path) ?? true);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? readable(value) : "";
}

const told = (value: unknown) => JSON.stringify(value) ?? "nothing";

function changed(what: Words, { path, before, after }: FieldDelta): SurfaceChange {
  const name = path.startsWith("cors_configuration") ? [path.replace("cors_configuration", "CORS")] : say`${path}`;
  if (before === undefined) return { kind: "changed", text: say`${what} newly has ${name} ${told(after)}` };
  if (after === undefined)
    return { kind: "changed", text: say`${what} has no ${name} any more; it was ${told(before)}` };
  return { kind: "changed", text: say`${what}: ${name} goes from ${told(before)} to ${told(after)}` };
}

/** What else a caller meets on a new resource. */
function details({ type, config }: Resource): Words {
  if (type === "aws_apigatewayv2_route") {
    const authorization = textOf(config.authorization_type);
    return authorization === "" || authorization === "NONE"
      ? [", open to everybody"]
      : say`, for callers known by ${authorization}`;
  }
  const cors = readableValue(config.cors_configuration);
  return cors === undefined ? [] : say`, with CORS ${told(cors)}`;
}

/** What callers from outside notice: routes, CORS, limits, the site's distribution. */
export function surfaceChanges(before: Stack | undefined, after: Stack | undefined): readonly SurfaceChange[] {
  return pairs(before, after).flatMap(({ old, now }): SurfaceChange[] => {
    const resource = now ?? old;
    const face = entryOf(faces, resource?.type ?? "");
    if (resource === undefined || face === undefined) return [];
    if (old === undefined) return [{ kind: "added", text: say`${face.what(resource)}${details(resource)}` }];
    if (now === undefined) return [{ kind: "removed", text: face.what(resource) }];
    return configDeltas(old.config, now.config)
      .filter(({ path }) => face.only?.test(path) ?? true)
      .map((delta) => changed(face.what(old), delta));
  });
}
