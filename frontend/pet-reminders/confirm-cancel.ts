import { find, setText } from "../common/dom.js";

/** Asks whether to cancel a reminder; resolves to the answer. */
export type ConfirmCancel = (question: string) => Promise<boolean>;

/** The page's own dialog: Escape and "Keep it" mean no, and the focus returns to where it was. */
export function createConfirmCancel(document: Document): ConfirmCancel {
  const dialog = find(document, "#cancel-dialog", HTMLDialogElement);
  const text = find(dialog, "#cancel-text", HTMLElement);
  return (question) =>
    new Promise((resolve) => {
      setText(text, question);
      dialog.returnValue = "keep";
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "cancel"), { once: true });
      dialog.showModal();
    });
}
