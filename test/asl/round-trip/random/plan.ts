import fc from "fast-check";

/** What a random workflow is made of: a step, and the paths inside it. */
export interface Plan {
  readonly kind: (typeof stepKinds)[number];
  /** Chooses among the forms that a step has. */
  readonly form: number;
  readonly inner: readonly Path[];
}

/** A path of a random workflow. */
export type Path = readonly Plan[];

const simple = ["task", "let", "wait", "set", "loop", "pass", "jsonata"] as const;
const nested = ["choice", "match", "parallel", "map", "entries", "distributed", "catch"] as const;
/** Every kind of step. */
export const stepKinds = [...simple, ...nested] as const;

const form = fc.integer({ min: 0, max: 11 });

/** Random paths, a few levels deep. */
export const paths: fc.Arbitrary<Path> = fc.letrec<{ path: Path; plan: Plan }>((tie) => ({
  path: fc.array(tie("plan"), { maxLength: 4, depthIdentifier: "plan" }),
  plan: fc.oneof(
    { maxDepth: 3, depthIdentifier: "plan" },
    fc.record({ kind: fc.constantFrom(...simple), form, inner: fc.constant([]) }),
    fc.record({ kind: fc.constantFrom(...nested), form, inner: fc.array(tie("path"), { minLength: 3, maxLength: 3 }) }),
  ),
})).path;
