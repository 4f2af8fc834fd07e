// Reads the flat JSON object inside a token more strictly than JSON.parse does: ASCII only, nothing
// nested, no member twice. tokens.ts interprets the members.

export type FlatObject = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Returns the object, or undefined for anything but one flat object. RFC 8725 section 3.10 and RFC
 * 7519 section 4: refuse duplicate names.
 */
export function readFlatObject(bytes: Uint8Array): FlatObject | undefined {
  let text = '';
  for (const byte of bytes) {
    // We write tokens in ASCII (encodeAsciiJson), so other bytes are not ours. No two decoders can
    // differ on ASCII.
    if (byte > 0x7e) return undefined;
    text += String.fromCharCode(byte);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isFlat(json)) return undefined;
  return countMembers(text) === Object.keys(json).length ? json : undefined;
}

/** Encodes JSON with everything beyond ASCII escaped. */
export const encodeAsciiJson = (
  value: Readonly<Record<string, string | number>>,
): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    JSON.stringify(value).replace(
      /[^ -~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
    (character) => character.charCodeAt(0),
  );

function isFlat(json: unknown): json is FlatObject {
  return (
    typeof json === 'object' &&
    json !== null &&
    !Array.isArray(json) &&
    Object.values(json).every((value) => typeof value !== 'object' || value === null)
  );
}

// In a flat object's text each member has one colon outside strings. JSON.parse keeps only the last
// of equal names, however they are escaped.
function countMembers(text: string): number {
  let members = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString && character === '\\') index += 1;
    else if (character === '"') inString = !inString;
    else if (!inString && character === ':') members += 1;
  }
  return members;
}
