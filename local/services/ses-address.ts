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
 * The identities that would cover a sender, the closest first: the address, the address without its `+label`, the
 * domain and the domains above it.
 *
 * Addresses are case sensitive, domains are not. Source: Amazon SES Developer Guide, "Verified identities".
 *
 * @example coveringIdentities("ada+news@mail.example.com")
 * // ["ada+news@mail.example.com", "ada@mail.example.com", "mail.example.com", "example.com", "com"]
 */
export function coveringIdentities(mailbox: string): readonly string[] {
  const address = bareAddress(mailbox);
  const at = address.lastIndexOf("@");
  const unlabelled = address.slice(0, at).replace(/\+.*$/s, "") + address.slice(at);
  const labels = address
    .slice(at + 1)
    .toLowerCase()
    .split(".");
  const domains = labels.map((_label, index) => labels.slice(index).join("."));
  return [...new Set([address, unlabelled, ...domains])];
}

/**
 * Whether one of the verified identities covers the sender.
 *
 * @example isVerified("ada+news@example.com", ["ada@example.com"]) // true
 */
export function isVerified(mailbox: string, identities: Iterable<string>): boolean {
  const covering = coveringIdentities(mailbox);
  return [...identities].some((identity) =>
    covering.includes(identity.includes("@") ? identity : identity.toLowerCase()),
  );
}

function holdsControlOrWhitespace(text: string): boolean {
  // SES refuses non-ASCII characters with the same words.
  return [...text].some((character) => character <= " " || character >= "\u{7F}");
}
