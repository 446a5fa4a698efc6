import { parseJson } from "../../../asl/interpreter/json.js";
import type { JsonObject } from "../../../asl/spec/index.js";
import { isObject } from "../../../local/service.js";
import type { Stack } from "../../../local/terraform/stack.js";
import { aslFeatures } from "./asl-features.js";
import type { GeneratedSystem } from "./feature.js";
import { stackFeatures } from "./stack-features.js";

/**
 * `docs/features.md`: which system shows what, told from the synthesized stacks alone.
 *
 * @example featuresPage(await readStacks("cdktf.out"));
 */
export function featuresPage(stacks: readonly Stack[]): string {
  const systems = stacks.map((stack) => ({ name: stack.system, definitions: definitionsOf(stack), stack }));
  const features = [...stackFeatures, ...aslFeatures];
  const sections = [...new Set(features.map(({ section }) => section))].map((section) => {
    const rows = features
      .filter((feature) => feature.section === section)
      .map((feature) =>
        row(
          feature.name,
          systems.map((system) => (feature.isShownBy(system) ? "●" : "")),
        ),
      );
    const head = row(
      "",
      systems.map(({ name }) => `\`${name}\``),
    );
    return [`## ${section}`, "", head, `| --- |${" :-: |".repeat(systems.length)}`, ...rows, ""].join("\n");
  });
  return [introduction, ...sections].join("\n");
}

const introduction = `# What the systems show

Which of the four systems shows which part of Step Functions, told from the generated ASL and the synthesized stacks. \`npm run features\` writes this
page, and a test fails when it is stale. What no system shows is in the golden programs of
[\`test/asl/round-trip\`](../test/asl/round-trip), one for each type of state in both query languages, which run on the engine too.
`;

function row(name: string, cells: readonly string[]): string {
  return `| ${[name, ...cells].join(" | ")} |`;
}

/** The definitions of a stack's state machines: each stands as JSON in a template of Terraform. */
function definitionsOf({ system, resources }: Stack): GeneratedSystem["definitions"] {
  return resources
    .filter(({ type }) => type === "aws_sfn_state_machine")
    .map(({ address, config }): JsonObject => {
      const definition = parseJson(String(config.definition));
      if (isObject(definition)) return definition;
      throw new Error(`The definition of ${address} in the stack ${system} is not a JSON object.`);
    });
}
