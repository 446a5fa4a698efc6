export { diff, isEmpty } from "./definition-diff.js";
export { diffMarkdown, highlights } from "./markdown.js";
export type { Danger, DangerCode, DefinitionDiff, FieldChange, StateChange, Topic } from "./model.js";
export { diffText } from "./text.js";
