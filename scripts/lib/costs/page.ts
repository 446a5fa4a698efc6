import { functions } from "./functions.js";
import { type Meter, type Price, prices } from "./prices.js";
import { stories } from "./stories.js";
import { assumed, type Usage, usageOf } from "./usage.js";

const meters = Object.keys(prices).filter((key): key is Meter => Object.hasOwn(prices, key));

/** The page docs/costs.md with its tables as they are today: each stands between `<!-- NAME: ... -->` and `<!-- end -->`. */
export async function costsPage(page: string): Promise<string> {
  const usages = await Promise.all(stories.map(usageOf));
  const systems = [...new Set(usages.map(({ story }) => story.system))];
  const tables = new Map([
    ["prices", priceTable()],
    ["functions", functionTable()],
    ["summary", summaryTable(usages)],
    ...systems.map((system) => [system, systemTable(usages.filter(({ story }) => story.system === system))] as const),
  ]);
  return page.replace(
    /(<!-- ([a-z-]+): npm run golden writes this table -->\n)[\s\S]*?(<!-- end -->)/g,
    (_all, start: string, name: string, end: string) => {
      const table = tables.get(name);
      if (table === undefined)
        throw new Error(`docs/costs.md asks for the table "${name}". There are ${[...tables.keys()].join(", ")}.`);
      return `${start}\n${table}\n${end}`;
    },
  );
}

/** What a thousand runs cost in US dollars, SMS and free amounts left out. */
export function costOfThousand({ meters: used }: Usage): number {
  return meters.reduce((sum, meter) => sum + costOf(meter, used[meter] ?? 0), 0);
}

const costOf = (meter: Meter, perRun: number) => (perRun * 1000 * prices[meter].usd) / prices[meter].per;

function priceTable(): string {
  const rows = meters.map((meter): readonly string[] => {
    const price: Price = prices[meter];
    return [price.unit, priceOf(price), price.free, price.ireland ? "yes" : "no", price.source];
  });
  return table(["unit", "price", "free each month", "holds for Ireland", "read on"], rows);
}

function functionTable(): string {
  const rows = Object.entries(functions).flatMap(([system, all]) =>
    Object.entries(all).map(([name, { memory, calls = {}, uses = {}, because = "" }]) => [
      ...[system, name, `${memory} MB`, listed(calls), listed(uses)],
      because,
    ]),
  );
  return table(["system", "function", "memory", "calls", "units", "because"], rows);
}

function summaryTable(usages: readonly Usage[]): string {
  const rows = usages.map((usage) => [
    usage.story.system,
    usage.story.title,
    String(usage.transitions),
    String([...usage.calls.values()].reduce((sum, number) => sum + number, 0)),
    dollars(costOfThousand(usage), 2),
  ]);
  return table(["system", "run", "transitions", "function calls", "a thousand runs"], rows);
}

/** A row a meter: what one run uses, and what a thousand runs cost. */
function systemTable(usages: readonly Usage[]): string {
  const rows = meters
    .filter((meter) => usages.some(({ meters: used }) => (used[meter] ?? 0) > 0))
    .map((meter) => [
      prices[meter].unit,
      priceOf(prices[meter]),
      ...usages.map(({ meters: used }) => {
        const number = used[meter] ?? 0;
        return number === 0 ? "" : `${amount(number)} → ${dollars(costOf(meter, number), 4)}`;
      }),
    ]);
  const total = ["**a thousand runs**", "", ...usages.map((usage) => `**${dollars(costOfThousand(usage), 4)}**`)];
  return table(["a run uses", "price", ...usages.map(({ story }) => story.title)], [...rows, total]);
}

/** The sentence of what is assumed, for the page's test. */
export const assumptions = [
  `${assumed.callSeconds * 1000} ms for a call of a function`,
  `${assumed.expressSeconds * 1000} ms and 64 MB for an Express execution of \`hello\``,
  `${assumed.callLog} bytes of log for a call, ${assumed.requestLog} for a request, ${assumed.eventLog} for an event of an Express execution`,
];

const listed = (numbers: Readonly<Record<string, number>>) =>
  Object.entries(numbers)
    .map(([name, number]) => `${number} × ${name}`)
    .join(", ");
const priceOf = ({ usd, per }: Price) => `$${usd}${per === 1 ? "" : ` / ${per.toLocaleString("en")}`}`;
const dollars = (usd: number, digits: number) => `$${usd.toFixed(digits)}`;
const amount = (number: number) => String(Number(number.toPrecision(4)));

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}
