import type { Answer, Call } from "../call.js";

/** Something that moto 5.2.1 lacks or does in another way than AWS, and what is answered in its place. */
export interface Gap {
  readonly service: string;
  /** In one line: what AWS does and moto does not. */
  readonly why: string;
  readonly matches: (call: Call) => boolean;
  readonly answer: (call: Call, moto: (call: Call) => Promise<Answer>) => Answer | Promise<Answer>;
}
