/**
 * The places an error came from, without its message, which may quote what a person wrote. With the source map that the
 * build leaves beside the zip, they lead to the line.
 */
export function stackFrames(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  const header = error.message === "" ? error.name : `${error.name}: ${error.message}`;
  // A stack that begins otherwise cannot be told apart from its message.
  if (!error.stack.startsWith(`${header}\n`)) return undefined;
  const frames = error.stack.slice(header.length + 1).split("\n");
  return frames.map((frame) => frame.trim()).join(" | ");
}
