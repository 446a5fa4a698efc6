import { readdir, readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { FilePorts } from "./stack.js";

const orNothing = (error: unknown): undefined => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return undefined;
  throw error;
};

/** Reads from the disk; names are relative to `here`. */
export function disk(here: string): FilePorts {
  return {
    folders: async (path) => {
      const entries = await readdir(resolve(here, path), { withFileTypes: true }).catch(orNothing);
      return entries?.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    },
    read: (path) => readFile(resolve(here, path), "utf8").catch(orNothing),
    size: async (path) => (await stat(resolve(here, path)).catch(orNothing))?.size,
  };
}
