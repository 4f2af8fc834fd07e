// Phoenix Channels frames, V1 (objects) and V2 (arrays): decodes and encodes them.
// Source: phoenixframework/phoenix lib/phoenix/socket/serializers/v1_json_serializer.ex and
// v2_json_serializer.ex.

import * as v from 'valibot';
import { limits } from './limits.ts';
import { refuse, type Refusal } from './reasons.ts';

/** 1: `{topic, event, payload, ref}`; 2: `[join_ref, ref, topic, event, payload]`. */
export type Version = 1 | 2;

/** Echoed verbatim. Clients send texts, numbers or null. */
type Ref = string | number | null;

export interface Frame {
  readonly joinRef: Ref;
  readonly ref: Ref;
  readonly topic: string;
  readonly event: string;
  readonly payload: unknown;
}

/** The members of a frame that its reply repeats. */
export type ReplyAddress = Pick<Frame, 'joinRef' | 'ref' | 'topic'>;

export type Decoded =
  | { readonly ok: true; readonly version: Version; readonly frame: Frame }
  /** `address`: the frame's own, if it can be read. Without it, a client waits for its timeout. */
  | (Refusal & { readonly address?: ReplyAddress });

const RefSchema = v.nullish(
  v.union([v.pipe(v.string(), v.maxLength(64)), v.pipe(v.number(), v.safeInteger())]),
  null,
);
const maxNameCharacters = 128;
const NameSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(maxNameCharacters));
/** Longer topics are not repeated in a reply. */
const AddressSchema = v.object({
  joinRef: RefSchema,
  ref: RefSchema,
  topic: v.pipe(v.string(), v.maxLength(1_024)),
});
const V1Schema = v.object({
  topic: NameSchema,
  event: NameSchema,
  payload: v.optional(v.unknown(), {}),
  ref: RefSchema,
  join_ref: RefSchema,
});
const V2Schema = v.strictTuple([RefSchema, RefSchema, NameSchema, NameSchema, v.unknown()]);

/** Parses `vsn` of the connection's query string. Undefined: an unsupported version. */
export function parseVersion(vsn: string | undefined): Version | undefined {
  if (vsn === undefined || vsn === '' || vsn === '1.0.0') return 1;
  return vsn === '2.0.0' ? 2 : undefined;
}

/** Decodes a client's frame. An array is V2, an object V1. */
export function decodeFrame(text: string): Decoded {
  if (utf8Bytes(text) > limits.maxFrameBytes) {
    return refuse('too_large', 'A frame has at most 32 KB. Send it in parts.');
  }
  if (isDeeperThan(text, limits.maxFrameDepth)) {
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
    // For the schema, an absent last item is the same as an unknown one.
    if (!parsed.success || json.length !== 5) {
      const [joinRef, ref, topic, event] = json as readonly unknown[];
      const form = 'A V2 frame is [join_ref, ref, topic, event, payload].';
      return refuseForm({ joinRef, ref, topic, event }, form);
    }
    const [joinRef, ref, topic, event, payload] = parsed.output;
    return { ok: true, version: 2, frame: { joinRef, ref, topic, event, payload } };
  }
  const parsed = v.safeParse(V1Schema, json);
  if (!parsed.success) {
    const { join_ref: joinRef, ...members } = Object(json) as Readonly<Record<string, unknown>>;
    return refuseForm({ ...members, joinRef }, 'A V1 frame is {topic, event, payload, ref}.');
  }
  const { topic, event, payload, ref, join_ref: joinRef } = parsed.output;
  return { ok: true, version: 1, frame: { joinRef, ref, topic, event, payload } };
}

interface MalformedFrame {
  readonly joinRef?: unknown;
  readonly ref?: unknown;
  readonly topic?: unknown;
  readonly event?: unknown;
}

/** Refuses a malformed frame, under its own refs if they can be read. */
function refuseForm(frame: MalformedFrame, form: string): Decoded {
  const isTooLong = [frame.topic, frame.event].some(
    (name) => typeof name === 'string' && name.length > maxNameCharacters,
  );
  const message = isTooLong
    ? `A topic or an event has at most ${maxNameCharacters} characters. Join \`room:<room id>\`.`
    : form;
  const address = v.safeParse(AddressSchema, frame);
  return {
    ...refuse('invalid_payload', message),
    ...(address.success ? { address: address.output } : {}),
  };
}

/** The kind of a push, then the lengths of join_ref, ref, topic and event. */
const binaryHeadBytes = 5;

/**
 * Decodes the head of a binary frame: `phoenix` sends one if a payload is an ArrayBuffer.
 * Undefined: it is no push. Source: phoenixframework/phoenix assets/js/phoenix/serializer.js.
 */
export function decodeBinaryPush(data: Uint8Array): Frame | undefined {
  const [kind, ...lengths] = data.subarray(0, binaryHeadBytes);
  let offset = binaryHeadBytes;
  const [joinRef = '', ref = '', topic = '', event = ''] = lengths.map((length) =>
    String.fromCharCode(...data.subarray(offset, (offset += length))),
  );
  if (kind !== 0 || event === '' || offset > data.length) return undefined;
  return { joinRef, ref, topic, event, payload: {} };
}

/** Encodes a frame for a client. V1 frames have `join_ref` only if it is set. */
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
 * Counts UTF-8 bytes without an encoder, which not every runtime has. A lone surrogate counts as
 * U+FFFD: 3.
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

// Reads the text, so a deep frame is refused before JSON.parse builds it in memory.
function isDeeperThan(text: string, max: number): boolean {
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
