import { createAnnouncer } from "../common/announcer.js";
import { createIdempotencyKeys } from "../common/idempotency-key.js";
import { englishLocale, momentText } from "../common/moment.js";
import { createReminderApi } from "./api-client.js";
import { createConfirmCancel } from "./confirm-cancel.js";
import { createFieldErrors } from "./field-errors.js";
import { createForm } from "./form.js";
import { inTurn } from "./in-turn.js";
import { createReminderList, STORAGE_KEY } from "./reminder-list.js";
import { createRemindersView } from "./reminders-view.js";
import { createScheduler } from "./schedule.js";

const style = { locale: englishLocale(navigator.languages) };
const now = (): number => Date.now();
const list = createReminderList(() => window.localStorage);
const direct = createReminderApi("api/reminders", (input, init) => window.fetch(input, init));
const api = { ...direct, look: inTurn(direct.look, { atOnce: 2, pause: 150 }) };
const announce = createAnnouncer(document);
const form = createForm(document, style);
const errors = createFieldErrors(form.root);
const reminders = createRemindersView({
  document,
  style,
  list,
  api,
  announce,
  confirmCancel: createConfirmCancel(document),
  clock: {
    now,
    after(milliseconds, action) {
      const timer = setTimeout(action, milliseconds);
      return () => clearTimeout(timer);
    },
  },
});
const schedule = createScheduler({
  api,
  form,
  errors,
  now,
  keys: createIdempotencyKeys(),
  onScheduled({ id, sendAt, channel }) {
    list.add({ id, sendAt, channel });
    reminders.sync();
    reminders.focus(id);
    announce(`Scheduled ${momentText(Date.parse(sendAt), now(), style)}.`);
  },
});

form.root.addEventListener("submit", (event) => {
  event.preventDefault();
  void schedule();
});
for (const kind of ["input", "change"]) {
  form.root.addEventListener(kind, (event) => {
    const field = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-field]") : null;
    if (field?.dataset.field) errors.clear(field.dataset.field);
    // What a message may be depends on how it is sent.
    if (field?.dataset.field === "channel") errors.clear("message");
    form.refresh(now());
    errors.clearHidden();
  });
}

// Another tab scheduled or removed one.
window.addEventListener("storage", ({ key }) => {
  if (key === STORAGE_KEY || key === null) reminders.sync();
});

// Not polling: one question each time a person comes back, since a reminder may have been sent or cancelled elsewhere.
let lastLook = now();
const lookAgain = (): void => {
  if (document.hidden) return;
  reminders.tick();
  if (now() - lastLook < 2000) return;
  lastLook = now();
  reminders.look();
};
document.addEventListener("visibilitychange", lookAgain);
window.addEventListener("focus", lookAgain);
window.addEventListener("online", lookAgain);

setInterval(() => {
  if (document.hidden) return;
  reminders.tick();
  form.refresh(now());
}, 1000);

form.refresh(now());
reminders.sync();
reminders.look();
