// A hunt for leaks through everything that every server of the suite prints: no token, code, text,
// name, title or address that a test sent may be in it.

const secrets = new Set<string>();

/** The fields of frames and requests that nobody may log. */
const secretFields: ReadonlySet<string> = new Set([
  ...['token', 'session', 'claim', 'username', 'name', 'title', 'body', 'cid', 'to'],
]);
/** A shorter text may be in a log by chance. */
const minCharacters = 6;

/** Remembers the secret fields of a frame's or a request's JSON, at any depth. */
export function noteSecrets(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [field, content] of Object.entries(value)) {
    if (typeof content !== 'string') noteSecrets(content);
    else if (secretFields.has(field) && content.trim().length >= minCharacters) {
      secrets.add(content);
    }
  }
}

/** Returns what a server has printed and should not have. */
export function findLeaks(output: string): readonly string[] {
  const patterns = [/eyJ[\w-]{10,}/g, /(?:127\.0\.0\.1|\[?::1\]?)(?!:\d)/g];
  return [
    ...patterns.flatMap((pattern) => output.match(pattern) ?? []),
    ...[...secrets].filter((secret) => output.includes(secret)),
  ];
}
