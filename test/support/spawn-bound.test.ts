import { spawn } from "node:child_process";
import { once } from "node:events";
import { build } from "esbuild";
import { expect, it, vi } from "vitest";
import { spawnBound } from "./spawn-bound.js";

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Prints the id of a child that it has started, and goes on for a minute. */
const parent = "sleep 60 & echo $!; exec sleep 60";

async function firstNumber(stream: NodeJS.ReadableStream): Promise<number> {
  const [line] = await once(stream, "data");
  return Number(String(line));
}

it("ends with what it has started", async () => {
  const { child, kill } = spawnBound("sh", ["-c", parent], {});
  const grandchild = await firstNumber(child.stdout);
  expect([runs(child.pid ?? 0), runs(grandchild)]).toEqual([true, true]);
  kill();
  await vi.waitFor(() => expect([runs(child.pid ?? 0), runs(grandchild)]).toEqual([false, false]), 5_000);
});

it("leaves nothing behind when it ends by itself, and says how", async () => {
  const { child } = spawnBound("sh", ["-c", "sleep 60 >/dev/null 2>&1 & echo $!; exit 3"], {});
  const ended = once(child, "close");
  const grandchild = await firstNumber(child.stdout);
  expect((await ended)[0]).toBe(3);
  await vi.waitFor(() => expect(runs(grandchild)).toBe(false), 5_000);
});

it("ends when the process that started it is killed", async () => {
  const { outputFiles } = await build({
    ...{ entryPoints: ["test/support/spawn-bound.ts"], bundle: true, platform: "node", format: "esm", write: false },
  });
  const starting = `const { child } = spawnBound("sh", ["-c", ${JSON.stringify(parent)}], {}); child.stdout.pipe(process.stdout);`;
  const source = `${outputFiles[0]?.text}\n${starting}`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", source]);
  const grandchild = await firstNumber(starter.stdout);
  starter.kill("SIGKILL");
  await vi.waitFor(() => expect(runs(grandchild)).toBe(false), 5_000);
});
