import { useHello } from "./use-hello.js";
import { useOrders } from "./use-orders.js";
import { usePetReminders } from "./use-pet-reminders.js";
import { useSmoothies } from "./use-smoothies.js";

/** What was deployed, for whoever uses it. */
export interface Deployed {
  readonly endpoint: string;
  readonly stage: string;
  /** The alias of the system's state machine: an output of the stack. */
  readonly stateMachineArn: string;
}

/** One text of a source file that a developer changes. */
interface Edit {
  readonly file: string;
  readonly text: string;
  readonly by: string;
}

/** What the deploy test knows of a system. */
export interface System {
  /** A change of the workflow and of one handler. */
  readonly edits: readonly Edit[];
  /** All that this change changes. */
  readonly updates: readonly string[];
  /** Starts an execution and helps it to its end; throws when it does not end well. */
  readonly use: (deployed: Deployed, isChanged: boolean) => Promise<void>;
}

/** The four systems. */
export const systems: Readonly<Record<string, System>> = {
  hello: {
    edits: [
      { file: "asl/workflows/hello.ts", text: "timeout: seconds(20)", by: "timeout: seconds(19)" },
      { file: "handlers/hello/nice.ts", text: "Nice to meet you.", by: "How nice to meet you." },
    ],
    updates: ["aws_lambda_function.nice", "aws_sfn_alias.workflow_live", "aws_sfn_state_machine.workflow"],
    use: useHello,
  },
  orders: {
    edits: [
      { file: "asl/workflows/orders.ts", text: "timeout: days(14)", by: "timeout: days(15)" },
      { file: "handlers/orders/check-fraud.ts", text: "const TOO_RISKY = 75", by: "const TOO_RISKY = 76" },
    ],
    updates: ["aws_lambda_function.check_fraud", "aws_sfn_alias.workflow_live", "aws_sfn_state_machine.workflow"],
    use: useOrders,
  },
  "pet-reminders": {
    edits: [
      { file: "asl/workflows/pet-reminders.ts", text: "timeout: days(365)", by: "timeout: days(364)" },
      { file: "handlers/pet-reminders/email-reminder.ts", text: '"Pet reminder"', by: '"Your pet waits"' },
    ],
    updates: ["aws_lambda_function.email_reminder", "aws_sfn_alias.workflow_live", "aws_sfn_state_machine.workflow"],
    use: usePetReminders,
  },
  smoothies: {
    edits: [
      { file: "asl/workflows/smoothies.ts", text: "order: hours(6)", by: "order: hours(7)" },
      { file: "handlers/smoothies/send-order.ts", text: "have this job any more.", by: "have this job now." },
    ],
    updates: ["aws_lambda_function.send_order", "aws_sfn_alias.workflow_live", "aws_sfn_state_machine.workflow"],
    use: useSmoothies,
  },
};
