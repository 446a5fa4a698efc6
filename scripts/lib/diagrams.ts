import { basename } from "node:path";
import { svg } from "../../asl/views/diagram/index.js";
import { goldenFiles } from "./golden.js";

/** The picture of each workflow: where it stands and what it must hold. */
export function pictures(): readonly { readonly path: string; readonly text: string }[] {
  return goldenFiles().map(({ path, text }) => {
    const system = basename(path, ".asl.json");
    const definition: unknown = JSON.parse(text);
    return { path: `docs/pictures/${system}.svg`, text: svg(definition, { title: `The workflow ${system}` }) };
  });
}
