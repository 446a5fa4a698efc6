import type { StoredExecution } from "./execution-store.js";
import { redrivableWhile, redriveStatus } from "./redrive-status.js";
import type { StatesState } from "./state.js";

/** More than this of input and output together is left out of an event. Source: Developer Guide, "EventBridge payloads". */
const mostBytes = 248 * 1024;

/**
 * Sends AWS's event of a change of an execution's status to the default event bus; Express executions have none.
 *
 * Source: Step Functions Developer Guide, "Automating Step Functions event delivery with EventBridge".
 *
 * @param hasStarted true: tells that the execution runs, though one that waits for nothing has ended by now
 */
export function publishStatus(state: StatesState, stored: StoredExecution, hasStarted: boolean): void {
  const { execution, machine, origin, input } = stored;
  if (machine.machine.type === "EXPRESS") return;
  const { executionArn } = execution;
  const end = hasStarted ? undefined : execution;
  const output = end?.output === undefined ? undefined : JSON.stringify(end.output);
  const isOutputIn = output !== undefined && sizeOf(output) <= mostBytes;
  const isInputIn = sizeOf(input) + sizeOf(output ?? "") <= mostBytes;
  const { status, reason } = hasStarted ? redrivableWhile("RUNNING") : redriveStatus(state, stored);
  state.context.events.publish({
    "detail-type": "Step Functions Execution Status Change",
    source: "aws.states",
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn: execution.stateMachineArn,
      name: execution.name,
      status: end?.status ?? "RUNNING",
      startDate: execution.startDate,
      stopDate: end?.stopDate ?? null,
      input: isInputIn ? input : null,
      output: isOutputIn ? output : null,
      stateMachineVersionArn: origin.versionArn ?? null,
      stateMachineAliasArn: origin.aliasArn ?? null,
      redriveCount: execution.redriveCount,
      redriveDate: execution.redriveDate ?? null,
      redriveStatus: status,
      redriveStatusReason: reason ?? null,
      inputDetails: { included: isInputIn },
      outputDetails: output === undefined ? null : { included: isOutputIn },
      error: end?.error ?? null,
      cause: end?.cause ?? null,
    },
  });
}

/** Bytes of a text as it stands, escaped, in an event. */
function sizeOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
