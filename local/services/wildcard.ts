/**
 * Whether a text matches a pattern in which `*` stands for any text and `?` for one character, as in IAM's ARNs and
 * CloudFront's paths.
 *
 * @example
 * matchesWildcard("/api/*", "/api/reminders"); // true
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/gu, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su").test(text);
}
