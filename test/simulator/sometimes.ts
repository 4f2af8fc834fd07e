// The states that matter, and whether a run reached them. A simulation of many runs fails if one of
// them was never reached: then it did not test what it claims to.

import type { History } from './history.ts';
import { times } from './plan.ts';
import { readHistory, type Ledger, type Operation } from './ledger.ts';

type Finder = (ledger: Ledger) => boolean;

const some = (ledger: Ledger, fits: (operation: Operation) => boolean): boolean =>
  [...ledger.operations.values()].some(fits);
const isDeed = ({ call }: Operation, what: string): boolean =>
  call.kind === 'other' && call.what === what;
const overlap = (one: Operation, other: Operation): boolean =>
  one.room === other.room && one.at < other.endedAt && other.at < one.endedAt;
const isRefused =
  (reason: string): Finder =>
  (ledger) =>
    some(ledger, (one) => one.reason === reason);
const firstEnd = ({ rooms }: Ledger, room: string): number =>
  rooms.get(room)?.ends[0]?.endsAt ?? Infinity;

/** States that only the run itself knows of: see `reached` in the history. */
const inside = [
  'a delivery lease is taken over',
  'a room ends in a fan-out',
  'a full room pushes back',
  'an event is refused',
  'a member missed a post and rejoins',
  'two builds work at once',
] as const;

const finders: Readonly<Record<string, Finder>> = {
  'a member is renamed while its message waits': (ledger) =>
    some(
      ledger,
      (rename) =>
        isDeed(rename, 'rename') &&
        some(
          ledger,
          (send) =>
            send.call.kind === 'send' && send.client === rename.client && overlap(send, rename),
        ),
    ),
  'a member resumes over an extension': (ledger) =>
    some(
      ledger,
      ({ call, answer, room, endedAt }) =>
        call.kind === 'join' &&
        answer?.kind === 'page' &&
        answer.resumed &&
        endedAt > firstEnd(ledger, room),
    ),
  'a newcomer joins by a link after the first end': (ledger) =>
    some(
      ledger,
      ({ call, outcome, room, at }) =>
        call.kind === 'join' &&
        outcome === 'ok' &&
        call.by?.isReturning === false &&
        at > firstEnd(ledger, room),
    ),
  'links are replaced while someone joins': (ledger) =>
    some(
      ledger,
      (deed) =>
        isDeed(deed, 'replace links') &&
        deed.outcome === 'ok' &&
        some(ledger, (join) => join.call.kind === 'join' && overlap(join, deed)),
    ),
  'a limited link has no uses left': (ledger) =>
    some(
      ledger,
      ({ call, reason }) =>
        call.kind === 'join' && call.by?.isLimited === true && reason === 'forbidden',
    ),
  'a replaced link is refused': (ledger) =>
    some(
      ledger,
      ({ call, reason }) =>
        call.kind === 'join' && call.by?.isReturning === false && reason === 'unauthorized',
    ),
  'an open room opens again': ({ rooms }) =>
    [...rooms.values()].some(({ incarnations }) => incarnations.size > 1),
  'an open room opens again before everyone has left it': ({ rooms, visits }) =>
    visits.some(({ room, records }) =>
      records.some(({ epoch = '', to }) => {
        const ends = rooms.get(room)?.incarnations;
        const next = [...(ends ?? [])].findLast(([, end]) => end > (ends?.get(epoch) ?? Infinity));
        return next !== undefined && to > next[1] - times.room;
      }),
    ),
  'a screen shows a gap': ({ visits }) =>
    visits.some(({ screens }) => (screens.at(-1)?.missed.size ?? 0) > 0),
  'a private message is hidden from others': ({ visits }) =>
    visits.some(({ screens }) => (screens.at(-1)?.hidden.size ?? 0) > 0),
  'the whole presence follows a burst': ({ history }) =>
    history.events.some(({ type }) => type === 'whole presence'),
  'an owner closes the room': (ledger) =>
    some(ledger, (one) => isDeed(one, 'close') && one.outcome === 'ok'),
  'a kicked member is refused': isRefused('kicked'),
  'a newcomer meets a locked room': isRefused('locked'),
  'a cid comes with other content': isRefused('conflict'),
  'a name is taken': isRefused('name_taken'),
  'a sender is too fast': isRefused('rate_limited'),
};

/** Every state that enough runs together must reach. */
export const allStates: readonly string[] = [...inside, ...Object.keys(finders)];

/** Below this many runs, a rare state may be missing by chance. */
export const enoughRuns = 3_000;

/** Returns the states that a run reached. */
export function findStates(history: History): readonly string[] {
  const ledger = readHistory(history);
  const reached = new Set(
    history.events.flatMap((event) => (event.type === 'reached' ? [event.what] : [])),
  );
  return [
    ...inside.filter((state) => reached.has(state)),
    ...Object.entries(finders).flatMap(([state, find]) => (find(ledger) ? [state] : [])),
  ];
}
