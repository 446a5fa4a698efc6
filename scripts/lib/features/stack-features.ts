import type { Json } from "../../../asl/spec/index.js";
import type { Declaration, Stack } from "../../../local/terraform/stack.js";
import type { Feature } from "./feature.js";

/** How state machines are started, and of which type they are, told from the synthesized stacks. */
export const stackFeatures: readonly Feature[] = [
  trigger("HTTP API by itself (StartSyncExecution)", (stack) =>
    ofType(stack, "aws_apigatewayv2_integration").some(({ config }) =>
      String(config.integration_subtype).startsWith("StepFunctions-"),
    ),
  ),
  trigger("HTTP API by a function", (stack) =>
    ofType(stack, "aws_apigatewayv2_integration").some(({ config }) => starts(stack, config.integration_uri)),
  ),
  trigger("Queue by a function", (stack) =>
    ofType(stack, "aws_lambda_event_source_mapping").some(({ config }) => starts(stack, config.function_name)),
  ),
  trigger("EventBridge event", (stack) => rulesThatStart(stack).some(({ config }) => "event_pattern" in config)),
  trigger("EventBridge schedule", (stack) =>
    rulesThatStart(stack).some(({ config }) => "schedule_expression" in config),
  ),
  trigger("IoT topic rule", (stack) =>
    ofType(stack, "aws_iot_topic_rule").some(({ config }) => config.step_functions !== undefined),
  ),
  {
    section: "Start triggers",
    name: "Another execution",
    isShownBy: ({ definitions }) =>
      definitions.some((definition) => JSON.stringify(definition).includes(":states:startExecution")),
  },
  ...["STANDARD", "EXPRESS"].map((type) => ({
    section: "Workflow types",
    name: type,
    isShownBy: ({ stack }: { stack: Stack }) =>
      ofType(stack, "aws_sfn_state_machine").some(({ config }) => (config.type ?? "STANDARD") === type),
  })),
];

function trigger(name: string, isIn: (stack: Stack) => boolean): Feature {
  return { section: "Start triggers", name, isShownBy: ({ stack }) => isIn(stack) };
}

/** The EventBridge rules that have a state machine as their target. */
function rulesThatStart(stack: Stack): readonly Declaration[] {
  const targets = ofType(stack, "aws_cloudwatch_event_target").filter(({ config }) =>
    /aws_sfn_/.test(String(config.arn)),
  );
  return ofType(stack, "aws_cloudwatch_event_rule").filter(({ address }) =>
    targets.some(({ config }) => refersTo(config.rule, address)),
  );
}

/** Whether the function that an argument refers to may start executions. */
function starts(stack: Stack, reference: Json | undefined): boolean {
  return ofType(stack, "aws_lambda_function")
    .filter(({ address }) => refersTo(reference, address))
    .some(({ config }) => policiesOf(stack, config.role).some((policy) => policy.includes('"states:StartExecution"')));
}

function policiesOf(stack: Stack, role: Json | undefined): readonly string[] {
  return ofType(stack, "aws_iam_role")
    .filter(({ address }) => refersTo(role, address))
    .flatMap(({ address }) =>
      ofType(stack, "aws_iam_role_policy").filter(({ config }) => refersTo(config.role, address)),
    )
    .map(({ config }) => String(config.policy));
}

function refersTo(value: Json | undefined, address: string): boolean {
  return String(value).includes(`\${${address}.`);
}

function ofType({ resources }: Stack, type: string): readonly Declaration[] {
  return resources.filter((resource) => resource.type === type);
}
