import type { Problem } from "../common/problem.js";

/** Why an order was not taken, and what to do. */
export function orderProblemText(problem: Problem, isOnline: boolean): string {
  const { status, detail } = problem;
  if (status === undefined && !isOnline)
    return "You are offline. Your order was not sent; try again once you are back.";
  if (status === undefined)
    return "No answer from the kitchen, so it is not known whether it has your order. Order again as it is: it will be made once.";
  if (status === 429) return "The kitchen gets more orders than it can take. Wait a few seconds, then order again.";
  if (status >= 500) return `The kitchen could not take your order (error ${status}). Try again in a moment.`;
  return detail ?? `The kitchen did not accept this (error ${status}). Check the form and try again.`;
}

/** Why the kitchen cannot be shown as it is now. What is on the page stays. */
export function lookProblemText({ status, isGarbled }: Problem, isOnline: boolean): string {
  if (!isOnline) return "You are offline. This is how it was; it goes on by itself when you are back.";
  if (isGarbled)
    return "The answer was not from the kitchen: is this network asking you to sign in? Trying again by itself.";
  if (status === undefined) return "The kitchen cannot be reached. Trying again by itself.";
  if (status === 429) return "Too many people are looking at the kitchen. Looking again in a moment, by itself.";
  return `The kitchen cannot say how it is (error ${status}). Trying again by itself.`;
}
