import type { TracePoint } from "../../../asl/interpreter/index.js";
import { isObject, type LocalContext } from "../../service.js";
import type { StoredMachine } from "./machine-store.js";

const texts: Partial<Readonly<Record<TracePoint["kind"], string>>> = {
  state: "state entered",
  retry: "state retried",
  catch: "error caught",
};

/**
 * What a machine's `loggingConfiguration` of level `ALL` does here: a line in the runtime's log for each state that an
 * execution enters, retries, or catches an error of. Names alone: data stays out even with `includeExecutionData`.
 */
export function stateLog({ log }: LocalContext, machine: StoredMachine, name: string) {
  const { loggingConfiguration: logging } = machine.configuration;
  if (!isObject(logging) || logging.level !== "ALL") return undefined;
  return ({ kind, state }: TracePoint): void => {
    const text = texts[kind];
    if (text !== undefined) log("info", "states", text, { machine: machine.name, name, state });
  };
}
