/** A chain of Pass states. */
export function passChain(length: number): object {
  const states = Array.from({ length }, (_, index) => [
    `P${index}`,
    index === length - 1 ? { Type: "Pass", End: true } : { Type: "Pass", Next: `P${index + 1}` },
  ]);
  return { StartAt: "P0", States: Object.fromEntries(states) };
}

/** A Map state that only passes its items on. */
export const passMap = {
  StartAt: "M",
  States: {
    M: {
      Type: "Map",
      ItemsPath: "$.items",
      ItemProcessor: { StartAt: "P", States: { P: { Type: "Pass", End: true } } },
      End: true,
    },
  },
};

/** A chain of Choice states, in each of which only the last of ten rules holds. */
export function choiceChain(length: number): object {
  const rules = (next: string) =>
    Array.from({ length: 10 }, (_, rule) => ({
      And: [
        { Variable: "$.order.kind", StringEquals: rule === 9 ? "book" : `other-${rule}` },
        { Variable: "$.order.price", NumericGreaterThan: rule },
        { Not: { Variable: "$.order.cancelled", IsPresent: true } },
      ],
      Next: next,
    }));
  const states = Array.from({ length }, (_, index) => {
    const next = index === length - 1 ? "End" : `C${index + 1}`;
    return [`C${index}`, { Type: "Choice", Choices: rules(next), Default: "Lost" }];
  });
  return {
    StartAt: "C0",
    States: { ...Object.fromEntries(states), End: { Type: "Succeed" }, Lost: { Type: "Fail", Error: "Lost" } },
  };
}

/** The input that leads through a choice chain. */
export const order = { order: { kind: "book", price: 42, lines: [{ sku: "a" }, { sku: "b" }] } };

/** One Wait state. */
export const wait = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 3600, End: true } } };

/** A year of daily waits, with a counter. */
export const year = {
  QueryLanguage: "JSONata",
  StartAt: "Start",
  States: {
    Start: { Type: "Pass", Assign: { day: 0 }, Next: "Day" },
    Day: { Type: "Wait", Seconds: 86_400, Assign: { day: "{% $day + 1 %}" }, Next: "Over" },
    Over: { Type: "Choice", Choices: [{ Condition: "{% $day = 365 %}", Next: "Done" }], Default: "Day" },
    Done: { Type: "Succeed", Output: "{% $day %}" },
  },
};
