import type { Attributes, LocalContext, Resource } from "../../service.js";
import { parseResourcePolicy } from "../iam/resource-policy.js";
import { requiredText } from "../resource-attributes.js";
import { createQueue, type Queue } from "./queue.js";
import { type QueueStore, queueNameOf } from "./queue-store.js";
import { type Redrive, readRedrive, readRedriveAllow, readSettings } from "./settings.js";

/** Makes a resource of SQS. */
type Creator = (parts: ResourceParts, resource: Resource) => Attributes;

/** What the resources are made with. */
export interface ResourceParts {
  readonly context: LocalContext;
  readonly store: QueueStore;
  readonly urlOf: (queue: Queue) => string;
}

/** By Terraform type, what makes a resource of it. */
export const creators: Readonly<Record<string, Creator>> = {
  aws_sqs_queue: createQueueResource,
  aws_sqs_queue_policy({ store }, resource) {
    const policy = requiredText(resource, "policy");
    parseResourcePolicy(policy);
    return changed(findQueue(store, resource), { policy });
  },
  aws_sqs_queue_redrive_policy({ store }, resource) {
    const queue = findQueue(store, resource);
    const redrive = readRedrive(requiredText(resource, "redrive_policy"));
    checkRedrive(store, queue.arn, redrive);
    return changed(queue, { redrive });
  },
  aws_sqs_queue_redrive_allow_policy({ store }, resource) {
    const redriveAllow = readRedriveAllow(requiredText(resource, "redrive_allow_policy"));
    return changed(findQueue(store, resource), { redriveAllow });
  },
};

function createQueueResource({ context, store, urlOf }: ResourceParts, resource: Resource): Attributes {
  const name = requiredText(resource, "name");
  if (resource.attributes.fifo_queue === true || name.endsWith(".fifo")) {
    throw new Error("FIFO queues do not run here; leave 'fifo_queue' and the name's ending '.fifo' away.");
  }
  if (!/^[\w-]{1,80}$/u.test(name)) {
    throw new Error(`'name' is '${name}', but may only have 1 to 80 letters, digits, '-' and '_'.`);
  }
  if (store.byName(name) !== undefined) throw new Error(`'name' is '${name}': there is a queue of this name already.`);
  const arn = `arn:${context.partition}:sqs:${context.region}:${context.accountId}:${name}`;
  const settings = readSettings(resource);
  if (settings.redrive) checkRedrive(store, arn, settings.redrive);
  if (settings.policy !== undefined) parseResourcePolicy(settings.policy);
  const queue = createQueue(context, { name, arn }, settings, store.byArn);
  store.add(queue);
  const url = urlOf(queue);
  return { id: url, url, arn, name };
}

function changed(queue: Queue, settings: Parameters<Queue["change"]>[0]): Attributes {
  queue.change(settings);
  return {};
}

function checkRedrive(store: QueueStore, sourceArn: string, { targetArn }: Redrive): void {
  const target = store.byArn(targetArn);
  if (target === undefined || targetArn === sourceArn) {
    throw new Error(
      `'redrive_policy' names the dead-letter queue '${targetArn}': there is no such queue${target === undefined ? " yet. Refer to its 'arn', or add a 'depends_on'" : " beside this one"}.`,
    );
  }
  const { permission = "allowAll", sourceArns = [] } = target.settings().redriveAllow ?? {};
  if (permission === "allowAll" || (permission === "byQueue" && sourceArns.includes(sourceArn))) return;
  throw new Error(
    `The queue '${target.name}' does not take dead letters of this one: its 'redrive_allow_policy' says ${permission}.`,
  );
}

function findQueue(store: QueueStore, resource: Resource): Queue {
  const url = requiredText(resource, "queue_url");
  const queue = store.byName(queueNameOf(url) ?? "");
  if (queue !== undefined) return queue;
  throw new Error(`'queue_url' is '${url}': there is no such queue.`);
}
