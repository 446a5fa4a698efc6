import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/** A file to be, by its path inside the folder (with `/`). */
export interface OutputFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** What {@link writeFolder} leaves alone. */
export interface WriteOptions {
  /** Says of a path inside the folder that it is not ours to remove; without it, nothing else may stay. */
  readonly keep?: (path: string) => boolean;
}

/**
 * Makes a folder hold exactly these files. A file that has its content already is left alone, another is replaced in
 * one step, so two builds at the same time and a server that reads meanwhile never see half a file.
 */
export async function writeFolder(
  folder: string,
  files: readonly OutputFile[],
  { keep = () => false }: WriteOptions = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(files.map((file) => replace(join(folder, file.path), file.content)));
  const wanted = new Set(files.map((file) => file.path));
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const stale = found
    .filter((entry) => entry.isFile() && !entry.name.endsWith(TEMPORARY))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => relative(folder, path).split(sep).join("/"))
    .filter((path) => !wanted.has(path) && !keep(path));
  await Promise.all(stale.map((path) => rm(join(folder, path), { force: true })));
}

async function replace(path: string, content: Uint8Array): Promise<void> {
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(content)) return;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}${TEMPORARY}`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}

const TEMPORARY = ".tmp";
