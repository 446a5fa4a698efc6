import { planReviewCommand } from "../../../scripts/lib/plan-review/command.js";
import { disk } from "../../../scripts/lib/plan-review/disk.js";

/** How the command ended, and what it printed. */
export interface Answer {
  readonly code: number;
  readonly printed: string;
  readonly complained: string;
}

/** Runs `npm run plan-review` in process. */
export async function planReview(...args: readonly string[]): Promise<Answer> {
  let printed = "";
  let complained = "";
  const code = await planReviewCommand(args, {
    ...disk(process.cwd()),
    print: (text) => {
      printed += text;
    },
    complain: (text) => {
      complained += text;
    },
  });
  return { code, printed, complained };
}
