import { hasPlaceholder } from "../placeholder.js";

/** What a Task's `Resource` names. */
export type Resource =
  | { readonly kind: "integration"; readonly service: string; readonly action: string; readonly pattern: string }
  | { readonly kind: "activity" | "function" | "unknown" }
  /** As the specification's and the guide's examples have it. */
  | { readonly kind: "example" }
  /** A template will put it in: nothing can be said of it. */
  | { readonly kind: "open" };

// Templates put in partition, region and account, which say nothing about the integration; the latter two are mostly left out.
const partition = "(?:aws[\\w-]*|\\$\\{[^}]+\\}|<[^>]+>)";
const states = `^arn:${partition}:states:(?:[\\w-]*|\\$\\{[^}]+\\}):(?:\\d*|\\$\\{[^}]+\\}):`;
const notItsOwn = "(?!(?:stateMachine|execution|express|mapRun|task):)";
const integration = new RegExp(`${states}${notItsOwn}((?:aws-sdk:)?[\\w-]+):(\\w+)(\\.[A-Za-z]+(?::\\d+)?)?$`);
const lambda = new RegExp(`^arn:${partition}:lambda:[^:]+:[^:]+:function:[^:]+(:[^:]+)?$`);
const activity = new RegExp(`^arn:${partition}:states:[^:]+:[^:]+:activity:[^:]+$`);
const example = new RegExp(`^arn:${partition}:(?:states|swf):[^:]*:[^:]*:task:[^:]+$`);

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
  return { kind: example.test(text) ? "example" : "unknown" };
}
