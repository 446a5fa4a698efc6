/** Why `TestState` refused a request: the API's error. */
export class TestStateRefusal extends Error {
  override readonly name = "TestStateRefusal";
  readonly code: "ValidationException" | "InvalidDefinition" | "InvalidExecutionInput";

  constructor(code: TestStateRefusal["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** A request that cannot be, whatever the definition is. */
export const invalid = (message: string): TestStateRefusal => new TestStateRefusal("ValidationException", message);
