import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import * as v from "valibot";
import { failureKind, nameOf } from "../common/failure-kind.js";
import { parseJson } from "../common/parse-json.js";
import {
  type ChannelResult,
  type Reminder,
  reminderResultsSchema,
  reminderSchema,
  singleChannels,
} from "./reminder.js";
import {
  type Patience,
  type Progress,
  type ReminderStore,
  type StoredReminder,
  StoreUnavailable,
} from "./reminder-store.js";

/** What the store needs besides its client. */
export interface StepFunctionsStoreOptions {
  readonly client: SFNClient;
  /** What to start: the machine, or an alias of it (`…:stateMachine:NAME:live`). */
  readonly stateMachineArn: string;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Keeps reminders as executions of the workflow: the id is the execution's name, the reminder its input. Step Functions
 * keeps an execution for 90 days after its end; after that the reminder is unknown and its id free.
 *
 * A request to start an execution that runs already with the same input succeeds (and starts nothing); with another
 * input, or once it has ended, Step Functions answers `ExecutionAlreadyExists`.
 */
export function stepFunctionsStore({ client, stateMachineArn, sleep }: StepFunctionsStoreOptions): ReminderStore {
  // An execution is one of the machine, whichever alias started it: seven parts of the ARN name the machine.
  const machineArn = stateMachineArn.split(":").slice(0, 7).join(":");
  const executionArn = (id: string) => `${machineArn.replace(":stateMachine:", ":execution:")}:${id}`;

  const describe = async (id: string): Promise<DescribeExecutionCommandOutput | undefined> => {
    try {
      return await client.send(new DescribeExecutionCommand({ executionArn: executionArn(id) }));
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw explained(error);
    }
  };

  return {
    start: async (reminder) => {
      try {
        const input = JSON.stringify(reminder);
        await client.send(new StartExecutionCommand({ stateMachineArn, name: reminder.id, input }));
        return "started";
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return "taken";
        throw explained(error);
      }
    },
    find: async (id, patience) => {
      let execution = await describe(id);
      for (const pause of PAUSES[patience]) {
        if (execution) break;
        await sleep(pause);
        execution = await describe(id);
      }
      return execution && storedReminder(execution);
    },
    stop: async (id) => {
      const why = { error: "Cancelled", cause: "Cancelled through the API." };
      const command = new StopExecutionCommand({ executionArn: executionArn(id), ...why });
      await client.send(command).catch((error: unknown) => Promise.reject(explained(error)));
    },
  };
}

// Each call may be repeated: a start is known by its name, the others are idempotent.
function explained(error: unknown): unknown {
  return failureKind(error) === "rejected" ? error : new StoreUnavailable(nameOf(error));
}

// DescribeExecution is eventually consistent: an execution may be unknown for a moment after its start. Milliseconds.
const PAUSES: Record<Patience, readonly number[]> = { none: [], short: [100, 200, 400], long: [100, 200, 400, 800] };

function storedReminder(execution: DescribeExecutionCommandOutput): StoredReminder | undefined {
  const input = v.safeParse(reminderSchema, parseJson(execution.input));
  // Somebody started it by hand with something else; it is no reminder of ours.
  return input.success ? { reminder: input.output, progress: progressOf(execution, input.output) } : undefined;
}

function progressOf(execution: DescribeExecutionCommandOutput, reminder: Reminder): Progress {
  switch (execution.status) {
    case "ABORTED":
      return { state: "cancelled" };
    case "SUCCEEDED":
      return { state: "finished", results: resultsIn(execution.output) ?? allFailed(reminder, "UnknownResult") };
    case "FAILED":
      // A failed execution has no output; the workflow's Fail state puts the results into its cause.
      return {
        state: "finished",
        results: resultsIn(execution.cause) ?? allFailed(reminder, execution.error ?? "States.Runtime"),
      };
    case "TIMED_OUT":
      return { state: "finished", results: allFailed(reminder, "States.Timeout") };
    default:
      return { state: "running" };
  }
}

function resultsIn(text: string | undefined): readonly ChannelResult[] | undefined {
  const parsed = v.safeParse(reminderResultsSchema, parseJson(text));
  return parsed.success && parsed.output.results.length > 0 ? parsed.output.results : undefined;
}

function allFailed(reminder: Reminder, error: string): ChannelResult[] {
  return singleChannels(reminder).map((channel) => ({ channel, status: "failed", error }));
}
