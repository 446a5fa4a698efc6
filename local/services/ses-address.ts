/**
 * The address inside a mailbox: `Ada <ada@example.com>` gives `ada@example.com`.
 *
 * Quoted display names may hold anything; comments in parentheses are not understood.
 */
export function bareAddress(mailbox: string): string {
  const text = mailbox.trim();
  const open = text.lastIndexOf("<");
  return open >= 0 && text.endsWith(">") ? text.slice(open + 1, -1).trim() : text;
}

/**
 * What SES says about a malformed address, or `undefined` for one that it takes.
 *
 * The texts are those of SES, which checks addresses as JavaMail does; others' probes of AWS list the same four.
 *
 * @example addressProblem("ada") // "Missing final '@domain'"
 */
export function addressProblem(mailbox: string): string | undefined {
  const address = bareAddress(mailbox);
  const at = address.lastIndexOf("@");
  const local = at < 0 ? address : address.slice(0, at);
  if (holdsControlOrWhitespace(local)) return "Local address contains control or whitespace";
  if (at < 0) return "Missing final '@domain'";
  const domain = address.slice(at + 1);
  if (domain === "") return "Missing domain";
  if (holdsControlOrWhitespace(domain)) return "Domain contains control or whitespace";
  return undefined;
}

/**
 * Whether one of the verified identities covers the sender.
 *
 * An address covers itself and its `+label` forms, and is case sensitive; a domain covers its addresses and
 * subdomains, in any case. Source: Amazon SES Developer Guide, "Verified identities".
 *
 * @example isVerified("ada+news@example.com", ["ada@example.com"]) // true
 */
export function isVerified(mailbox: string, identities: Iterable<string>): boolean {
  const address = bareAddress(mailbox);
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1).toLowerCase();
  const unlabelled = `${local.replace(/\+.*$/s, "")}@${address.slice(at + 1)}`;
  for (const identity of identities) {
    if (identity.includes("@")) {
      if (identity === address || identity === unlabelled) return true;
    } else {
      const verified = identity.toLowerCase();
      if (domain === verified || domain.endsWith(`.${verified}`)) return true;
    }
  }
  return false;
}

function holdsControlOrWhitespace(text: string): boolean {
  // SES refuses non-ASCII characters with the same words.
  return [...text].some((character) => character <= " " || character >= "\u{7F}");
}
