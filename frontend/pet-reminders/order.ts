/** What a reminder's place in the list depends on. */
export interface Urgency {
  /** Milliseconds since 1970. */
  readonly due: number;
  /** Whether nothing more will happen. */
  readonly final: boolean;
}

/** Orders what is to come before what is over; the next one first, and of those that are over the latest. */
export function byUrgency(a: Urgency, b: Urgency): number {
  if (a.final !== b.final) return a.final ? 1 : -1;
  return a.final ? b.due - a.due : a.due - b.due;
}
