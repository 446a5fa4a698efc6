import type { Announce } from "../common/announcer.js";
import { find } from "../common/dom.js";
import { type MomentStyle, momentText } from "../common/moment.js";
import type { ReminderApi } from "./api-client.js";
import type { ConfirmCancel } from "./confirm-cancel.js";
import { byUrgency } from "./order.js";
import { problemText } from "./problem.js";
import { CHANNEL_NAMES, isFinal, type RememberedReminder, type ReminderState } from "./reminder.js";
import { createCard, type ReminderCard } from "./reminder-card.js";
import type { ReminderList } from "./reminder-list.js";
import { STATUS_WORDS } from "./status-words.js";
import { type Watch, type WatchClock, watch } from "./watch.js";

/** The list of reminders on the page. */
export interface RemindersView {
  /** Brings the page in line with the list, which another tab may have changed. */
  sync(): void;
  /** Moves all countdowns on. */
  tick(): void;
  /** Asks once for every reminder that is not at its end. */
  look(): void;
  /** Puts the focus on a reminder. */
  focus(id: string): void;
}

/** What the view is made of. */
export interface RemindersViewOptions {
  readonly document: Document;
  readonly style: MomentStyle;
  readonly list: ReminderList;
  readonly api: ReminderApi;
  readonly clock: WatchClock;
  readonly announce: Announce;
  readonly confirmCancel: ConfirmCancel;
}

interface Shown {
  readonly reminder: RememberedReminder;
  readonly card: ReminderCard;
  readonly watch: Watch;
  state: ReminderState;
}

/** Shows each remembered reminder as a card that follows it to its end. */
export function createRemindersView(options: RemindersViewOptions): RemindersView {
  const { document, list, clock, style } = options;
  const cards = find(document, "#cards", HTMLUListElement);
  const empty = find(document, "#empty", HTMLElement);
  const notKept = find(document, "#not-kept", HTMLElement);
  const title = find(document, "#list-title", HTMLElement);
  const shown = new Map<string, Shown>();

  const open = (reminder: RememberedReminder): Shown => {
    const { id, sendAt } = reminder;
    const card = createCard(reminder, style, {
      onCancel: () => void cancel(entry),
      onForget: () => {
        list.remove(id);
        drop(id);
        arrange();
        title.focus();
      },
    });
    const entry: Shown = {
      reminder,
      card,
      state: { status: "scheduled", results: [] },
      watch: watch({
        sendAt: Date.parse(sendAt),
        clock,
        ask: () => options.api.look(id),
        onState: (state) => update(entry, state),
        onReachable: (reachable) => card.note(reachable ? "" : "No answer from the service. Trying again by itself."),
      }),
    };
    card.show(entry.state, clock.now());
    return entry;
  };

  const update = (entry: Shown, state: ReminderState): void => {
    const changed = entry.state.status !== state.status;
    entry.state = state;
    entry.card.show(state, clock.now());
    if (!changed) return;
    // A cancelled reminder needs no watching: it stays on this page, but not in the browser's notes.
    if (state.status === "cancelled") list.remove(entry.reminder.id);
    if (isFinal(state.status)) entry.watch.stop();
    options.announce(`${about(entry)}: ${STATUS_WORDS[state.status].label}.`);
    arrange();
  };

  const about = ({ reminder }: Shown): string =>
    `${CHANNEL_NAMES[reminder.channel]} reminder for ${momentText(Date.parse(reminder.sendAt), clock.now(), style)}`;

  const cancel = async (entry: Shown): Promise<void> => {
    const { card, reminder } = entry;
    if (!(await options.confirmCancel(`${about(entry)}. It will not be sent, and you cannot take this back.`))) return;
    card.setBusy(true);
    card.note("");
    const outcome = await options.api.cancel(reminder.id);
    card.setBusy(false);
    if (outcome.ok) return update(entry, { status: "cancelled", results: [] });
    card.note(problemText(outcome.problem, "cancel"));
    entry.watch.look();
  };

  const drop = (id: string): void => {
    const entry = shown.get(id);
    entry?.watch.stop();
    entry?.card.root.remove();
    shown.delete(id);
  };

  const arrange = (): void => {
    const focused = document.activeElement;
    const ordered = [...shown.values()].sort((a, b) => byUrgency(urgencyOf(a), urgencyOf(b)));
    ordered.forEach(({ card }, index) => {
      if (cards.children[index] !== card.root) cards.insertBefore(card.root, cards.children[index] ?? null);
    });
    // Moving an element takes its focus away.
    if (focused instanceof HTMLElement && focused !== document.activeElement && cards.contains(focused))
      focused.focus();
    empty.hidden = shown.size > 0;
    notKept.hidden = list.isKept();
  };

  return {
    sync() {
      const remembered = list.all();
      for (const reminder of remembered) if (!shown.has(reminder.id)) shown.set(reminder.id, open(reminder));
      const gone = [...shown.values()].filter(({ reminder, state }) => {
        return state.status !== "cancelled" && !remembered.some(({ id }) => id === reminder.id);
      });
      for (const { reminder } of gone) drop(reminder.id);
      arrange();
    },
    tick: () => {
      for (const { card } of shown.values()) card.tick(clock.now());
    },
    look: () => {
      for (const { state, watch } of shown.values()) if (!isFinal(state.status)) watch.look();
    },
    focus: (id) => shown.get(id)?.card.focus(),
  };
}

function urgencyOf({ reminder, state }: Shown): { readonly due: number; readonly final: boolean } {
  return { due: Date.parse(reminder.sendAt), final: isFinal(state.status) };
}
