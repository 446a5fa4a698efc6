import type { Execution } from "./console-data.js";

/** What the console shows. */
export type Route =
  | { readonly view: "messages"; readonly selected?: number }
  | { readonly view: "executions" }
  | { readonly view: "execution"; readonly name: string };

/**
 * The view that an address's fragment names; the inbox, when it names none.
 *
 * @example parseRoute("#/executions/abc"); // { view: "execution", name: "abc" }
 */
export function parseRoute(fragment: string): Route {
  const [view, part] = fragment.replace(/^#\/?/, "").split("/");
  if (view === "executions") return part ? { view: "execution", name: decoded(part) } : { view: "executions" };
  return part && /^\d{1,9}$/.test(part) ? { view: "messages", selected: Number(part) } : { view: "messages" };
}

/** By what an execution is asked for: its name, or its ARN where names may repeat, as those of Express executions do. */
export function executionKey({ name, executionArn, type }: Pick<Execution, "name" | "executionArn" | "type">): string {
  return type === "EXPRESS" ? executionArn : name;
}

/** The fragment of a view, for links. */
export function routeText(route: Route): string {
  if (route.view === "execution") return `#/executions/${encodeURIComponent(route.name)}`;
  if (route.view === "executions") return "#/executions";
  return route.selected === undefined ? "#/messages" : `#/messages/${route.selected}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
