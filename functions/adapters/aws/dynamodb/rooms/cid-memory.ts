// Remembers the accepted cids for a room's whole life. The room item has those of undelivered
// messages and of the last `cidsBehind` delivered ones. The log has all of them, and each function
// those that it has seen. admit-message.ts uses them.

import type { AcceptedMessage, RoomId } from '../../../../core/ports.ts';
import { hashKey, number, sha256, text, type Item } from '../items.ts';
import { isClosed } from './room-item.ts';

/**
 * The room item has every cid with a seq above `deliveredSeq - cidsBehind`. Each adds about 15
 * bytes to every write, and takes room from held messages. With fewer, a function that rarely sees
 * a busy room must read the end of the log.
 */
export const cidsBehind = 12;

// The room item has a cid's key and the message's seq. The message itself is in `p` (undelivered),
// in `l` (held) or in the log. In a room of capacity 0 the log has one number of 38 digits for it:
// 15 for the content's digest, 13 for the time, 10 for the seq.
const seqDigits = 10;
const seqUnit = 10n ** BigInt(seqDigits);
const timeUnit = 10n ** 13n;
// 66 bits, so nobody can find another cid with the same key in the hour that a room may last.
const keyCharacters = 11;

const contentDigest = (content: string): bigint => BigInt(sha256(content).readUIntBE(0, 6));
const parseSeq = (packed: string): number => Number(packed.slice(-seqDigits));

/** Returns the key and the value that a room remembers for a message's cid. */
export function toCidRecord({
  member,
  cid,
  content,
  at,
}: Pick<AcceptedMessage, 'member' | 'cid' | 'content' | 'at'>): CidRecord {
  const digested = contentDigest(content);
  const key = hashKey(`${member}.${cid}`).slice(0, keyCharacters);
  return {
    key,
    content: digested,
    packed: (seq) => String((digested * timeUnit + BigInt(at)) * seqUnit + BigInt(seq)),
  };
}

export interface CidRecord {
  readonly key: string;
  readonly content: bigint;
  packed(seq: number): string;
}

export interface UnpackedCid {
  readonly content: bigint;
  readonly at: number;
  readonly seq: number;
}

/** Reverses `CidRecord.packed`. */
export function unpackCid(packed: string): UnpackedCid {
  const all = BigInt(packed);
  return {
    content: all / seqUnit / timeUnit,
    at: Number((all / seqUnit) % timeUnit),
    seq: Number(all % seqUnit),
  };
}

/**
 * Returns the keys of the cids that the room item no longer needs once everything up to
 * `deliveredSeq` is delivered: they are in the log.
 */
export const droppableCids = (item: Item, deliveredSeq: number): string[] =>
  Object.entries(item['q']?.M ?? {})
    .filter(([, { N = '' }]) => parseSeq(N) <= deliveredSeq - cidsBehind)
    .map(([key]) => key);

/** The cids of one incarnation, up to the seq `upTo`: their seqs by key. */
export interface CidSet {
  readonly epoch: string;
  readonly upTo: number;
  readonly cids: ReadonlyMap<string, number>;
}

/**
 * The cids that this function knows, by room. Bounded: it forgets the room it has not seen for
 * longest, and must then read that room's log again.
 */
export interface CidMemory {
  /** Returns the cids known of a room, of any incarnation. */
  get(room: RoomId): CidSet | undefined;
  /**
   * Adds a room item's cids, if they continue the known ones. Returns the known cids of the item's
   * incarnation.
   */
  addFromItem(item: Item): CidSet;
  /** Adds the cids in the log between the known ones and `upTo`. */
  add(
    room: RoomId,
    logged: {
      readonly epoch: string;
      readonly cids: Iterable<readonly [key: string, packed: string]>;
      readonly upTo: number;
    },
  ): void;
}

type MutableCidSet = { -readonly [Part in 'upTo']: CidSet[Part] } & {
  readonly epoch: string;
  readonly cids: Map<string, number>;
};

/**
 * Creates an empty memory of at most so many rooms and cids. A cid takes about 100 bytes here. A
 * room in use stays even if it exceeds the limit alone.
 */
export function createCidMemory({
  rooms: maxRooms = 1_000,
  cids: maxCids = 100_000,
} = {}): CidMemory {
  const rooms = new Map<RoomId, MutableCidSet>();
  let held = 0;

  const drop = (room: RoomId): void => {
    held -= rooms.get(room)?.cids.size ?? 0;
    rooms.delete(room);
  };
  const grow = (
    known: MutableCidSet,
    cids: Iterable<readonly [string, number]>,
    upTo: number,
  ): void => {
    const before = known.cids.size;
    for (const [key, seq] of cids) known.cids.set(key, seq);
    known.upTo = Math.max(known.upTo, upTo);
    held += known.cids.size - before;
    for (const [oldest, entry] of rooms) {
      if (entry === known || (rooms.size <= maxRooms && held <= maxCids)) break;
      drop(oldest);
    }
  };

  return {
    get: (room) => rooms.get(room),

    addFromItem(item) {
      const room = text(item, 'room') as RoomId;
      const epoch = text(item, 'e');
      let known = rooms.get(room);
      if (known?.epoch !== epoch) {
        drop(room);
        known = { epoch, upTo: 0, cids: new Map() };
      }
      if (isClosed(item)) {
        drop(room);
        return known;
      }
      // Moves the room to the end: the map is in order of last use.
      rooms.delete(room);
      rooms.set(room, known);
      const seq = number(item, 'n');
      const { upTo } = known;
      if (upTo >= seq || upTo < number(item, 'd') - cidsBehind) grow(known, [], upTo);
      else {
        grow(
          known,
          Object.entries(item['q']?.M ?? {})
            .map(([key, { N = '' }]) => [key, parseSeq(N)] as const)
            .filter(([, one]) => one > upTo),
          seq,
        );
      }
      return known;
    },

    add(room, { epoch, cids, upTo }) {
      const known = rooms.get(room);
      if (known?.epoch === epoch) {
        grow(
          known,
          [...cids].map(([key, packed]) => [key, parseSeq(packed)] as const),
          upTo,
        );
      }
    },
  };
}
