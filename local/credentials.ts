import { createHash } from "node:crypto";
import type { Actor, Caller } from "./service.js";

/** Credentials as the SDK reads them from the environment. They open nothing: they only tell who calls. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Gives roles credentials, and finds the role behind a request again. */
export interface CredentialStore {
  forRole(roleArn: string): Credentials;
  forActor(actor: Actor): Credentials;
  callerOf(accessKeyId: string): Caller;
}

/** Makes an empty {@link CredentialStore}. An access key id is derived from whom it names, so it is the same in each run. */
export function createCredentialStore(): CredentialStore {
  const actors = new Map<string, Actor>();
  const forActor = (actor: Actor): Credentials => {
    const identity = "roleArn" in actor ? actor.roleArn : `${actor.service} ${actor.sourceArn}`;
    // The form of AWS's own temporary keys: ASIA and 16 capitals or digits.
    const digest = createHash("sha256").update(identity).digest("hex").toUpperCase();
    const accessKeyId = `ASIA${digest.slice(0, 16)}`;
    actors.set(accessKeyId, actor);
    return { accessKeyId, secretAccessKey: "local", sessionToken: "local" };
  };
  return {
    forActor,
    forRole: (roleArn) => forActor({ roleArn }),
    callerOf: (accessKeyId) => ({ accessKeyId, ...actors.get(accessKeyId) }),
  };
}

/** Which API a signed request is for, and by whom. */
export interface SignedFor {
  readonly accessKeyId: string;
  readonly region: string;
  /** The SigV4 service name, e.g. `states`. */
  readonly service: string;
}

/**
 * Reads the credential scope of a Signature Version 4 `Authorization` header. The signature itself is not checked.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @returns `undefined` for a request that is not signed
 */
export function signedFor(authorization: string | null | undefined): SignedFor | undefined {
  const scope = /^AWS4-HMAC-SHA256\s.*?Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/u.exec(
    authorization ?? "",
  );
  if (scope === null) return undefined;
  const [, accessKeyId = "", region = "", service = ""] = scope;
  return { accessKeyId, region, service };
}
