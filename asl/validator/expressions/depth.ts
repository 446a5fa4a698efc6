/** How deep values are looked into. AWS refuses definitions that are nested too deeply, at a limit that it does not publish. */
export const deepest = 200;
