/** What the console shows. */
export type Route =
  | { readonly view: "messages"; readonly selected?: number }
  | ({ readonly view: "executions" } & Filter)
  /** By its ARN, or by its name: the newest that has it. */
  | { readonly view: "execution"; readonly name: string };

/** Which executions are listed: all, or those of a system, of a status, or both. */
export interface Filter {
  /** Empty for machines that no stack created. */
  readonly system?: string;
  readonly status?: string;
}

/**
 * The view that an address's fragment names; the inbox, when it names none.
 *
 * @example parseRoute("#/executions/abc"); // { view: "execution", name: "abc" }
 */
export function parseRoute(fragment: string): Route {
  const [path = "", query = ""] = fragment.replace(/^#\/?/, "").split("?");
  const [view, part] = path.split("/");
  if (view === "executions") return part ? { view: "execution", name: decoded(part) } : { view, ...filterOf(query) };
  return part && /^\d{1,9}$/.test(part) ? { view: "messages", selected: Number(part) } : { view: "messages" };
}

/** The fragment of a view, for links. */
export function routeText(route: Route): string {
  if (route.view === "execution") return `#/executions/${encodeURIComponent(route.name)}`;
  if (route.view === "executions") {
    const { view: _, ...filter } = route;
    const query = new URLSearchParams(filter).toString();
    return `#/executions${query === "" ? "" : `?${query}`}`;
  }
  return route.selected === undefined ? "#/messages" : `#/messages/${route.selected}`;
}

function filterOf(query: string): Filter {
  const asked = new URLSearchParams(query);
  const [system, status] = [asked.get("system"), asked.get("status")];
  return { ...(system === null ? {} : { system }), ...(status === null ? {} : { status }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
