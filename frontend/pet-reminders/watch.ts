import type { Outcome } from "../common/call-api.js";
import { isFinal, type ReminderState } from "./reminder.js";

/** Time as the watch needs it; the browser's, or a test's. */
export interface WatchClock {
  now(): number;
  /** Calls once after so many milliseconds; the answer calls it off. */
  after(milliseconds: number, action: () => void): () => void;
}

/** Follows one reminder to its end. */
export interface Watch {
  /** Looks once, now, whatever the time: when the page is opened or comes back into view. */
  look(): void;
  stop(): void;
}

/** What a watch is made with. */
export interface WatchOptions {
  /** Milliseconds since 1970. Before it nothing is asked, but for `look`. */
  readonly sendAt: number;
  readonly clock: WatchClock;
  readonly ask: () => Promise<Outcome<ReminderState>>;
  /** Called with each answer; after one with a final status the watch has ended. */
  readonly onState: (state: ReminderState) => void;
  /** Called with `false` when an answer failed to come, and with `true` when one came. */
  readonly onReachable?: (reachable: boolean) => void;
}

/**
 * Watches a reminder: silent until `sendAt`, from then on asking with growing pauses until its status is final.
 * A status of 404 is final too: the service forgot the reminder.
 */
export function watch({ sendAt, clock, ask, onState, onReachable }: WatchOptions): Watch {
  let stopped = false;
  let asking = false;
  let asked = 0;
  let callOff = (): void => undefined;

  const plan = (): void => {
    callOff();
    if (stopped) return;
    const wait = sendAt - clock.now();
    const pause = wait > 0 ? wait + FIRST_PAUSE : pauseAfter(asked);
    // Browsers count a timer in 32 bits: a longer wait is slept in pieces.
    if (pause > LONGEST_TIMER) callOff = clock.after(LONGEST_TIMER, plan);
    else callOff = clock.after(pause, askOnce);
  };
  const askOnce = async (): Promise<void> => {
    if (stopped || asking) return;
    asking = true;
    const outcome = await ask();
    asking = false;
    if (stopped) return;
    if (clock.now() >= sendAt) asked += 1;
    const state = stateOf(outcome);
    onReachable?.(state !== undefined);
    if (state && isFinal(state.status)) stopped = true;
    if (state) onState(state);
    plan();
  };

  plan();
  return {
    look: () => void askOnce(),
    stop() {
      stopped = true;
      callOff();
    },
  };
}

/** Milliseconds to wait after so many questions: 1 s, 1.5 s, 2.25 s, ... and a minute at most. */
export function pauseAfter(asked: number): number {
  return Math.min(60_000, Math.round(1000 * 1.5 ** asked));
}

function stateOf(outcome: Outcome<ReminderState>): ReminderState | undefined {
  if (outcome.ok) return outcome.value;
  return outcome.problem.status === 404 ? { status: "unknown", results: [] } : undefined;
}

/** The service needs a moment to send; asked at once it would always answer "sending". */
const FIRST_PAUSE = 700;

const LONGEST_TIMER = 2_147_000_000;
