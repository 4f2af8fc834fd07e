// Rooms in this process's memory. This is a hot path: admitting a message copies nothing.

import type {
  AdmitMessageInput,
  AdmitMessageResult,
  AdmittedMessage,
  FindAcceptedInput,
  FindAcceptedResult,
  ReleaseLeaseResult,
  Rooms,
} from '../../core/ports.ts';
import { toRoom, type RoomRecord, type RoomRecords } from './room-records.ts';

export function createMemoryRooms(records: RoomRecords): Rooms {
  return {
    create: ({ room, now }) => Promise.resolve(records.create(room, now)),

    get(room) {
      const record = records.get(room);
      return Promise.resolve(record === undefined ? undefined : toRoom(record));
    },

    admit(input) {
      const record = records.findLive(input.room, input.now);
      return Promise.resolve<AdmitMessageResult>(
        record === undefined ? { ok: false, reason: 'expired' } : admitTo(record, input),
      );
    },

    findAccepted({ room, member, cid, content, now }) {
      const record = records.findLive(room, now);
      if (record === undefined) {
        return Promise.resolve<FindAcceptedResult>({ ok: false, reason: 'expired' });
      }
      return Promise.resolve(findByCid(record, { member, cid, content }));
    },

    takeLease({ room, from, to, now }) {
      const record = records.findLive(room, now);
      if (
        record === undefined ||
        record.lease?.id !== from?.id ||
        record.lease?.until !== from?.until
      ) {
        return Promise.resolve(undefined);
      }

      record.lease = to;
      return Promise.resolve(toRoom(record));
    },

    release({ room, lease, renewed, count }) {
      const record = records.get(room);
      if (record?.lease?.id !== lease.id || record.undelivered.length < count) {
        return Promise.resolve<ReleaseLeaseResult>({ state: 'lost' });
      }

      record.undelivered = record.undelivered.slice(count);
      record.deliveredSeq += count;
      record.lease = record.undelivered.length === 0 ? undefined : renewed;
      return Promise.resolve<ReleaseLeaseResult>(
        record.lease === undefined
          ? { state: 'released' }
          : { state: 'renewed', room: toRoom(record) },
      );
    },

    change({ room, epoch, change, endsAt, now }) {
      const { state, expiresAt, slow, kick, linkGeneration, unpublished } = change;
      const record = records.findLive(room, now);
      if (record?.facts.epoch !== epoch) return Promise.resolve(undefined);
      if (endsAt !== undefined && record.expiresAt !== endsAt) return Promise.resolve(undefined);

      record.state = state ?? record.state;
      record.slow = slow ?? record.slow;
      record.linkGeneration = Math.max(record.linkGeneration, linkGeneration ?? 0);
      record.expiresAt = Math.max(record.expiresAt, expiresAt ?? 0);
      if (kick !== undefined && !record.kicked.includes(kick)) {
        record.kicked = [...record.kicked, kick];
      }
      if (unpublished !== undefined && !record.unpublished.includes(unpublished)) {
        record.unpublished = [...record.unpublished, unpublished];
      }
      return Promise.resolve(toRoom(record));
    },

    recordPublished({ room, epoch, changes }) {
      const record = records.findIncarnation(room, epoch);
      if (record === undefined) return Promise.resolve(undefined);

      record.unpublished = record.unpublished.filter((change) => !changes.includes(change));
      return Promise.resolve(toRoom(record));
    },

    recordPresenceSync({ room, epoch, lastPresenceSync }) {
      const record = records.findIncarnation(room, epoch);
      if (
        record !== undefined &&
        record.lastPresenceSync.membership < lastPresenceSync.membership
      ) {
        record.lastPresenceSync = lastPresenceSync;
      }
      return Promise.resolve();
    },

    recordWatchers({ room, epoch, watchers, by }) {
      const record = records.findIncarnation(room, epoch);
      if (record === undefined) return Promise.resolve(false);
      if (record.watchers?.number === watchers) return Promise.resolve(record.watchers.by === by);

      record.watchers = { number: watchers, by };
      return Promise.resolve(true);
    },

    useLink({ room: { id, epoch }, tokenId, by, max }) {
      const linkUsers = records.findIncarnation(id, epoch)?.linkUsers;
      const users = linkUsers?.get(tokenId) ?? new Set();
      if (max < 1 || (users.size >= max && !users.has(by))) return Promise.resolve(false);

      linkUsers?.set(tokenId, users.add(by));
      return Promise.resolve(true);
    },

    close({ room, epoch, expiresAt }) {
      const record = records.findIncarnation(room, epoch);
      if (record === undefined || record.state === 'closed') return Promise.resolve(undefined);
      if (expiresAt !== undefined && record.expiresAt !== expiresAt) {
        return Promise.resolve(undefined);
      }

      record.state = 'closed';
      record.lease = undefined;
      record.acceptedCids.clear();
      return Promise.resolve(toRoom(record));
    },

    deleteContent(room) {
      const record = records.get(room);
      if (record?.state !== 'closed') return Promise.resolve({ messages: 0, names: 0 });

      const { log, undelivered, facts, names } = record;
      const lastLogged = log.at(-1)?.seq ?? 0;
      const unlogged = undelivered.filter(({ seq }) => seq > lastLogged).length;
      const deleted = {
        messages: Math.min(facts.capacity, log.length + unlogged),
        names: names.size,
      };
      record.log = [];
      record.undelivered = [];
      record.names.clear();
      record.namesByMember.clear();
      record.linkUsers.clear();
      return Promise.resolve(deleted);
    },
  };
}

type SentMessage = Pick<FindAcceptedInput, 'member' | 'cid' | 'content'>;

const cidKey = ({ member, cid }: Pick<SentMessage, 'member' | 'cid'>): string => `${member}.${cid}`;

function findByCid(
  record: RoomRecord,
  message: SentMessage,
): AdmittedMessage | { readonly ok: false; readonly reason: 'conflict' } | undefined {
  const first = record.acceptedCids.get(cidKey(message));
  if (first === undefined) return undefined;
  if (first.content !== message.content) return { ok: false, reason: 'conflict' };
  return { ok: true, seq: first.seq, at: first.at, repeated: true, room: toRoom(record) };
}

function admitTo(record: RoomRecord, input: AdmitMessageInput): AdmitMessageResult {
  const { message, changed, slow, membership, lease, maxUndelivered } = input;
  if (
    membership !== undefined &&
    (record.membership !== membership || record.kicked.includes(message.member))
  ) {
    return { ok: false, reason: 'stale-membership' };
  }

  const { at, member, cid, content } = message;
  const earlier = findByCid(record, { member, cid, content });
  if (earlier !== undefined) return earlier;

  if (slow !== undefined && slow !== record.slow) {
    return { ok: false, reason: 'slow', slow: record.slow };
  }
  if (record.undelivered.length >= maxUndelivered) return { ok: false, reason: 'busy' };

  record.seq += 1;
  const { seq } = record;
  record.undelivered.push({ ...message, seq });
  record.acceptedCids.set(cidKey(message), { content, seq, at });
  if (changed) record.filtered += 1;
  record.lease ??= lease;
  return { ok: true, seq, at, repeated: false, room: toRoom(record) };
}
