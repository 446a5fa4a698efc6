import * as v from "valibot";
import type { Gap } from "./gap.js";

const answerSchema = v.looseObject({ Attributes: v.optional(v.record(v.string(), v.string())) });

/** The provider compares the text. */
export const redrivePolicy: Gap = {
  service: "sqs",
  why: "GetQueueAttributes gives a redrive policy without white space",
  matches: ({ action }) => action === "GetQueueAttributes",
  async answer(call, moto) {
    const given = await moto(call);
    if (given.status !== 200) return given;
    const answer = v.parse(answerSchema, JSON.parse(`${given.body}`));
    const { RedrivePolicy: policy } = answer.Attributes ?? {};
    if (policy === undefined) return given;
    const RedrivePolicy = JSON.stringify(JSON.parse(policy));
    return { ...given, body: JSON.stringify({ ...answer, Attributes: { ...answer.Attributes, RedrivePolicy } }) };
  },
};
