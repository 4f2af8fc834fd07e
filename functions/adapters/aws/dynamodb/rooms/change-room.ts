// An owner's changes to an open room, and the records of the last published presence and number of
// watchers. Each call is safe to repeat.

import type {
  Room,
  RoomChange,
  ChangeRoomInput,
  RecordPresenceSyncInput,
  RecordPublishedInput,
  RecordWatchersInput,
} from '../../../../core/ports.ts';
import { getItem, N, number, S, text, updateIf, type Item, type Table } from '../items.ts';
import { closed, isOver, roomKey, parseRoom, stateAttribute } from './room-item.ts';

export async function change(table: Table, input: ChangeRoomInput): Promise<Room | undefined> {
  const {
    room,
    epoch,
    change: { expiresAt, ...rest },
    endsAt,
    now,
  } = input;
  const { sets, adds, values } = buildClauses(rest);
  if (expiresAt === undefined && sets.length + adds.length === 0) {
    const current = await getItem(table, roomKey(room));
    return livesIn(current, input) ? parseRoom(current) : undefined;
  }
  const allSets = expiresAt === undefined ? sets : [...sets, 'x = :expiresAt'];
  const written = await updateIf(table, roomKey(room), {
    UpdateExpression: [
      allSets.length === 0 ? '' : `SET ${allSets.join(', ')}`,
      adds.length === 0 ? '' : `ADD ${adds.join(', ')}`,
    ]
      .filter(Boolean)
      .join(' '),
    ConditionExpression:
      'e = :epoch AND s <> :closed AND x > :now' +
      (expiresAt === undefined ? '' : ' AND x < :expiresAt') +
      (endsAt === undefined ? '' : ' AND x = :endsAt'),
    ExpressionAttributeValues: {
      ...values,
      ':epoch': S(epoch),
      ':closed': closed,
      ':now': N(now),
      ...(expiresAt === undefined ? {} : { ':expiresAt': N(expiresAt) }),
      ...(endsAt === undefined ? {} : { ':endsAt': N(endsAt) }),
    },
  });
  if (written.ok) return parseRoom(written.item);
  const { current } = written;
  if (expiresAt === undefined || !livesIn(current, input)) return undefined;
  // If the client retried after a lost response, it finds its own write.
  if (endsAt !== undefined) {
    return isWritten(current, input.change) ? parseRoom(current) : undefined;
  }
  // If the room already ends then or later, only the other changes remain.
  return number(current, 'x') < expiresAt
    ? undefined
    : change(table, { room, epoch, change: rest, now });
}

const isWritten = (current: Item, { unpublished }: RoomChange): boolean =>
  unpublished !== undefined && current['v']?.SS?.includes(unpublished) === true;

const livesIn = (
  current: Item | undefined,
  { epoch, now }: { readonly epoch: string; readonly now: number },
): current is Item =>
  current !== undefined && text(current, 'e') === epoch && !isOver(current, now);

function buildClauses({
  state,
  slow,
  kick,
  linkGeneration,
  unpublished,
}: Omit<RoomChange, 'expiresAt'>): {
  readonly sets: readonly string[];
  readonly adds: readonly string[];
  readonly values: Item;
} {
  return {
    sets: [
      ...(state === undefined ? [] : ['s = :state']),
      ...(slow === undefined ? [] : ['i = :slow']),
      ...(linkGeneration === undefined ? [] : ['g = :linkGeneration']),
    ],
    adds: [
      ...(kick === undefined ? [] : ['r :kicked']),
      ...(unpublished === undefined ? [] : ['v :unpublished']),
    ],
    values: {
      ...(state === undefined ? {} : { ':state': stateAttribute(state) }),
      ...(slow === undefined ? {} : { ':slow': N(slow) }),
      ...(linkGeneration === undefined ? {} : { ':linkGeneration': N(linkGeneration) }),
      ...(kick === undefined ? {} : { ':kicked': { SS: [kick] } }),
      ...(unpublished === undefined ? {} : { ':unpublished': { SS: [unpublished] } }),
    },
  };
}

export async function recordPublished(
  table: Table,
  { room, epoch, changes }: RecordPublishedInput,
): Promise<Room | undefined> {
  const written = await updateIf(table, roomKey(room), {
    UpdateExpression: 'DELETE v :changes',
    ConditionExpression: 'e = :epoch',
    ExpressionAttributeValues: { ':epoch': S(epoch), ':changes': { SS: [...changes] } },
  });
  return written.ok ? parseRoom(written.item) : undefined;
}

export async function recordPresenceSync(
  table: Table,
  { room, epoch, lastPresenceSync }: RecordPresenceSyncInput,
): Promise<void> {
  await updateIf(table, roomKey(room), {
    UpdateExpression: 'SET t = :membership, u = :at',
    ConditionExpression: 'e = :epoch AND t < :membership',
    ExpressionAttributeValues: {
      ':epoch': S(epoch),
      ':membership': N(lastPresenceSync.membership),
      ':at': N(lastPresenceSync.at),
    },
  });
}

export async function recordWatchers(
  table: Table,
  { room, epoch, watchers, by }: RecordWatchersInput,
): Promise<boolean> {
  const written = await updateIf(table, roomKey(room), {
    UpdateExpression: 'SET o = :watchers, h = :by',
    ConditionExpression: 'e = :epoch AND (attribute_not_exists(o) OR o <> :watchers)',
    ExpressionAttributeValues: { ':epoch': S(epoch), ':watchers': N(watchers), ':by': S(by) },
  });
  // If the client retried after a lost response, it finds its own write.
  return written.ok || written.current?.['h']?.S === by;
}
