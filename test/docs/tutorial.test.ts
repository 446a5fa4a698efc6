import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { requires } from "../support/requires.js";
import { applyDiff, type Block, blocksOf, differences, fits } from "./blocks.js";
import { createWorkbench, freePort, type Workbench } from "./workbench.js";

// The tutorial, block by block, as a reader follows it: files are written, commands run against the runtime that
// `npm start` has started, and what a `json` or `text` block shows is what the command before it must print.

const hasTools = requires("aws") && requires("curl");

/** A reader of the tutorial: has a copy of the repository, a terminal, and one more for the runtime. */
class Reader {
  readonly #bench: Workbench;
  /** In place of 3000. */
  readonly #port: number;
  /** The `export` lines so far: to the reader, all blocks are one session. */
  #exports = "";
  readonly #synthesized = new Set<string>();
  /** What the last command printed. */
  #printed: string | undefined;

  constructor(bench: Workbench, port: number) {
    this.#bench = bench;
    this.#port = port;
  }

  async follow({ language, words, text }: Block): Promise<void> {
    const [word = "", special] = words;
    if (language === "ts") return this.#bench.write(word, text);
    if (language === "diff") return special === "mistake" ? this.#mistake(word, text) : this.#change(word, text);
    if (language === "sh") return word === "needs-aws" ? this.#synthesize(text) : this.#run(text);
    return this.#compare(language, text);
  }

  async #change(path: string, diff: string): Promise<void> {
    await this.#bench.write(path, applyDiff(await this.#bench.read(path), diff));
  }

  /** Makes a mistake, asks the compiler, and undoes it. */
  async #mistake(path: string, diff: string): Promise<void> {
    const before = await this.#bench.read(path);
    await this.#change(path, diff);
    const { code, output } = await this.#bench.run("npx --no-install tsc -p .");
    expect(code).not.toBe(0);
    this.#printed = output;
    await this.#bench.write(path, before);
    expect((await this.#bench.run("npx --no-install tsc -p .")).output).not.toContain(path);
  }

  async #run(text: string): Promise<void> {
    if (text === "npm start\n") {
      return await this.#bench.serve(`PORT=${this.#port} ${text}`, `http://localhost:${this.#port}/_local/`);
    }
    const { code, output } = await this.#bench.run(`${this.#exports}${this.#onHost(text)}`);
    if (code !== 0) throw new Error(`the command ended with ${code}:\n${output}`);
    this.#exports += this.#onHost(text.match(/^export .*\n/gmu)?.join("") ?? "");
    this.#printed = output;
  }

  /** A deployment needs an account: here it goes as far as to what Terraform would be given. */
  async #synthesize(text: string): Promise<void> {
    const [, stack] = /^npm run (?:deploy|destroy) -- ([a-z-]+)$/mu.exec(text) ?? [];
    if (stack === undefined) throw new Error("a block that needs AWS deploys or destroys one stack");
    if (this.#synthesized.has(stack)) return;
    this.#synthesized.add(stack);
    const commands = text.replace(/^npm run .*$/mu, `npm run synth && test -s cdktf.out/stacks/${stack}/cdk.tf.json`);
    const { code, output } = await this.#bench.run(commands);
    if (code !== 0) throw new Error(`the synthesis ended with ${code}:\n${output}`);
  }

  #compare(language: string, text: string): void {
    const printed = this.#printed;
    if (printed === undefined) throw new Error("nothing was printed before this output");
    if (language === "json") {
      expect(differences(JSON.parse(this.#onHost(text)), JSON.parse(printed))).toEqual([]);
      return;
    }
    expect(language).toBe("text");
    const lines = printed.split("\n");
    for (const line of text.trimEnd().split("\n")) {
      const at = lines.findIndex((one) => fits(line, one));
      if (at < 0) throw new Error(`"${line}" was not printed, or not in this order; printed was:\n${printed}`);
      lines.splice(0, at + 1);
    }
  }

  #onHost(text: string): string {
    return text.replaceAll("localhost:3000", `localhost:${this.#port}`);
  }
}

test.runIf(hasTools)(
  "the tutorial works, block by block, and ends with the repository's own files",
  async () => {
    const blocks = blocksOf(await readFile("docs/tutorial.md", "utf8"));
    const bench = await createWorkbench(process.cwd());
    const reader = new Reader(bench, await freePort());
    for (const block of blocks) {
      try {
        await reader.follow(block);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`docs/tutorial.md, line ${block.line}: ${reason}`);
      }
    }
    const written = blocks.flatMap(({ language, words }) => (language === "ts" ? words : []));
    expect(written).toEqual(["asl/workflows/hello.ts", "stacks/hello.ts", "handlers/hello/nice.ts"]);
    for (const path of written) expect([path, await bench.read(path)]).toEqual([path, await readFile(path, "utf8")]);
  },
  300_000,
);
