import { cp, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runScript } from "./support/run-script.js";
import { temporaryFolder } from "./support/temporary-folder.js";

/** A copy of the sources, which the test may change. */
async function copyOfRepository(): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of ["asl", "frontend", "handlers", "local", "scripts", "stacks", "package.json", "tsconfig.json"]) {
    await cp(name, join(folder, name), { recursive: true });
  }
  await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  return folder;
}

describe("npm run dev", () => {
  test("reloads on a change, on the same port, keeps the inbox, and goes on after a compile error", {
    timeout: 90_000,
  }, async () => {
    const root = await copyOfRepository();
    const script = runScript(root, ["dev", "--port", "0"]);
    const [, port] = await script.prints(/http:\/\/localhost:(\d+)\/_local\//u);
    await script.prints(/Watching/u);
    const url = `http://127.0.0.1:${port}`;
    const title = async () => {
      // While it reloads, nothing answers for a moment.
      const response = await fetch(`${url}/pet-reminders/`).catch(() => undefined);
      return /<title>(.*)<\/title>/u.exec((await response?.text()) ?? "")?.[1];
    };
    const schedule = (waitSeconds: number) =>
      fetch(`${url}/pet-reminders/api/reminders`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ message: "x", channel: "email", email: "ann@example.com", waitSeconds }),
      });
    expect((await schedule(0)).status).toBe(202);
    const inbox = async () => JSON.stringify(await (await fetch(`${url}/_local/api/messages`)).json());
    await expect.poll(inbox, { timeout: 10_000 }).toContain('"body":"x"');
    expect((await schedule(3600)).status).toBe(202);

    const page = join(root, "frontend", "pet-reminders", "index.html");
    const html = await readFile(page, "utf8");
    await writeFile(page, html.replace(/<title>.*<\/title>/u, "<title>Changed</title>"));
    await script.prints(/Reloaded in/u);
    expect(await title()).toBe("Changed");
    expect(await inbox()).toContain('"body":"x"');
    expect(script.output()).toContain("1 running execution was ended by the reload.");

    const handler = join(root, "handlers", "pet-reminders", "api.ts");
    const source = await readFile(handler, "utf8");
    await writeFile(handler, `${source}\nconst broken = ;\n`);
    await script.prints(/What ran before the change still runs/u);
    expect(script.output()).toMatch(/api\.ts:\d+:\d+/u);
    expect(script.output()).not.toContain("node_modules/esbuild");
    expect(await title()).toBe("Changed");

    await writeFile(handler, source);
    await expect.poll(() => script.output().split("Reloaded in").length, { timeout: 30_000 }).toBe(3);
    expect((await schedule(3600)).status).toBe(202);

    // As many editors save: a new file takes the old one's place, again and again.
    for (const name of ["Once", "Twice"]) {
      await writeFile(join(root, "saved"), html.replace(/<title>.*<\/title>/u, `<title>${name}</title>`));
      await rename(join(root, "saved"), page);
      await expect.poll(title, { timeout: 30_000 }).toBe(name);
    }
    script.kill("SIGINT");
    expect(await script.exited).toBe(0);
  });
});
