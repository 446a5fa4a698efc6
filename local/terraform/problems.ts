/** Something in a stack, or in its variables, that the local runtime cannot run. */
export interface Problem {
  /** Stable, for tests and searches. */
  readonly code: ProblemCode;
  /** Where: a resource's address, `var.x`, `output.x` or a file. */
  readonly address: string;
  /** What is wrong, the value, and what to do. */
  readonly message: string;
}

/** The stable codes of {@link Problem}. */
export type ProblemCode =
  | "NOT_A_STACK"
  | "UNKNOWN_BLOCK"
  | "UNKNOWN_RESOURCE_TYPE"
  | "UNKNOWN_DATA_SOURCE"
  | "UNKNOWN_ARGUMENT"
  | "META_ARGUMENT"
  | "UNSUPPORTED_EXPRESSION"
  | "DANGLING_REFERENCE"
  | "UNKNOWN_ATTRIBUTE"
  | "CYCLE"
  | "MISSING_VARIABLE"
  | "INVALID_VARIABLE"
  | "CREATE_FAILED"
  | "REGIONS_DIFFER"
  | "NOT_VARIABLES";

const boundary = "The local runtime runs a closed list of resources, arguments and constructs (docs/coverage.md)";

/** All wording of what stops a start, one function a {@link ProblemCode}. */
export const problems = {
  notAStack: (file: string, reason: string): Problem => ({
    code: "NOT_A_STACK",
    address: file,
    message: `This is not a synthesized stack: ${reason}. Run npm run synth and look at its output.`,
  }),
  unknownBlock: (block: string): Problem => ({
    code: "UNKNOWN_BLOCK",
    address: block,
    message: `The top-level block "${block}" is not supported. ${boundary}; use resources, variables, outputs and the aws provider only.`,
  }),
  unknownResourceType: (address: string, type: string): Problem => ({
    code: "UNKNOWN_RESOURCE_TYPE",
    address,
    message: `The resource type "${type}" is not supported. ${boundary}: take it out of the stack, or add it to local/terraform/accepted.ts and to the service that creates it.`,
  }),
  unknownDataSource: (address: string): Problem => ({
    code: "UNKNOWN_DATA_SOURCE",
    address,
    message: `This data source is not supported; only aws_region, aws_caller_identity and aws_partition are. Take the value from a variable or write it out.`,
  }),
  unknownArgument: (address: string, path: string): Problem => ({
    code: "UNKNOWN_ARGUMENT",
    address,
    message: `The argument "${path}" is not supported. ${boundary}: leave it out, or add it to local/terraform/accepted.ts together with what it does here.`,
  }),
  metaArgument: (address: string, argument: string): Problem => ({
    code: "META_ARGUMENT",
    address,
    message: `The meta-argument "${argument}" is not supported; only depends_on and lifecycle are. Write each resource out, with a loop in TypeScript.`,
  }),
  unsupportedExpression: (address: string, expression: string): Problem => ({
    code: "UNSUPPORTED_EXPRESSION",
    address,
    message: `The expression ${expression} is not supported: only references such as \${aws_sns_topic.alarms.arn} are, no functions, operators or directives. Compute it in TypeScript, or escape text as $\${ or %%{.`,
  }),
  danglingReference: (address: string, target: string): Problem => ({
    code: "DANGLING_REFERENCE",
    address,
    message: `It refers to ${target}, which the stack does not have. Check the name.`,
  }),
  unknownAttribute: (address: string, reference: string, known: readonly string[]): Problem => ({
    code: "UNKNOWN_ATTRIBUTE",
    address,
    message: `It refers to ${reference}, which has no value here. Known are: ${[...known].sort().join(", ")}. Use one of them, or let the service that creates it compute the attribute.`,
  }),
  cycle: (addresses: readonly string[]): Problem => ({
    code: "CYCLE",
    address: addresses[0] ?? "",
    message: `These resources depend on each other: ${addresses.join(" -> ")}. Break the circle, for example by building an ARN from a name.`,
  }),
  missingVariable: (name: string, description: string | undefined): Problem => ({
    code: "MISSING_VARIABLE",
    address: `var.${name}`,
    message: `The variable has no value${description === undefined ? "" : ` (${description})`}. Set it in local/local.tfvars.json, as {"${name}": "..."}, or by TF_VAR_${name}.`,
  }),
  invalidVariable: (name: string, source: string, reason: string): Problem => ({
    code: "INVALID_VARIABLE",
    address: `var.${name}`,
    message: `The value from ${source} is refused: ${reason}`,
  }),
  createFailed: (address: string, reason: string): Problem => ({ code: "CREATE_FAILED", address, message: reason }),
  notVariables: (file: string, reason: string): Problem => ({
    code: "NOT_VARIABLES",
    address: file,
    message: `The file does not hold variables: ${reason}. Write one JSON object, such as {"stage": "local"}.`,
  }),
  regionsDiffer: (regions: readonly string[]): Problem => ({
    code: "REGIONS_DIFFER",
    address: "provider.aws",
    message: `The stacks stand in different regions (${regions.join(", ")}); one local runtime is one region. Give them the same variable "region".`,
  }),
};

/** Why a start stopped: every problem found, each on its line. */
export class StackError extends Error {
  override readonly name = "StackError";
  readonly problems: readonly Problem[];

  constructor(stack: string, found: readonly Problem[]) {
    const lines = found.map(({ address, code, message }) => `  ${address}: ${message} [${code}]`);
    super(`The stack ${stack} cannot run here:\n${lines.join("\n")}`);
    this.problems = found;
  }
}
