import * as v from "valibot";

const executionSchema = v.object({
  name: v.string(),
  executionArn: v.string(),
  stateMachine: v.string(),
  type: v.picklist(["STANDARD", "EXPRESS"]),
  system: v.string(),
  status: v.picklist(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]),
  startDate: v.string(),
  stopDate: v.optional(v.string()),
  waiting: v.optional(v.object({ state: v.string(), until: v.string() })),
});

const stateVisitSchema = v.object({
  name: v.string(),
  type: v.string(),
  status: v.string(),
  enteredAt: v.string(),
  exitedAt: v.optional(v.string()),
  input: v.unknown(),
  output: v.optional(v.unknown()),
  depth: v.optional(v.number(), 0),
  attempts: v.optional(v.number()),
  error: v.optional(v.string()),
  cause: v.optional(v.string()),
});

const eventSchema = v.looseObject({ id: v.number(), timestamp: v.number(), type: v.string() });

/** What the console's API answers, by the last part of its address under `api/`. */
export const schemas = {
  systems: v.array(v.object({ name: v.string(), url: v.string() })),
  messages: v.array(
    v.object({
      kind: v.picklist(["email", "sms"]),
      to: v.string(),
      from: v.optional(v.string()),
      subject: v.optional(v.string()),
      body: v.string(),
      at: v.string(),
    }),
  ),
  executions: v.array(executionSchema),
  execution: v.object({
    ...executionSchema.entries,
    input: v.unknown(),
    output: v.optional(v.unknown()),
    error: v.optional(v.string()),
    cause: v.optional(v.string()),
    definition: v.unknown(),
    states: v.array(stateVisitSchema),
    events: v.array(eventSchema),
  }),
};

/** A message as it was sent. */
export type Message = v.InferOutput<typeof schemas.messages>[number];
/** A link to a system that runs here. */
export type SystemLink = v.InferOutput<typeof schemas.systems>[number];
/** An execution in the list. */
export type Execution = v.InferOutput<typeof executionSchema>;
/** An execution with all that is known of it. */
export type ExecutionDetail = v.InferOutput<typeof schemas.execution>;
/** One visit of a state. */
export type StateVisit = v.InferOutput<typeof stateVisitSchema>;
/** One event of a history; its details are in further fields. */
export type HistoryEvent = v.InferOutput<typeof eventSchema>;
