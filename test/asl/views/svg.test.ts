import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { svg, svgDrawer } from "../../../asl/views/diagram/index.js";
import { anything, definition, reversed } from "./support/definitions.js";
import { xmlProblem } from "./support/xml.js";

const reminders: unknown = JSON.parse(readFileSync("test/asl/workflows/golden/pet-reminders.asl.json", "utf8"));
const widthOf = (drawing: string) => Number(/ width="(\d+)"/.exec(drawing)?.[1]);

describe("an SVG", () => {
  test("is well-formed and names every state, whatever the definition", () => {
    fc.assert(
      fc.property(definition, (value) => {
        const drawing = svg(value);
        expect(xmlProblem(drawing)).toBeUndefined();
        const states = [...JSON.stringify(value).matchAll(/"Type":/g)].length;
        const drawn = [...drawing.matchAll(/data-state=/g)].length;
        expect(drawn).toBeGreaterThanOrEqual(states);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test("comes of anything, however malformed", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(xmlProblem(svg(value, { highlight: {}, path: { states: {}, transitions: [] } }))).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test("is the same, byte for byte, for the same definition", () => {
    expect(svg(reminders)).toBe(svg(JSON.parse(JSON.stringify(reminders))));
  });

  test("drawn again with other marks is as if drawn alone", () => {
    const draw = svgDrawer(reminders);
    const way = { title: "One", path: { states: { Timer: "succeeded" as const }, transitions: [] } };
    const drawings = [way, { title: "Two" }, way].map(draw);
    expect(drawings).toEqual([svg(reminders, way), svg(reminders, { title: "Two" }), svg(reminders, way)]);
    expect(drawings[0]).not.toBe(drawings[1]);
  });

  test("has an accessible name and a description", () => {
    const drawing = svg({ StartAt: "A", States: { A: { Type: "Succeed" } } }, { title: "A & B" });
    expect(drawing).toContain('role="img"');
    expect(drawing).toContain("<title>A &amp; B</title>");
    expect(drawing).toContain("<desc>1 state: A. Starts at A.</desc>");
  });

  test("tells the types apart by outline and word, not by colour alone", () => {
    const types = ["Task", "Choice", "Wait", "Pass", "Succeed", "Fail"];
    const shapes = types.map((type) => {
      const drawing = svg({ StartAt: "A", States: { A: { Type: type } } });
      expect(drawing).toContain(`>${type}</text>`);
      const [, outline = ""] = /<path class="card" d="([^"]*)"/.exec(drawing) ?? [];
      return outline.replace(/[-\d. ]+/g, "") + (drawing.includes('class="inner"') ? " twice" : "");
    });
    expect(new Set(shapes).size).toBeGreaterThanOrEqual(5);
  });

  test("is dashed and names the errors where a Catch leads", () => {
    const drawing = svg({
      StartAt: "A",
      States: {
        A: { Type: "Task", Catch: [{ ErrorEquals: ["X.Y", "Z"], Next: "B" }], Next: "B" },
        B: { Type: "Succeed" },
      },
    });
    expect(drawing).toMatch(/<g class="label catch"><title>X\.Y, Z<\/title>/);
    expect(drawing).toMatch(/<g class="edge catch"><path d=/);
    expect(drawing).toContain(".catch path{stroke:var(--catch);stroke-dasharray:5 4}");
  });

  test("fits GitHub's width, even for a fan of eleven and for a chain of thirty", () => {
    const fan = Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [`Handle${index}`, { Type: "Task", Next: "Join" }]),
    );
    const rules = Object.keys(fan).map((name) => ({ Variable: "$.detail.eventName", StringEquals: name, Next: name }));
    const wide = {
      StartAt: "Route",
      States: { Route: { Type: "Choice", Choices: rules, Default: "Join" }, ...fan, Join: { Type: "Succeed" } },
    };
    const long = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `Step${index}`,
        { Type: "Task", Next: `Step${index + 1}`, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Report" }] },
      ]),
    );
    const chain = { StartAt: "Step0", States: { ...long, Step30: { Type: "Succeed" }, Report: { Type: "Fail" } } };
    expect(widthOf(svg(wide))).toBeLessThanOrEqual(830);
    expect(widthOf(svg(chain))).toBeLessThanOrEqual(830);
    expect(widthOf(svg(reminders))).toBeLessThanOrEqual(913);
  });

  test("marks what a comparison found", () => {
    const drawing = svg(reminders, { highlight: { Timer: "changed", SendBoth: "added" } });
    expect([...drawing.matchAll(/class="halo (\w+)"/g)].map(([, word]) => word).sort()).toEqual(["added", "changed"]);
    expect(drawing).toMatch(/>changed<\/text>/);
  });

  test("colours the way that an execution took, and fades the rest", () => {
    const path = {
      states: { Timer: "succeeded", Channel: "succeeded", SendEmail: "caught", EmailFailed: "failed" },
      transitions: [
        { from: "Timer", to: "Channel", caught: false },
        { from: "Channel", to: "SendEmail", caught: false },
        { from: "SendEmail", to: "EmailFailed", caught: true },
      ],
    } as const;
    const drawing = svg(reminders, { path });
    // The line from the start mark, and the three transitions; each has a line and a head.
    expect([...drawing.matchAll(/<g class="edge[^"]* taken">|<g class="edge taken">/g)]).toHaveLength(8);
    expect([...drawing.matchAll(/class="halo (\w+)"/g)].map(([, word]) => word).sort()).toEqual([
      "caught",
      "failed",
      "succeeded",
      "succeeded",
    ]);
    expect(drawing).toMatch(/class="Wait" data-state="Timer"/);
    expect(drawing).toMatch(/class="Task unvisited" data-state="SendSms"/);
  });

  test("fades a card that refers to a state, unless the execution came by the line that ends there", () => {
    const step = (index: number) => ({
      Type: "Task",
      Next: index < 9 ? `Step${index + 1}` : "Done",
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Report" }],
    });
    const steps = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`Step${index}`, step(index)]));
    const definition = { StartAt: "Step0", States: { ...steps, Done: { Type: "Succeed" }, Report: { Type: "Fail" } } };
    const path = {
      states: { Step0: "succeeded", Step1: "caught", Report: "failed" },
      transitions: [
        { from: "Step0", to: "Step1", caught: false },
        { from: "Step1", to: "Report", caught: true },
      ],
    } as const;
    const cards = [...svg(definition, { path }).matchAll(/<g class="Reference( unvisited)?">/g)];
    expect(cards.length).toBeGreaterThan(5);
    expect(cards.filter(([, faded]) => faded === undefined)).toHaveLength(1);
  });

  test("shows a transition to a state that does not exist", () => {
    expect(svg({ StartAt: "A", States: { A: { Type: "Pass", Next: "Lost" } } })).toMatch(
      /class="Missing" data-state="Lost"/,
    );
  });

  test("does not depend on the order of keys inside a state", () => {
    const state = {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "f" },
      End: true,
    };
    expect(svg({ StartAt: "A", States: { A: reversed(state) } })).toBe(svg({ StartAt: "A", States: { A: state } }));
  });
});
