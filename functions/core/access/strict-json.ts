// Reads the flat JSON object inside a token more strictly than JSON.parse: ASCII only, nothing
// nested, no member twice. What the members mean is tokens.ts.

export type FlatObject = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Undefined for anything but one flat object. RFC 8725 section 3.10 and RFC 7519 section 4:
 * duplicate names are refused.
 */
export function readFlatObject(bytes: Uint8Array): FlatObject | undefined {
  let text = '';
  for (const byte of bytes) {
    // We write tokens in ASCII (see asciiJson), so other bytes are not ours, and no two decoders
    // can differ on them.
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
  return membersWritten(text) === Object.keys(json).length ? json : undefined;
}

/** JSON with everything beyond ASCII escaped, as bytes. */
export const asciiJson = (
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

// In the text of a flat object each member has one colon outside strings; JSON.parse has kept only
// the last of equal names, whichever way they were escaped.
function membersWritten(text: string): number {
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
