import type { Path, Step } from "../asl/builder/steps.js";
import { invoke, lambda, render, seconds, type TaskHandler, workflow } from "../asl/index.js";
import { medianTime } from "./median-time.js";
import { shown, table } from "./table.js";

const work = lambda<TaskHandler & ((event: { id: string }) => Promise<{ done: boolean }>)>("work");
const oneTask = workflow<{ id: string }>("one").do("Work", ({ input }) => invoke(work, { id: input.id }), {
  timeout: seconds(30),
  retry: [{ on: ["Lambda.TooManyRequestsException"], maxAttempts: 5, jitter: "FULL" }],
}).data.steps[0];

/** Data of a workflow with so many tasks, as the builder makes it. */
function chain(length: number): { readonly data: Path & { readonly name: string } } {
  const steps: Step[] = [];
  for (let index = 0; index < length; index += 1) {
    if (oneTask?.kind === "work") steps.push({ ...oneTask, name: `Work${index}` });
  }
  return { data: { name: "chain", steps: [...steps, { kind: "succeed", name: "Done" }] } };
}

/** Times rendering, from the builder's data to a definition. */
export async function renderSpeed(): Promise<string> {
  const bindings = { lambda: (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}` };
  const rows: string[][] = [];
  for (const length of [100, 1_000, 10_000, 50_000]) {
    const time = await medianTime(
      () => chain(length),
      (flow) => render(flow, bindings),
    );
    rows.push([length.toLocaleString("en"), shown(time), shown((time * 1000) / length)]);
  }
  return table(["states", "milliseconds", "microseconds a state"], rows);
}
