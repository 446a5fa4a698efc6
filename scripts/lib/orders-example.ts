import stringify from "json-stringify-pretty-compact";
import { type FinishedWorkflow, render } from "../../asl/index.js";
import { svg } from "../../asl/views/diagram/index.js";
import { diff, diffText } from "../../asl/views/diff/index.js";
import { orders } from "../../asl/workflows/orders.js";
import { plainBindings } from "./golden.js";

const inserted = "CheckFraud";

/** The workflow orders as it was before a step came in: without that step, and nothing else. */
function without(step: string): FinishedWorkflow {
  const { data } = orders;
  const steps = data.steps.filter((one) => !("name" in one && one.name === step));
  if (steps.length !== data.steps.length - 1) throw new Error(`orders has no step ${step} on its main path.`);
  return { data: { ...data, steps } };
}

/** The files of the worked example in docs/orders.md: what orders was before the fraud check, as a definition and as a picture. */
export function ordersExample(): readonly { readonly path: string; readonly text: string }[] {
  const before = render(without(inserted), plainBindings("orders"));
  return [
    {
      path: "test/asl/workflows/golden/example/orders-without-fraud-check.asl.json",
      text: `${stringify(before, { maxLength: 120 })}\n`,
    },
    {
      path: "docs/pictures/orders-without-fraud-check.svg",
      text: svg(before, { title: "The workflow orders without its fraud check" }),
    },
  ];
}

/** The page docs/orders.md with the semantic difference that the step makes, as `npm run asl -- diff` prints it. */
export function ordersPage(page: string): string {
  const bindings = plainBindings("orders");
  const text = diffText(diff(render(without(inserted), bindings), render(orders, bindings)));
  const block = /(<!-- the semantic diff; npm run golden writes it -->\n```text\n)[\s\S]*?(```)/;
  if (!block.test(page)) throw new Error("docs/orders.md has no place for the semantic diff.");
  return page.replace(block, (_all, start: string, end: string) => `${start}${text.trimEnd()}\n${end}`);
}
