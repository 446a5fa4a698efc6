/** A class of errors whose name a workflow can match on. */
export interface ErrorClass<Name extends string> {
  /** The name that Lambda reports as `errorType` and Step Functions as the error's name. */
  readonly errorName: Name;
  new (message: string): Error & { readonly name: Name };
}

/**
 * Makes an error class whose name is a string literal. Lambda reports `error.name`, and a minifier renames classes, so a
 * name taken from the class would reach the workflow as `e` or `t`.
 *
 * Its message ends up in the execution's history and in the log: write no address, number or message text into it.
 *
 * @example `const EmailRejected = defineError("EmailRejected"); throw new EmailRejected("SES answered MessageRejected.");`
 */
export function defineError<const Name extends string>(name: Name): ErrorClass<Name> {
  class DefinedError extends Error {
    static readonly errorName: Name = name;
    declare readonly name: Name;
  }
  // On the prototype, so that the stack, which is written while the error is made, begins with the name too.
  Object.defineProperty(DefinedError.prototype, "name", { value: name });
  return DefinedError;
}
