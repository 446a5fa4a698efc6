import stringify from "json-stringify-pretty-compact";
import { type FinishedWorkflow, render } from "../../asl/index.js";
import { hello } from "../../asl/workflows/hello.js";
import { petReminders } from "../../asl/workflows/pet-reminders.js";
import { smoothies } from "../../asl/workflows/smoothies.js";

/** The workflows whose ASL is checked in, by the system's name. */
export const workflows: Readonly<Record<string, FinishedWorkflow>> = {
  hello,
  "pet-reminders": petReminders,
  smoothies,
};

/** The golden file of each workflow: where it stands and what it must hold, with plain names in place of ARNs. */
export function goldenFiles(): readonly { readonly path: string; readonly text: string }[] {
  return Object.entries(workflows).map(([name, workflow]) => {
    const arn = (kind: string, resource: string) => `arn:aws:${kind}:eu-west-1:123456789012:${resource}`;
    const definition = render(workflow, {
      lambda: (part) => arn("lambda", `function:${name}-dev-${part}`),
      table: (part) => ({ arn: arn("dynamodb", `table/${name}-dev-${part}`), name: `${name}-dev-${part}` }),
    });
    return {
      path: `test/asl/workflows/golden/${name}.asl.json`,
      text: `${stringify(definition, { maxLength: 120 })}\n`,
    };
  });
}
