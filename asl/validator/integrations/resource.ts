import { hasPlaceholder } from "../placeholder.js";

/** What a Task's `Resource` names. */
export type Resource =
  | { readonly kind: "integration"; readonly service: string; readonly action: string; readonly pattern: string }
  | { readonly kind: "activity" | "function" | "unknown" }
  /** A template will put it in: nothing can be said of it. */
  | { readonly kind: "open" };

// Partition, region and account say nothing about the integration: templates put them in, and the latter two are mostly left out.
const states = /^arn:(?:aws[\w-]*|\$\{[^}]+\}):states:(?:[\w-]*|\$\{[^}]+\}):(?:\d*|\$\{[^}]+\}):/;
const notItsOwn = "(?!(?:stateMachine|execution|express|mapRun):)";
const integration = new RegExp(`${states.source}${notItsOwn}((?:aws-sdk:)?[\\w-]+):(\\w+)(\\.[A-Za-z]+(?::\\d+)?)?$`);
const lambda = /^arn:aws[\w-]*:lambda:[^:]*:[^:]*:function:[^:]+(:[^:]+)?$/;
const activity = /^arn:(?:aws[\w-]*|\$\{[^}]+\}):states:[^:]+:[^:]+:activity:[^:]+$/;

/** Takes a Task's `Resource` apart. Source: AWS Step Functions Developer Guide, "Task workflow state", "Specifying resource ARNs". */
export function parseResource(text: string): Resource {
  if (activity.test(text)) return { kind: "activity" };
  const found = integration.exec(text);
  if (found !== null) {
    const [, service = "", action = "", pattern = ""] = found;
    return { kind: "integration", service, action, pattern };
  }
  if (hasPlaceholder(text)) return { kind: "open" };
  if (lambda.test(text)) return { kind: "function" };
  return { kind: "unknown" };
}
