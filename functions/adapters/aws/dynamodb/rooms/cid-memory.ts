// Which cids came before, for a room's whole life, though the room item holds only the last of
// them: beside what waits it keeps those of the last `cidsBehind` messages delivered, the log keeps
// all, and each function what it has seen. admit.ts decides by it.

import type { AcceptedMessage, RoomId } from '../../../../core/ports.ts';
import { digest, number, sha256, text, type Item } from '../items.ts';
import { isClosed } from './room-item.ts';

/**
 * The room item remembers every cid with a seq above `drained - cidsBehind`. Each costs some 15
 * bytes of every write, for which delivered messages could be kept there instead. Too few, and a
 * function that meets a busy room seldom must read the log's tail.
 */
export const cidsBehind = 12;

// The room item holds a cid's key and the message's seq. The message itself is in `p`, among the
// unlogged ones, or in the log. In a room of capacity 0 the log has one number of 38 digits for it:
// 15 of the content's digest, 13 of the time, 10 of the seq.
const seqDigits = 10;
const seqUnit = 10n ** BigInt(seqDigits);
const timeUnit = 10n ** 13n;
// 66 bits: nobody finds a second text for somebody else's key in the hour that a room may live.
const keyCharacters = 11;

const contentDigest = (content: string): bigint => BigInt(sha256(content).readUIntBE(0, 6));
const seqOf = (packed: string): number => Number(packed.slice(-seqDigits));

/**
 * A message by its cid: under which key it is remembered, and what, but for its seq. Undefined: the
 * server made the cid, nobody can repeat it.
 */
export function rememberable({
  member,
  cid,
  content,
  at,
}: Pick<AcceptedMessage, 'member' | 'cid' | 'content' | 'at'>): Remembering | undefined {
  if (content === undefined) return undefined;
  const digested = contentDigest(content);
  const key = digest(`${member}.${cid}`).slice(0, keyCharacters);
  return {
    key,
    content: digested,
    packed: (seq) => String((digested * timeUnit + BigInt(at)) * seqUnit + BigInt(seq)),
  };
}

export interface Remembering {
  readonly key: string;
  readonly content: bigint;
  packed(seq: number): string;
}

export interface Remembered {
  readonly content: bigint;
  readonly at: number;
  readonly seq: number;
}

export function unpackRemembered(packed: string): Remembered {
  const all = BigInt(packed);
  return {
    content: all / seqUnit / timeUnit,
    at: Number((all / seqUnit) % timeUnit),
    seq: Number(all % seqUnit),
  };
}

/**
 * Keys of the cids that the room item need not hold once all up to `deliveredSeq` is delivered:
 * they are in the log.
 */
export const droppableCids = (item: Item, deliveredSeq: number): string[] =>
  Object.entries(item['q']?.M ?? {})
    .filter(([, { N = '' }]) => seqOf(N) <= deliveredSeq - cidsBehind)
    .map(([key]) => key);

/** The seqs of one incarnation's cids, by key: every one of at most `upTo`. */
export interface Known {
  readonly epoch: string;
  readonly upTo: number;
  readonly cids: ReadonlyMap<string, number>;
}

/**
 * The cids that this function knows, by room. Bounded: it forgets the room it has not seen for
 * longest, which costs another read of that room's log.
 */
export interface KnownCids {
  of(room: RoomId): Known | undefined;
  /**
   * Adds the cids of a room item that follow the known ones. Returns the known cids of its
   * incarnation.
   */
  learn(item: Item): Known;
  /** Adds all that the log holds between what is known and `upTo`. */
  add(
    room: RoomId,
    logged: {
      readonly epoch: string;
      readonly cids: Iterable<readonly [key: string, packed: string]>;
      readonly upTo: number;
    },
  ): void;
}

type Growing = { -readonly [Part in 'upTo']: Known[Part] } & {
  readonly epoch: string;
  readonly cids: Map<string, number>;
};

// A cid takes some 100 bytes here. A single room that has more is kept all the same, while it is
// the one in use.
export function knownCids({ rooms: maxRooms = 1_000, cids: maxCids = 100_000 } = {}): KnownCids {
  const rooms = new Map<RoomId, Growing>();
  let held = 0;

  const drop = (room: RoomId): void => {
    held -= rooms.get(room)?.cids.size ?? 0;
    rooms.delete(room);
  };
  const grow = (known: Growing, cids: Iterable<readonly [string, number]>, upTo: number): void => {
    const before = known.cids.size;
    for (const [key, seq] of cids) known.cids.set(key, seq);
    known.upTo = Math.max(known.upTo, upTo);
    held += known.cids.size - before;
    for (const [oldest, its] of rooms) {
      if (its === known || (rooms.size <= maxRooms && held <= maxCids)) break;
      drop(oldest);
    }
  };

  return {
    of: (room) => rooms.get(room),

    learn(item) {
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
      // Map order: the least recently used first.
      rooms.delete(room);
      rooms.set(room, known);
      const seq = number(item, 'n');
      const { upTo } = known;
      if (upTo >= seq || upTo < number(item, 'd') - cidsBehind) grow(known, [], upTo);
      else {
        grow(
          known,
          Object.entries(item['q']?.M ?? {})
            .map(([key, { N = '' }]) => [key, seqOf(N)] as const)
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
          [...cids].map(([key, packed]) => [key, seqOf(packed)] as const),
          upTo,
        );
      }
    },
  };
}
