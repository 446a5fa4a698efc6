import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { svg } from "../../../asl/views/diagram/index.js";
import { startBrowser, type TestBrowser } from "../../browser/support/browser.js";
import { findChromium } from "../../browser/support/find-chromium.js";

const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const long = "ReserveTheInventoryOfEveryWarehouseAndThenWaitForTheAnswerOfTheSlowestOne";
const hard = {
  StartAt: long,
  States: {
    [long]: {
      Type: "Task",
      Resource: `arn:aws:lambda:eu-west-1:123456789012:function:${"W".repeat(64)}`,
      Next: "WWWWWWWWWWWWWWWWWWWW",
    },
    WWWWWWWWWWWWWWWWWWWW: {
      Type: "Choice",
      Choices: [{ Variable: `$.${"m".repeat(80)}`, StringEquals: "W W W", Next: "漢字の状態😀" }],
      Default: long,
    },
    "漢字の状態😀": { Type: "Fail", Error: "MMMMMMMMMM.WWWWWWWWWWW" },
  },
};
const definitions = {
  reminders: read("test/asl/workflows/golden/pet-reminders.asl.json"),
  "fan-out": read("test/asl/views/cases/fan-out.asl.json"),
  "poll-a-job": read("test/asl/views/cases/poll-a-job.asl.json"),
  hard,
};

const chromium = findChromium();

describe.runIf(chromium !== undefined)("in a browser", () => {
  let browser: TestBrowser | undefined;
  beforeAll(async () => {
    browser = await startBrowser(chromium ?? "");
  });
  afterAll(() => browser?.stop());

  test.each(Object.entries(definitions))(
    "no text of %s leaves its card or label, in light and in dark",
    async (_, definition) => {
      for (const colorScheme of ["light", "dark"] as const) {
        const { page, complaints } = (await browser?.open({ colorScheme })) ?? {};
        await page?.setContent(svg(definition));
        // A text as the page's source: it runs in the browser, not here.
        const out = await page?.evaluate(`[...document.querySelectorAll(".card, .label rect")].flatMap((frame) => {
        const room = frame.getBoundingClientRect();
        return [...frame.parentElement.querySelectorAll(":scope > text")].filter((text) => {
          const box = text.getBoundingClientRect();
          return box.left < room.left || box.right > room.right || box.top < room.top - 1 || box.bottom > room.bottom + 1;
        }).map((text) => text.textContent);
      })`);
        expect(out).toEqual([]);
        const contrast = await page?.evaluate(`(() => {
        const light = (color) => {
          const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map((c) => c / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        return [...document.querySelectorAll(".card, .label rect")].flatMap((frame) => {
          const ground = light(getComputedStyle(frame).fill);
          return [...frame.parentElement.querySelectorAll(":scope > text")].map((text) => {
            const ink = light(getComputedStyle(text).fill);
            const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
            return ratio < 4.5 ? text.textContent + " " + ratio.toFixed(2) : undefined;
          }).filter(Boolean);
        });
      })()`);
        expect(contrast).toEqual([]);
        expect(complaints?.list()).toEqual([]);
        await page?.context().close();
      }
    },
  );
});
