import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { aslCommand } from "../../../scripts/lib/asl-command.js";

const before = "test/asl/views/cases/order.before.asl.json";
const after = "test/asl/views/cases/order.after.asl.json";

async function run(...args: string[]) {
  let printed = "";
  let complaint = "";
  const written: Record<string, string> = {};
  const code = await aslCommand(args, {
    read: async (path) => {
      if (path === "wrong.json") return '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}';
      if (path === "doubtful.json")
        return '{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"B"}]},"B":{"Type":"Succeed"}}}';
      if (path === "text.json") return "not json";
      if (path === "empty.json") return "{}";
      return readFile(path, "utf8");
    },
    write: async (path, text) => {
      if (path.startsWith("/locked/")) throw new Error("permission denied");
      written[path] = text;
    },
    print: (text) => {
      printed += text;
    },
    complain: (text) => {
      complaint += text;
    },
    definitions: () => [{ path: "anywhere/hello.asl.json", text: "{}\n" }],
    buildFolder: "out",
  });
  return { code, printed, complaint, written };
}

describe("npm run asl", () => {
  test("validate ends with 0 for what is fine, with 1 for errors, each with its place", async () => {
    const fine = "test/asl/workflows/golden/orders.asl.json";
    expect(await run("validate", fine)).toMatchObject({ code: 0, printed: `${fine}: fine\n` });
    const { code, printed } = await run("validate", fine, "wrong.json", "text.json");
    expect(code).toBe(1);
    expect(printed).toMatch(/wrong\.json#\/States\/A\/Next: error DANGLING_TRANSITION: .*'B'/);
    expect(printed).toMatch(/text\.json: error /);
  });

  test("validate prints warnings, which count with --strict", async () => {
    expect(await run("validate", "doubtful.json")).toMatchObject({
      code: 0,
      printed: expect.stringContaining("warning"),
    });
    expect(await run("validate", "--strict", "doubtful.json")).toMatchObject({ code: 1 });
  });

  test("diagram draws as SVG or Mermaid, to a file when told", async () => {
    expect((await run("diagram", before)).printed).toMatch(/^<svg .*<\/svg>\n$/s);
    expect((await run("diagram", before, "--mermaid")).printed).toMatch(/^flowchart TB\n/);
    const { printed, written } = await run("diagram", before, "--out", "x.svg");
    expect(printed).toBe("");
    expect(written["x.svg"]).toMatch(/^<svg/);
  });

  test("diagram colours the way of an execution", async () => {
    const { printed } = await run("diagram", before, "--history", "test/asl/views/cases/order.history.json");
    expect(printed).toMatch(/class="edge taken"/);
    expect(printed).toMatch(/data-state="Failed"/);
  });

  test.each([
    [["diagram", "empty.json"], "empty.json is no state machine's definition: it has no States."],
    [["diff", before, "empty.json"], "empty.json is no state machine's definition: it has no States."],
    [["history", "empty.json"], "empty.json is no execution's history: it has no events"],
    [["diagram", before, "--history", "empty.json"], "empty.json is no execution's history"],
    [["diagram", before, "--out", "/locked/x.svg"], "Cannot write /locked/x.svg: permission denied"],
    [["diagram", before, "--wrong"], "diagram: Unknown option '--wrong'.\n"],
  ])("%j is told in a sentence, with code 2", async (args, sentence) => {
    const { code, printed, complaint } = await run(...args);
    expect([code, printed, complaint.slice(0, sentence.length)]).toEqual([2, "", sentence]);
  });

  test("diff ends like diff(1), in three forms", async () => {
    expect(await run("diff", before, before)).toMatchObject({ code: 0, printed: "No changes.\n" });
    expect(await run("diff", before, after)).toMatchObject({ code: 1, printed: expect.stringContaining("DANGER") });
    expect((await run("diff", before, after, "--markdown")).printed).toContain("```mermaid");
    expect(JSON.parse((await run("diff", before, after, "--json")).printed)).toHaveProperty("dangers");
  });

  test("history prints the table, build writes every definition", async () => {
    expect((await run("history", "test/asl/views/cases/order.history.json")).printed).toContain("UntilMonday");
    expect((await run("build")).written).toEqual({ "out/hello.asl.json": "{}\n" });
    expect((await run("build", "--out", "there")).written).toEqual({ "there/hello.asl.json": "{}\n" });
  });

  test.each([
    [[], "Which command?"],
    [["draw"], "no command draw"],
    [["diff", before], "diff takes 2 files"],
    [["validate"], "at least 1 file"],
    [["diagram", before, "--png"], "--png"],
    [["diagram", before, "--svg", "--mermaid"], "not both"],
    [["diff", before, after, "--json", "--markdown"], "not both"],
  ])("%j is wrong use: it ends with 2 and says why", async (args, why) => {
    const { code, printed, complaint } = await run(...args);
    expect(code).toBe(2);
    expect(printed).toBe("");
    expect(complaint).toContain(why);
    expect(complaint).toContain("Exit codes:");
  });

  test.each([
    [["diagram", "nowhere.json"], "Cannot read nowhere.json"],
    [["diff", before, "text.json"], "text.json is not JSON"],
  ])("%j has no such file: it ends with 2 and says that alone", async (args, why) => {
    const { code, printed, complaint } = await run(...args);
    expect([code, printed]).toEqual([2, ""]);
    expect(complaint).toContain(why);
    expect(complaint).not.toContain("Use:");
  });
});
