const maxLength = 80;

// Spaces and punctuation are allowed, as in AWS's own samples ("Pet was Added Successfully?"); what cannot be printed is not.
const unprintable = /[\p{Cc}\p{Cs}\ufffe\uffff]/u;

/**
 * Refuses a state's name that Step Functions would refuse.
 *
 * @throws RangeError with the name, what is wrong with it and what to do.
 */
export function checkName(name: string): void {
  if (name.length === 0 || name.length > maxLength) {
    throw new RangeError(
      `The state name ${JSON.stringify(name)} has ${name.length} characters: use 1 to ${maxLength}.`,
    );
  }
  if (unprintable.test(name)) {
    throw new RangeError(`The state name ${JSON.stringify(name)} has a character that cannot be printed: take it out.`);
  }
}

const variable = /^\p{ID_Start}\p{ID_Continue}*$/u;

/**
 * A variable's name, if Step Functions takes it and expressions can read it.
 *
 * Source: AWS Step Functions Developer Guide, "Passing data between states with variables".
 * @throws RangeError with the name and what to do.
 */
export function variableName(name: string): string {
  if (name.length <= maxLength && variable.test(name)) return name;
  throw new RangeError(
    `${JSON.stringify(name)} is no name for a variable: begin with a letter and go on with letters, digits and _, up to ${maxLength}.`,
  );
}

/** The names of a machine's states, each taken once, since they are unique in the whole machine, nested scopes included. */
export class NameRegister {
  readonly #names = new Set<string>();

  /** Takes a name. Throws a RangeError for one that Step Functions does not take, or that is taken. */
  take(name: string): void {
    checkName(name);
    if (this.#names.has(name)) {
      throw new RangeError(`Two states are called ${name}: give each its own name, in branches as well.`);
    }
    this.#names.add(name);
  }
}
