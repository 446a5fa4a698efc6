import { asList, canonical, field, isObject, texts } from "../../../asl/views/values.js";

/** One permission: one action on one resource, for one principal where the policy names it. */
export interface Permission {
  readonly effect: "Allow" | "Deny";
  /** Absent in a role's own policy. A type and a name: `Service: states.amazonaws.com`. */
  readonly principal?: string;
  readonly action: string;
  /** The action is what is excepted, not what is meant. */
  readonly exceptAction: boolean;
  readonly resource: string;
  readonly exceptResource: boolean;
  /** As canonical JSON. */
  readonly condition?: string;
}

const asTexts = (value: unknown) => (typeof value === "string" ? [value] : texts(value));

function principalsOf(statement: unknown): readonly (string | undefined)[] {
  for (const key of ["Principal", "NotPrincipal"]) {
    const principal = field(statement, key);
    const prefix = key === "Principal" ? "" : "everybody but ";
    if (typeof principal === "string") return [`${prefix}${principal}`];
    if (!isObject(principal)) continue;
    return Object.entries(principal).flatMap(([type, names]) =>
      asTexts(names).map(
        (name) => `${prefix}${name === "*" ? "*" : type === "AWS" || type === "Service" ? name : `${type} ${name}`}`,
      ),
    );
  }
  return [undefined];
}

/** All single permissions of a policy; what is malformed is left out. */
export function permissionsOf(policy: unknown): readonly Permission[] {
  const statements = field(policy, "Statement");
  return (Array.isArray(statements) ? asList(statements) : [statements]).flatMap((statement) => {
    const effect = field(statement, "Effect");
    if (effect !== "Allow" && effect !== "Deny") return [];
    const exceptAction = field(statement, "NotAction") !== undefined;
    const exceptResource = field(statement, "NotResource") !== undefined;
    const actions = asTexts(field(statement, exceptAction ? "NotAction" : "Action"));
    const resources = asTexts(field(statement, exceptResource ? "NotResource" : "Resource"));
    const own = field(statement, "Condition");
    const condition = own === undefined ? {} : { condition: canonical(own) };
    return principalsOf(statement).flatMap((principal) =>
      actions.flatMap((action) =>
        (resources.length === 0 ? [""] : resources).map((resource) => ({
          ...{ effect, action, exceptAction, resource, exceptResource, ...condition },
          ...(principal === undefined ? {} : { principal }),
        })),
      ),
    );
  });
}

/** Says whether a pattern of IAM (`*` any text, `?` any sign) covers a text, which may be a pattern itself. */
function covers(pattern: string, text: string): boolean {
  // Walks both at once and goes back to the last `*`: no pattern can make it slow.
  let at = 0;
  let star = -1;
  let mark = 0;
  let sign = 0;
  while (sign < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      mark = sign;
    } else if (pattern[at] === text[sign] || (pattern[at] === "?" && text[sign] !== "*")) {
      at++;
      sign++;
    } else if (star >= 0) {
      at = star + 1;
      sign = ++mark;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** Says whether whoever has the one permission has the other one with it. */
export function includes(one: Permission, other: Permission): boolean {
  if (one.effect !== other.effect) return false;
  if (one.principal !== other.principal && one.principal !== "*") return false;
  if (one.condition !== undefined && one.condition !== other.condition) return false;
  if (one.exceptAction || other.exceptAction) {
    if (one.exceptAction !== other.exceptAction || one.action !== other.action) return false;
  } else if (!covers(one.action.toLowerCase(), other.action.toLowerCase())) return false;
  if (one.exceptResource || other.exceptResource) {
    return one.exceptResource === other.exceptResource && one.resource === other.resource;
  }
  return covers(one.resource, other.resource);
}
