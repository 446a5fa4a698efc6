/** Gives each attempt to send a form its `Idempotency-Key`. */
export interface IdempotencyKeys {
  /** The key for this content: the same one for the same content, until it is used up or another content came. */
  keyFor(content: string): string;
  /** Ends the key: its content was taken, or the API says that the key is taken. */
  useUp(): void;
}

/**
 * Keeps one key at a time, so that a retry of an unchanged form counts once, and the same form sent again after a success
 * counts again.
 *
 * @param create makes a key of at least 128 random bits
 */
export function createIdempotencyKeys(create: () => string = randomKey): IdempotencyKeys {
  let current: { readonly content: string; readonly key: string } | undefined;
  return {
    keyFor(content) {
      if (current?.content !== content) current = { content, key: create() };
      return current.key;
    },
    useUp() {
      current = undefined;
    },
  };
}

/**
 * 192 random bits as base64url (32 characters). Not `crypto.randomUUID`: it has 122 random bits, the API asks for 128,
 * and browsers hide it from pages that come over plain HTTP from another machine.
 */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}
