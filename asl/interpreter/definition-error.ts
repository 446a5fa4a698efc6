/** One thing that is wrong with a definition. */
export interface DefinitionProblem {
  /** Where, as a path: `/States/Timer/Seconds`, or `/` for the definition as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A definition that the engine does not run, with every reason. */
export class DefinitionError extends Error {
  override readonly name = "DefinitionError";
  readonly problems: readonly DefinitionProblem[];

  constructor(problems: readonly DefinitionProblem[]) {
    super(
      [
        `The state machine definition has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:`,
        ...problems.map(({ path, message }) => `  ${path}: ${message}`),
      ].join("\n"),
    );
    this.problems = problems;
  }
}
