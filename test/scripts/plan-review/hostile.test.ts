import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { change, reviewToys, type Toys, toyPlan } from "./toys.js";

// Names and values come from a pull request that anybody may have written: none may act as Markdown, HTML, a link, a mention or a
// terminal's control sequence.

const hostile = [
  "</code></summary></details><img src=x onerror=alert(1)>",
  "` | ``` \n\n# Safe | 🟢",
  "[click](https://example.com) @octocat #1 GH-1",
  "www.example.com https://example.com <https://example.com>",
  "**bold** _it_ ~~no~~ $x$ \\`\\|",
  "<!-- stepwright plan review -->",
  "\u001b[31mred\u0007\u202Eeldnah\u200B",
  "\"quoted\" 'single' ${aws_x.y.arn} %{if}",
  "````mermaid\nflowchart\n````",
  "|||",
  " leading and trailing ",
  "",
];

/** A stack in which the text stands wherever a name or a value may. */
function toys(text: string, seconds: number): Toys {
  const name = text.replaceAll("${", "$${").replaceAll("%{", "%%{");
  const states = { [text || "Empty"]: { Type: "Wait", Seconds: seconds, Comment: `${name}${seconds}`, End: true } };
  const definition = JSON.stringify({ Comment: `${name} ${seconds}`, StartAt: text || "Empty", States: states });
  const policy = JSON.stringify({
    Statement: [
      { Effect: "Allow", Action: [`${name}:${seconds}`], Resource: [name], Condition: { [name]: { [name]: name } } },
    ],
  });
  return {
    "aws_sfn_state_machine.flow": { name, role_arn: "${aws_iam_role.flow.arn}", definition },
    "aws_iam_role.flow": { name },
    "aws_iam_role_policy.flow": { role: "${aws_iam_role.flow.name}", policy },
    "aws_lambda_function.f": {
      function_name: name,
      description: `${name}${seconds}`,
      environment: { variables: { [name]: `${name}${seconds}` } },
    },
    [`aws_apigatewayv2_route.r${seconds}`]: { route_key: `GET /${name}` },
    "aws_apigatewayv2_api.a": { name, cors_configuration: { allow_origins: [`${name}${seconds}`] } },
    "aws_dynamodb_table.t": { name, hash_key: `${name}${seconds}` },
  };
}

async function views(text: string) {
  const base = toys(text, 1);
  const head = toys(text, 2);
  const updates = [...new Set([...Object.keys(base), ...Object.keys(head)])].map((address) => {
    const actions = address in base ? (address in head ? ["update"] : ["delete"]) : ["create"];
    return change(address, actions, { before: base[address] ?? null, after: head[address] ?? null });
  });
  const withPlan = { base, head, plan: toyPlan(...updates) };
  const all = [{ base, head }, { head }, { base, files: { "head/stacks/other/cdk.tf.json": "{}" } }, withPlan];
  const run = (view: string) => Promise.all(all.map((review) => reviewToys({ ...review, args: [view] })));
  return { markdown: await run("--markdown"), text: await run("--text"), json: await run("--json") };
}

const ours = /<!-- (stepwright plan review )?-->|<\/?(details|summary|sub|code|b)>|<br>/g;

/** What is left of Markdown when all is taken away in which nothing acts. */
function live(markdown: string): string {
  return markdown
    .replace(/^```mermaid\n(?:(?!```).*\n)*?```$/gm, "")
    .replace(/`[^`\n]*`/g, "")
    .replace(ours, (tag) => (tag === "<!-- -->" ? "¦" : ""))
    .replace(/&#\d+;/g, "");
}

function expectHarmless(markdown: string): void {
  expect(markdown.startsWith("<!-- stepwright plan review -->\n## ")).toBe(true);
  const rest = live(markdown);
  expect(rest).not.toMatch(/[<>@`\\$~]/);
  expect(rest).not.toMatch(/\]\(|https?:\/\/|www\./);
  // GitHub links no issue within code.
  expect(live(markdown.replace(/<code>.*?<\/code>/g, ""))).not.toMatch(/#\d/);
  const rows = markdown.split("\n").map((line, index, all) => [line, all[index - 1] ?? ""] as const);
  for (const [line, before] of rows) {
    if (!line.startsWith("|") || !before.startsWith("|")) continue;
    const cells = (row: string) => row.replace(/`[^`]*`/g, "").split("|").length;
    expect(cells(line), line).toBe(cells(before));
  }
}

async function check(text: string): Promise<void> {
  const { markdown, text: plain, json } = await views(text);
  for (const { printed, complained } of markdown) {
    expect(complained).toBe("");
    expectHarmless(printed);
  }
  for (const { printed } of plain) expect(printed.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
  for (const { printed } of json) expect(() => JSON.parse(printed)).not.toThrow();
}

describe("a hostile text acts nowhere", () => {
  test.each(hostile.map((text) => [text]))("%j", check);

  test("nor does any other", async () => {
    const piece = fc.constantFrom(...hostile, ..."`|<>@#[]()!*_~$\\\n\t\u001b\u202e&;:/. a1");
    const texts = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
      fc.string({ unit: "binary", maxLength: 20 }),
    );
    await fc.assert(fc.asyncProperty(texts, check), { numRuns: 60 });
  });
});

describe("a review that is too long for a comment", () => {
  const states = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [
      `State${index}`,
      { Type: "Pass", Comment: "x".repeat(40), Next: `State${index + 1}` },
    ]),
  );
  const machine = (comment: string): Toys => ({
    "aws_sfn_state_machine.flow": {
      name: "flow",
      definition: JSON.stringify({
        Comment: comment,
        StartAt: "State0",
        States: { ...states, State300: { Type: "Succeed" } },
      }),
    },
  });

  test("loses its diagrams first, and says so", async () => {
    const { printed } = await reviewToys({ head: machine("new"), args: ["--markdown"] });
    expect(printed.length).toBeLessThan(60_000);
    const grown = await reviewToys({
      head: Object.fromEntries(
        Array.from({ length: 4 }, (_, index) => [
          `aws_sfn_state_machine.flow${index}`,
          { ...machine("new")["aws_sfn_state_machine.flow"] },
        ]),
      ),
      args: ["--markdown"],
    });
    expect(grown.printed.length).toBeLessThan(60_000);
    expect(grown.printed).not.toContain("```mermaid");
    expect(grown.printed).toContain("Shortened to fit into a comment (without diagrams)");
  });

  test("keeps its verdict and its first reasons, whatever its length", async () => {
    const tables = Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [
        `aws_dynamodb_table.t${index}`,
        { name: `table-${index}`, hash_key: "id" },
      ]),
    );
    const rest: Toys = { "aws_sqs_queue.q": { name: "q" } };
    const { printed, code } = await reviewToys({ base: { ...tables, ...rest }, head: rest, args: ["--markdown"] });
    expect(code).toBe(4);
    expect(printed.length).toBeLessThan(60_000);
    expect(printed).toMatch(/^<!-- stepwright plan review -->\n## 🔴 Dangerous: 2000 dangers\n/);
    expect(printed).toContain("The rest does not fit into a comment");
  });
});
