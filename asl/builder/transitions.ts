/** A step as far as transitions go: it has a name, or it goes to a state by name. */
type Linked = { readonly kind: "goTo"; readonly target: string } | { readonly kind: string; readonly name: string };

/** The state at which a step begins. */
export function entry(step: Linked | undefined): string | undefined {
  if (step === undefined) return undefined;
  return "target" in step ? step.target : step.name;
}

/** The state at which a path begins; an empty one leads to `after` at once. */
export function entryOf(path: { readonly steps: readonly Linked[] }, after: string | undefined): string | undefined {
  return entry(path.steps[0]) ?? after;
}

/** The state that follows. Throws a TypeError where nothing does. */
export function target(state: string, next: string | undefined): string {
  if (next === undefined) {
    throw new TypeError(`The path after ${state} is still open: finish it with succeed, fail or goTo.`);
  }
  return next;
}
