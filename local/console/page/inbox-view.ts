import { element } from "../../../frontend/common/dom.js";
import { icon } from "../../../frontend/common/icon.js";
import type { Message, SystemLink } from "./console-data.js";
import { emptyState } from "./parts.js";
import { routeText } from "./route.js";
import { timeText } from "./times.js";

/** What the inbox shows. */
export interface InboxState {
  readonly messages: readonly Message[];
  readonly selected: number | undefined;
  /** The numbers of the messages that came while the page was open and were not read. */
  readonly unread: ReadonlySet<number>;
  readonly systems: readonly SystemLink[];
  readonly now: number;
}

/** Every e-mail and SMS that was sent, newest first, and beside them the one that is read. All of it as plain text. */
export function inboxView(state: InboxState): Node[] {
  const { messages, selected } = state;
  const title = element("h1", {}, "Inbox");
  if (messages.length === 0) return [title, emptyInbox(state.systems)];
  const chosen = selected === undefined ? undefined : messages[selected];
  const list = element(
    "ul",
    { class: "mail-list", "data-key": "mail-list" },
    ...messages.map((message, number) => mailRow(message, number, state)).reverse(),
  );
  const reading =
    chosen && selected !== undefined
      ? mail(chosen, state.now)
      : element("div", { class: "mail mail-none" }, element("p", { class: "hint" }, "Choose a message to read it."));
  return [title, element("div", { class: "mail-split", "data-reading": chosen !== undefined }, list, reading)];
}

function mailRow(message: Message, number: number, { selected, unread, now }: InboxState): HTMLElement {
  const isNew = unread.has(number);
  return element(
    "li",
    {},
    element(
      "a",
      {
        class: "mail-row",
        href: routeText({ view: "messages", selected: number }),
        "aria-current": selected === number ? "true" : undefined,
        "data-key": `message-${number}`,
        "data-new": isNew,
      },
      icon(message.kind),
      element(
        "span",
        { class: "mail-row-text" },
        element(
          "span",
          { class: "mail-row-head" },
          element(
            "span",
            { class: "mail-to" },
            element("span", { class: "visually-hidden" }, `${KINDS[message.kind]} to `),
            message.to,
          ),
          element("time", { datetime: message.at }, timeText(Date.parse(message.at), now)),
        ),
        message.subject !== undefined && element("span", { class: "mail-subject" }, message.subject),
        element("span", { class: "mail-preview" }, message.body),
        isNew && element("span", { class: "visually-hidden" }, "new"),
      ),
    ),
  );
}

function mail(message: Message, now: number): HTMLElement {
  const row = (name: string, value: string | undefined): Node[] =>
    value === undefined ? [] : [element("dt", {}, name), element("dd", {}, value)];
  return element(
    "article",
    { class: "mail", "aria-label": "Message" },
    element(
      "a",
      { class: "back", href: routeText({ view: "messages" }), "data-key": "mail-back" },
      icon("back"),
      "All messages",
    ),
    element(
      "header",
      {},
      element("p", { class: "mail-kind" }, icon(message.kind), KINDS[message.kind]),
      message.subject !== undefined && element("h2", {}, message.subject),
      element(
        "dl",
        { class: "facts" },
        ...row("To", message.to),
        ...row("From", message.from),
        ...row("Sent", `${timeText(Date.parse(message.at), now)} (${message.at})`),
      ),
    ),
    element("div", { class: message.kind === "sms" ? "mail-body bubble" : "mail-body" }, message.body),
  );
}

function emptyInbox(systems: readonly SystemLink[]): HTMLElement {
  const links = systems.flatMap(({ name, url }, index) => [index > 0 ? ", " : "", element("a", { href: url }, name)]);
  return emptyState(
    "email",
    "No messages yet",
    links.length > 0
      ? ["Schedule something on the page of ", ...links, " and it arrives here."]
      : "What the systems send arrives here.",
    [
      "Or send one yourself: ",
      element(
        "code",
        {},
        `aws --endpoint-url ${location.origin} sns publish --phone-number +12025550123 --message Hello`,
      ),
    ],
  );
}

const KINDS = { email: "E-mail", sms: "SMS" } as const;
