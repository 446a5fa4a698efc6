import type { JsonObject } from "../../../asl/spec/index.js";
import type { Caller, LocalContext, Service } from "../../service.js";
import { answerJson, type JsonAction } from "../aws-json.js";
import { parseResourcePolicy, type ResourcePolicy, refusalByPolicy } from "../iam/resource-policy.js";
import { forEachEntry } from "./batch.js";
import { accessDenied } from "./errors.js";
import {
  changeMessageVisibility,
  deleteMessage,
  receiveMessage,
  sendMessage,
  sendMessageBatch,
} from "./message-actions.js";
import { createMoveTasks } from "./move-tasks.js";
import type { Queue } from "./queue.js";
import { getQueueAttributes, getQueueUrl, listDeadLetterSources, listQueues } from "./queue-actions.js";
import { createQueueStore, type QueueStore } from "./queue-store.js";
import { creators } from "./resources.js";

/** SQS, with what Lambda's event source mappings use of it. */
export interface SqsService extends Service {
  readonly queues: Pick<QueueStore, "byArn">;
}

type QueueAction = (
  queue: Queue,
  input: JsonObject,
  caller: Caller,
  signal: AbortSignal,
) => JsonObject | Promise<JsonObject>;

/** The actions on one queue. */
const queueActions: Readonly<Record<string, QueueAction>> = {
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
  ReceiveMessage: (queue, input, _caller, signal) => receiveMessage(queue, input, signal),
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: (queue, input) => forEachEntry(input, (entry) => deleteMessage(queue, entry)),
  ChangeMessageVisibility: changeMessageVisibility,
  ChangeMessageVisibilityBatch: (queue, input) => forEachEntry(input, (entry) => changeMessageVisibility(queue, entry)),
  PurgeQueue: (queue) => {
    queue.purge();
    return {};
  },
};

/**
 * Amazon SQS: standard queues in memory, over the AWS JSON 1.0 protocol.
 *
 * Queues come from the stacks only; `CreateQueue` and `SetQueueAttributes` are not known, FIFO queues are refused. A short poll asks
 * all of a queue, where AWS asks a part of its servers; a purge is done at once and may be repeated at once.
 */
export function createSqsService(context: LocalContext): SqsService {
  const store = createQueueStore();
  const urlOf = (queue: Queue) => `${context.endpoint()}/${context.accountId}/${queue.name}`;
  const actionContext = { store, urlOf, createdAt: context.clock.now() };
  const moveTasks = createMoveTasks(context, store);
  const policies = new Map<string, ResourcePolicy>();

  /** Parsed once for each text that a policy has. */
  const policyOf = (queue: Queue): ResourcePolicy => {
    const { policy: text } = queue.settings();
    if (text === undefined) return [];
    const policy = policies.get(text) ?? parseResourcePolicy(text);
    policies.set(text, policy);
    return policy;
  };
  const checkPolicy = (queue: Queue, caller: Caller, name: string): void => {
    const action = `sqs:${name.replace(/Batch$/u, "")}`;
    const access = { action, resource: queue.arn, accountId: context.accountId };
    const refusal = refusalByPolicy(policyOf(queue), caller, access);
    if (refusal === undefined) return;
    if (caller.service !== undefined) {
      context.log("warn", "sqs", `the policy of the queue does not let ${caller.service} in`, { queue: queue.name });
    }
    throw accessDenied(refusal);
  };

  const actionsFor = (caller: Caller): Readonly<Record<string, JsonAction>> => ({
    ...Object.fromEntries(
      Object.entries(queueActions).map(([name, act]): [string, JsonAction] => [
        name,
        (input, signal) => {
          const queue = store.ofRequest(input);
          checkPolicy(queue, caller, name);
          return act(queue, input, caller, signal);
        },
      ]),
    ),
    GetQueueUrl: (input) => getQueueUrl(actionContext, input),
    GetQueueAttributes: (input) => getQueueAttributes(actionContext, input),
    ListQueues: (input) => listQueues(actionContext, input),
    ListDeadLetterSourceQueues: (input) => listDeadLetterSources(actionContext, input),
    StartMessageMoveTask: (input) => moveTasks.start(input),
    ListMessageMoveTasks: (input) => moveTasks.list(input),
  });

  return {
    name: "sqs",
    title: "SQS",
    resourceTypes: Object.keys(creators),
    create(resource) {
      const creator = creators[resource.type];
      if (creator === undefined) throw new Error(`SQS has no '${resource.type}' here.`);
      return creator({ context, store, urlOf }, resource);
    },
    summary: () => `${store.list().length} ${store.list().length === 1 ? "queue" : "queues"}`,
    handle: (request, caller) => answerJson({ targetPrefix: "AmazonSQS", actions: actionsFor(caller) }, request),
    async stop() {
      for (const queue of store.list()) queue.stop();
    },
    queues: store,
  };
}
