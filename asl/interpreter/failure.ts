/**
 * What a failure is, beyond its error name:
 * - `plain`: a task, a Fail state, a limit; its cause is told as it is;
 * - `evaluation`: an expression or its value; gets an EvaluationFailed event;
 * - `runtime`: the machine itself is wrong; nothing retries or catches it.
 */
export type FailureKind = "plain" | "evaluation" | "runtime";

/** More about a failure. */
export interface FailureOptions {
  /** The field at fault, as the EvaluationFailed event has it: `Output/total`, `Choices[0]/Condition`. */
  readonly location?: string | undefined;
  /** True: found only after the state was entered for good, so its event follows that of entering. */
  readonly afterEntering?: boolean;
  /** True: recorded already, and the cause says where it happened. */
  readonly complete?: boolean;
  /** True: a heartbeat did not come. AWS reports that by the name of every time-out, `States.Timeout`. */
  readonly isHeartbeat?: boolean;
}

/** Why a state cannot go on. Thrown inside the engine; `Retry` and `Catch` decide what becomes of it. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly kind: FailureKind;
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  readonly location: string | undefined;
  readonly afterEntering: boolean;
  readonly complete: boolean;
  readonly isHeartbeat: boolean;

  constructor(kind: FailureKind, error: string | undefined, cause: string | undefined, options: FailureOptions = {}) {
    super(error);
    this.kind = kind;
    this.error = error;
    this.cause = cause;
    this.location = options.location;
    this.afterEntering = options.afterEntering ?? false;
    this.complete = options.complete ?? false;
    this.isHeartbeat = options.isHeartbeat ?? false;
  }
}

/** A task ran for too long, or its heartbeat did not come. */
export function timedOut({ isHeartbeat }: { readonly isHeartbeat: boolean }): Failure {
  return new Failure("plain", "States.Timeout", undefined, { isHeartbeat });
}

/** An error that a task reported or a Fail state raised. */
export function plain(error: string | undefined, cause: string | undefined): Failure {
  return new Failure("plain", error, cause);
}
