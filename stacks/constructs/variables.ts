import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

/** A rule for a variable's value: a Terraform expression that only Terraform evaluates, and what to tell who breaks it. */
export interface Rule {
  /** Without the surrounding `${}`, for example `length(var.stage) < 9`. */
  readonly condition: string;
  /** A whole sentence. */
  readonly message: string;
}

/** Settings of a `textVariable`. */
export interface TextVariable {
  readonly description: string;
  /** Without it, whoever deploys must give a value. */
  readonly default?: string;
  readonly rules: readonly Rule[];
}

/** Declares a text variable of the stack, which `TF_VAR_<name>` sets. */
export function textVariable(scope: Construct, name: string, settings: TextVariable): TerraformVariable {
  return new TerraformVariable(scope, name, {
    type: "string",
    nullable: false,
    description: settings.description,
    ...(settings.default !== undefined && { default: settings.default }),
    validation: settings.rules.map(({ condition, message }) => ({
      condition: `\${${condition}}`,
      errorMessage: message,
    })),
  });
}

/** The rule that a variable matches a regular expression in RE2 syntax. */
export function matches(name: string, pattern: string, message: string): Rule {
  return { condition: `can(regex(${JSON.stringify(pattern)}, var.${name}))`, message };
}

/**
 * An e-mail address, as far as a pattern can tell. It becomes part of policies, so it holds no quote, `*`, `?` or `${`,
 * which mean something there.
 */
export const EMAIL_PATTERN = "^[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$";

/** The variable `alarm_email`; `when` says of what its owner hears, such as `orders fail`. */
export function alarmEmailVariable(scope: Construct, when: string): TerraformVariable {
  return textVariable(scope, "alarm_email", {
    description: `Who hears when ${when}. SNS asks that address to confirm first.`,
    rules: [matches("alarm_email", EMAIL_PATTERN, "alarm_email must be one e-mail address.")],
  });
}

/** An address, `@domain`, `+` and a country calling code (for the systems that send SMS), or `*`. */
const RECIPIENT = "([^@\\s,]*@[^@\\s,]+\\.[^@\\s,.]+|\\+[1-9][0-9]{0,2}|\\*)";

/**
 * The variable `allowed_recipients`: whom a system may write to, separated by commas. Whoever reaches the API can have messages sent,
 * so that everybody on the list would be anyone's way to write to anyone: `*` is for the stage `local` alone.
 *
 * @param example a list that the system takes, for the message
 */
export function allowedRecipientsVariable(scope: Construct, description: string, example: string): TerraformVariable {
  return textVariable(scope, "allowed_recipients", {
    description,
    rules: [
      matches(
        "allowed_recipients",
        `^\\s*${RECIPIENT}(\\s*,\\s*${RECIPIENT})*\\s*$`,
        `allowed_recipients must be a list such as "${example}", separated by commas.`,
      ),
      {
        condition: 'var.stage == "local" || !strcontains(var.allowed_recipients, "*")',
        message: "allowed_recipients may be * in the stage local only.",
      },
    ],
  });
}

/** A stage's name: part of resource names, of which the shortest may have 63 characters, and of the state's path. */
const STAGE_PATTERN = "^[a-z][a-z0-9-]{0,14}[a-z0-9]$";
const STAGE_MESSAGE = "stage must be 2 to 16 lower-case letters, digits or hyphens, starting with a letter.";

/** @throws Error when it is no name for a stage. */
export function checkStage(stage: string): void {
  if (!new RegExp(STAGE_PATTERN).test(stage)) {
    throw new Error(`"${stage}" is no stage: ${STAGE_MESSAGE} Set TF_VAR_stage to such a name.`);
  }
}

/** The variable `stage`; its value must be the stage whose state the stack was synthesized for. */
export function stageVariable(scope: Construct, stage: string): TerraformVariable {
  return textVariable(scope, "stage", {
    description: "Names one deployment of the system, such as dev or prod. It is part of every resource's name.",
    default: stage,
    rules: [
      matches("stage", STAGE_PATTERN, STAGE_MESSAGE),
      {
        // Another stage's resources in this state would be replaced, not added.
        condition: `var.stage == ${JSON.stringify(stage)}`,
        message: `This stack was synthesized for the stage ${stage} and uses its state. Set TF_VAR_stage before the synthesis too.`,
      },
    ],
  });
}

/** The variable `region`; where a customer key is in use it must be the key's, since a KMS key works in its own region alone. */
export function regionVariable(scope: Construct, keyRegion?: string): TerraformVariable {
  return textVariable(scope, "region", {
    description: "The AWS region that everything but the CloudFront distribution lives in.",
    default: keyRegion ?? "eu-west-1",
    rules: [
      matches("region", "^[a-z]{2}(-[a-z]+)+-[0-9]$", "region must be a region's name such as eu-west-1."),
      ...(keyRegion === undefined
        ? []
        : [
            {
              condition: `var.region == ${JSON.stringify(keyRegion)}`,
              message: `This stack was synthesized for a key in ${keyRegion}, which works there alone. Set region to it, or CUSTOMER_KEY_ARN to another key.`,
            },
          ]),
    ],
  });
}
