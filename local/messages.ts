import type { Inbox, Message } from "./service.js";

/**
 * The inbox of everyone, in memory: it keeps the newest `limit` messages, so that a runtime left on for days does not grow.
 *
 * @example
 * const inbox = createInbox();
 * inbox.add({ kind: "sms", to: "+15550100", body: "Feed the cat", at: "2030-01-01T09:00:00.000Z" });
 */
export function createInbox(limit = 1000): Inbox {
  const messages: Message[] = [];
  return {
    add(message) {
      messages.push(message);
      if (messages.length > limit) messages.shift();
    },
    list: () => [...messages],
  };
}
