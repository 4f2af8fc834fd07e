// Phoenix Channels frames, V1 (objects) and V2 (arrays): text to frame and back. Knows nothing of
// rooms. Source: phoenixframework/phoenix lib/phoenix/socket/serializers/v1_json_serializer.ex and
// v2_json_serializer.ex.

import * as v from 'valibot';
import { limits } from './limits.ts';
import { refuse, type Refusal } from './reasons.ts';

/** 1: `{topic, event, payload, ref}`; 2: `[join_ref, ref, topic, event, payload]`. */
export type Version = 1 | 2;

/** Echoed verbatim; some clients number theirs, some send null. */
type Ref = string | number | null;

export interface Frame {
  readonly joinRef: Ref;
  readonly ref: Ref;
  readonly topic: string;
  readonly event: string;
  readonly payload: unknown;
}

export type Decoded =
  { readonly ok: true; readonly version: Version; readonly frame: Frame } | Refusal;

const RefSchema = v.nullish(
  v.union([v.pipe(v.string(), v.maxLength(64)), v.pipe(v.number(), v.safeInteger())]),
  null,
);
const NameSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const V1Schema = v.object({
  topic: NameSchema,
  event: NameSchema,
  payload: v.optional(v.unknown(), {}),
  ref: RefSchema,
  join_ref: RefSchema,
});
const V2Schema = v.strictTuple([RefSchema, RefSchema, NameSchema, NameSchema, v.unknown()]);

/**
 * `vsn` of the connection's query string: absent or `1.0.0` is V1, `2.0.0` is V2, anything else is
 * no version of ours.
 */
export const versionOf = (vsn: string | undefined): Version | undefined =>
  vsn === undefined || vsn === '' || vsn === '1.0.0' ? 1 : vsn === '2.0.0' ? 2 : undefined;

/**
 * Reads one frame from a client. A frame's own form tells its version: an array is V2, an object
 * V1.
 */
export function decodeFrame(text: string): Decoded {
  if (utf8Bytes(text) > limits.maxFrameBytes) {
    return refuse('too_large', 'A frame has at most 32 KB. Send it in parts.');
  }
  if (deeperThan(text, limits.maxFrameDepth)) {
    return refuse('invalid_payload', 'The frame nests too deeply. Send a flatter payload.');
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('invalid_payload', 'The frame is not JSON.');
  }
  if (Array.isArray(json)) {
    const parsed = v.safeParse(V2Schema, json);
    // The schema takes an absent last member for an unknown one.
    if (!parsed.success || json.length !== 5) {
      return refuse('invalid_payload', 'A V2 frame is [join_ref, ref, topic, event, payload].');
    }
    const [joinRef, ref, topic, event, payload] = parsed.output;
    return { ok: true, version: 2, frame: { joinRef, ref, topic, event, payload } };
  }
  const parsed = v.safeParse(V1Schema, json);
  if (!parsed.success) {
    return refuse('invalid_payload', 'A V1 frame is {topic, event, payload, ref}.');
  }
  const { topic, event, payload, ref, join_ref: joinRef } = parsed.output;
  return { ok: true, version: 1, frame: { joinRef, ref, topic, event, payload } };
}

/**
 * Writes one frame for a client of the given version. V1 carries `join_ref` only where there is
 * one.
 */
export function encodeFrame(
  version: Version,
  { joinRef, ref, topic, event, payload }: Frame,
): string {
  if (version === 2) return JSON.stringify([joinRef, ref, topic, event, payload]);
  return JSON.stringify(
    joinRef === null
      ? { topic, event, payload, ref }
      : { topic, event, payload, ref, join_ref: joinRef },
  );
}

/**
 * UTF-8 length without an encoder, so that it runs wherever the language does. A lone surrogate
 * counts as U+FFFD: 3.
 */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else {
      bytes += 2;
      const next = text.charCodeAt(index + 1);
      if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) index += 1;
    }
  }
  return bytes;
}

// Checked on the text, before JSON.parse: a deep frame must not be built in memory to be refused.
function deeperThan(text: string, max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (inString) {
      if (unit === 0x5c) index += 1;
      else if (unit === 0x22) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x5b || unit === 0x7b) {
      depth += 1;
      if (depth > max) return true;
    } else if (unit === 0x5d || unit === 0x7d) depth -= 1;
  }
  return false;
}
