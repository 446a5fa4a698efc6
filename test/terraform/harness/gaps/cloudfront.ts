import { randomUUID } from "node:crypto";
import { type Answer, type Call, xml } from "../call.js";
import type { Gap } from "./gap.js";

const API = "/2020-05-31";

/** Keeps response headers policies as they come. */
export function responseHeadersPolicies(): Gap {
  const policies = new Map<string, { readonly config: string; readonly etag: string }>();
  const keep = (id: string, body: Buffer, status: number): Answer => {
    const config = element(`${body}`, "ResponseHeadersPolicyConfig");
    policies.set(id, { config, etag: `E${randomUUID().slice(0, 8)}` });
    return show(id, status);
  };
  const show = (id: string, status = 200): Answer => {
    const found = policies.get(id);
    if (found === undefined) return notFound("NoSuchResponseHeadersPolicy");
    const time = "<LastModifiedTime>2026-01-01T00:00:00Z</LastModifiedTime>";
    const policy = `<ResponseHeadersPolicy><Id>${id}</Id>${time}${found.config}</ResponseHeadersPolicy>`;
    return xml(status, policy, { etag: found.etag });
  };
  return {
    service: "cloudfront",
    why: "there are response headers policies",
    matches: ({ path }) => path.startsWith(`${API}/response-headers-policy`),
    answer({ method, path, body }) {
      const id = path.split("/")[3];
      if (method === "POST" && id === undefined) return keep(randomUUID(), body, 201);
      if (id === undefined || !policies.has(id)) return notFound("NoSuchResponseHeadersPolicy");
      if (method === "PUT") return keep(id, body, 200);
      if (method === "DELETE") {
        policies.delete(id);
        return { status: 204, headers: {}, body: "" };
      }
      return show(id);
    },
  };
}

/** Gives a distribution's configuration as it was set, with what AWS fills in. */
export function distributionConfig(): Gap {
  const configs = new Map<string, string>();
  const name = "DistributionConfig";
  return {
    service: "cloudfront",
    why: "GetDistribution gives all of the configuration, such as an origin's access control and the HTTP version",
    matches: ({ path }) => path.startsWith(`${API}/distribution`),
    async answer(call: Call, moto) {
      const given = await moto(call);
      const text = `${given.body}`;
      if (given.status >= 300 || !text.includes(`<${name}`)) return given;
      const id = /<Id>([^<]+)<\/Id>/u.exec(text)?.[1] ?? call.path.split("/")[3] ?? "";
      if (call.method !== "GET") configs.set(id, withDefaults(element(`${call.body}`, name)));
      const config = configs.get(id);
      return config === undefined ? given : { ...given, body: text.replace(element(text, name), () => config) };
    },
  };
}

function withDefaults(config: string): string {
  const filled = config.includes("<OriginGroups>") ? "" : "<OriginGroups><Quantity>0</Quantity></OriginGroups>";
  return config.replace(/<\/DistributionConfig>$/u, `${filled}$&`);
}

/** An element with its tags, which stands once in the text. */
function element(text: string, name: string): string {
  return new RegExp(`<${name}(\\s[^>]*)?>.*</${name}>`, "su").exec(text)?.[0] ?? "";
}

function notFound(code: string): Answer {
  return xml(
    404,
    `<ErrorResponse><Error><Code>${code}</Code><Message>There is none.</Message></Error></ErrorResponse>`,
  );
}
