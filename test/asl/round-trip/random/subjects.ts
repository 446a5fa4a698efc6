import {
  bucket,
  invoke,
  type JsonArg,
  lambda,
  queue,
  reply,
  role,
  sqs,
  type TaskToken,
} from "../../../../asl/index.js";

interface Handler<Input, Output, ErrorName extends string> {
  (event: Input): Promise<Output>;
  readonly errors: readonly ErrorName[];
}

/** The input of every random workflow, and of every child execution in one. */
export interface Data {
  readonly id: string;
  readonly count: number;
  readonly due: string;
  readonly size: "small" | "large";
  readonly lines: readonly Line[];
  readonly prices: { readonly [sku: string]: number };
}

export interface Line {
  readonly sku: string;
  readonly count: number;
}

export const work = lambda<Handler<{ id: string }, { done: boolean }, "Busy" | "Broken">>("work");
export const tenant = role("tenant");
export const files = bucket("files");
export const mail = queue("mail");

/** Waits for whoever reads the queue. */
export const ask = () =>
  sqs.sendMessage.waitForTaskToken(
    mail,
    (taskToken: TaskToken): JsonArg => ({ taskToken }),
    reply<{ done: boolean }>(),
  );

export const workOnce = () => invoke(work, { id: "1" });

export const bindings = {
  lambda: (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
  role: (name: string) => `arn:aws:iam::999999999999:role/${name}`,
  bucket: (name: string) => ({ arn: `arn:aws:s3:::${name}`, name }),
  queue: (name: string) => ({
    arn: `arn:aws:sqs:eu-west-1:123456789012:${name}`,
    url: `https://sqs.eu-west-1.amazonaws.com/1/${name}`,
  }),
  account: { partition: "aws", region: "eu-west-1", accountId: "123456789012" },
  self: "random",
};
