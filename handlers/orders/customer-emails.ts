/** What an order's customer is told, at its end. */
export type CustomerNews =
  | { readonly kind: "dispatched"; readonly orderId: string; readonly trackingNumber: string }
  | { readonly kind: "declined"; readonly orderId: string }
  | { readonly kind: "failed"; readonly orderId: string };

/** The e-mail that tells it, in plain text. */
export function emailAbout(news: CustomerNews): { readonly subject: string; readonly text: string } {
  switch (news.kind) {
    case "dispatched":
      return {
        subject: `Your order ${news.orderId} is on its way`,
        text: `Your order ${news.orderId} has left our warehouse. Its tracking number is ${news.trackingNumber}.`,
      };
    case "declined":
      return {
        subject: `Your card was declined`,
        text: `Your bank declined the payment of your order ${news.orderId}. You have not been charged. Please order again with another card.`,
      };
    case "failed":
      return {
        subject: `We could not deliver your order ${news.orderId}`,
        text: `We are sorry: your order ${news.orderId} could not be delivered. If your card was charged, you have got everything back.`,
      };
  }
}
