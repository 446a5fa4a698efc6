/**
 * A part of an address, percent-decoded; as it stands where that is not possible, so that it names nothing that exists.
 *
 * @example decodeUri("a%2Fb"); // "a/b"
 */
export function decodeUri(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
