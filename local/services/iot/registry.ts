import type { LocalContext } from "../../service.js";
import type { Statement } from "../iam/policy.js";

/** A device in the registry. */
export interface Thing {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly typeName: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A certificate that was made here. Its private key opens nothing. */
export interface Certificate {
  readonly arn: string;
  readonly id: string;
  readonly isActive: boolean;
}

/** A group of things; what is attached to it holds for all of them, and for those of its child groups. */
export interface ThingGroup {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly parent: string | undefined;
}

/** The things, groups, certificates and policies of one runtime, and what is attached to what. */
export interface Registry {
  readonly things: Map<string, Thing>;
  readonly groups: Map<string, ThingGroup>;
  /** Names of thing types with their ARNs. */
  readonly types: Map<string, string>;
  /** By the certificate's ARN. */
  readonly certificates: Map<string, Certificate>;
  /** Names of policies with their statements. */
  readonly policies: Map<string, readonly Statement[]>;
  /** Thing and group. */
  readonly memberships: Pairs;
  /** Thing and certificate's ARN. */
  readonly principals: Pairs;
  /** Target's ARN and policy's name. */
  readonly attachments: Pairs;
  arn(kind: string, name: string): string;
  /** The statements that hold for a thing: of its groups, their parents, and its active certificates. */
  statementsOf(thing: Thing): readonly Statement[];
  /** Whether a certificate that is active is attached to the thing. */
  isAttached(thing: Thing): boolean;
}

/** What belongs to what; each pair is there once. */
export interface Pairs {
  add(left: string, right: string): void;
  remove(left: string, right: string): void;
  /** Forgets all pairs with this on the left. */
  clear(left: string): void;
  of(left: string): readonly string[];
  to(right: string): readonly string[];
}

/** Makes an empty registry. */
export function createRegistry({ partition, region, accountId }: LocalContext): Registry {
  const things = new Map<string, Thing>();
  const groups = new Map<string, ThingGroup>();
  const certificates = new Map<string, Certificate>();
  const policies = new Map<string, readonly Statement[]>();
  const [memberships, principals, attachments] = [createPairs(), createPairs(), createPairs()];
  const activeCertificates = (thing: Thing) =>
    principals.of(thing.name).filter((arn) => certificates.get(arn)?.isActive === true);
  const withParents = (name: string): readonly ThingGroup[] => {
    const group = groups.get(name);
    return group === undefined ? [] : [group, ...(group.parent === undefined ? [] : withParents(group.parent))];
  };
  return {
    ...{ things, groups, types: new Map(), certificates, policies, memberships, principals, attachments },
    arn: (kind, name) => `arn:${partition}:iot:${region}:${accountId}:${kind}/${name}`,
    statementsOf(thing) {
      const groupArns = memberships.of(thing.name).flatMap((name) => withParents(name).map(({ arn }) => arn));
      const targets = new Set([...groupArns, ...activeCertificates(thing)]);
      const names = new Set([...targets].flatMap((target) => attachments.of(target)));
      return [...names].flatMap((name) => policies.get(name) ?? []);
    },
    isAttached: (thing) => activeCertificates(thing).length > 0,
  };
}

function createPairs(): Pairs {
  const pairs = new Map<string, Set<string>>();
  return {
    add(left, right) {
      pairs.set(left, new Set([...(pairs.get(left) ?? []), right]));
    },
    remove: (left, right) => void pairs.get(left)?.delete(right),
    clear: (left) => void pairs.delete(left),
    of: (left) => [...(pairs.get(left) ?? [])],
    to: (right) => [...pairs].flatMap(([left, rights]) => (rights.has(right) ? [left] : [])),
  };
}
