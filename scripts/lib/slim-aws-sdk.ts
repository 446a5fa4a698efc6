import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Leaves out of a bundle what the AWS SDK brings for places other than Lambda, about a third of it:
 *
 * - the credential chain (profiles, SSO, web identity, instance metadata) becomes the environment alone, which is where
 *   Lambda and the local runtime put a function's credentials. Region and `AWS_ENDPOINT_URL_<SERVICE>` are read by other
 *   parts of the SDK, which stay;
 * - event streams, which no call of ours answers with, become an error that says so, and so does the discovery of endpoints, which
 *   DynamoDB's client has and which nobody turns on;
 * - a client reads its own version from its `package.json`; the rest of that file goes.
 */
export function slimAwsSdk(): Plugin {
  return {
    name: "slim-aws-sdk",
    setup(build) {
      build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, async (found) => {
        if (found.pluginData === ORIGINAL) return undefined;
        const original = await build.resolve(found.path, {
          kind: found.kind,
          resolveDir: found.resolveDir,
          pluginData: ORIGINAL,
        });
        // The chain's own folder can see its parts, wherever npm has put them.
        return original.errors.length > 0
          ? original
          : { path: found.path, namespace: NAMESPACE, pluginData: dirname(original.path), sideEffects: false };
      });
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, (found) => ({
        contents: `import { fromEnv } from "@aws-sdk/credential-provider-env";
          export const defaultProvider = (options) => fromEnv(options);`,
        resolveDir: String(found.pluginData),
      }));
      for (const [name, contents] of without) {
        build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ path }) => ({
          path,
          namespace: `${NAMESPACE}-${name}`,
        }));
        build.onLoad({ filter: /.*/, namespace: `${NAMESPACE}-${name}` }, () => ({ contents }));
      }
      build.onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async (found) => {
        const manifest: unknown = JSON.parse(await readFile(found.path, "utf8"));
        const version =
          typeof manifest === "object" && manifest && "version" in manifest ? manifest.version : undefined;
        return { contents: JSON.stringify({ version }), loader: "json" };
      });
    },
  };
}

const NAMESPACE = "slim-aws-sdk";
const ORIGINAL = Symbol("original");

const refusing = (what: string) => `
  const refuse = () => {
    throw new Error("This bundle has no ${what}. Take the rule for them out of scripts/lib/slim-aws-sdk.ts.");
  };`;

/** Modules that are left out, with what refuses in their place. A client makes its endpoint cache in any case. */
const without: readonly (readonly [module: string, contents: string])[] = [
  [
    "@smithy/core/event-streams",
    `${refusing("event streams")}
    export class EventStreamSerde { constructor() { refuse(); } }
    export const eventStreamSerdeProvider = refuse;`,
  ],
  [
    "@aws-sdk/endpoint-cache",
    `${refusing("discovered endpoints")}
    export class EndpointCache { get() { refuse(); } getEndpoint() { refuse(); } has() { refuse(); } set() { refuse(); } }`,
  ],
];
