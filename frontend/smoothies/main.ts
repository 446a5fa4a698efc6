import { createAnnouncer } from "../common/announcer.js";
import { createIdempotencyKeys } from "../common/idempotency-key.js";
import { englishLocale } from "../common/moment.js";
import { createKitchenApi } from "./kitchen-api.js";
import { createKitchenView } from "./kitchen-view.js";
import { createLook } from "./look.js";
import { createOrderForm } from "./order-form.js";
import { createOrderList, STORAGE_KEY } from "./order-list.js";
import { createOrdersView } from "./orders-view.js";
import { createOrdering } from "./place-order.js";
import { createPoll } from "./poll.js";

const style = { locale: englishLocale(navigator.languages) };
const now = (): number => Date.now();
const isOnline = (): boolean => navigator.onLine;
const api = createKitchenApi("api", (input, init) => window.fetch(input, init));
const announce = createAnnouncer(document);
const list = createOrderList(() => window.localStorage);
const form = createOrderForm(document);
const orders = createOrdersView({ document, style, list, announce, now });
const kitchen = createKitchenView(document, now);
orders.sync();

const poll = createPoll({
  look: createLook({ api, orders, kitchen, form, announce, isOnline }),
  clock: {
    after(milliseconds, action) {
      const timer = setTimeout(action, milliseconds);
      return () => clearTimeout(timer);
    },
  },
  isHidden: () => document.hidden,
  random: Math.random,
});
const placeOrder = createOrdering({
  ...{ api, form, now, isOnline },
  keys: createIdempotencyKeys(),
  onOrdered(id, order) {
    orders.add(id, order);
    poll.soon();
  },
});

form.root.addEventListener("submit", (event) => {
  event.preventDefault();
  void placeOrder();
});
form.root.addEventListener("input", ({ target }) => {
  if (target instanceof HTMLInputElement) form.clearErrors(target.id === "customer" ? "customer" : "smoothie");
});
document.querySelector("#look-now")?.addEventListener("click", () => poll.soon());

// Another tab ordered or removed one.
window.addEventListener("storage", ({ key }) => {
  if (key !== STORAGE_KEY && key !== null) return;
  orders.sync();
  poll.soon();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) poll.soon();
});
for (const kind of ["online", "offline"]) window.addEventListener(kind, () => poll.soon());

setInterval(() => {
  if (!document.hidden) kitchen.tick();
}, 1000);
