// One visit to one room, from the link to the room's end. Gathers what is known and shows the
// screen that `chooseScreen` chooses.

import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  getRemainingMs,
  readScopes,
  systemClock,
  type RoomPreview,
  type RoomSnapshot,
} from '../../client/index.ts';
import type { RoomCreation } from '../create/use-create-room.ts';
import { useEmbedHost } from '../embed-host.ts';
import { useEvent } from '../hooks/use-event.ts';
import { useShareLinks } from '../share/use-share-links.ts';
import { t } from '../texts/texts.ts';
import {
  chooseScreen,
  findNameProblem,
  findRoomEnd,
  isKicked,
  type FinalEnd,
} from './choose-screen.ts';
import { EndedScreen } from './ended-screen.tsx';
import { JoinScreen } from './join-screen.tsx';
import { RefusedScreen } from './refused-screen.tsx';
import { RoomScreen } from './room-screen.tsx';
import { useRoomClient } from './use-room-client.ts';
import { useRoomPreview } from './use-room-preview.ts';
import type { VisitStore } from './visit-store.ts';

export interface RoomPageProps {
  readonly id: string;
  /** How many times the user has retried. */
  readonly tries: number;
  /** Null where the page cannot create rooms. */
  readonly creation: RoomCreation | null;
  readonly visitStore: VisitStore;
  readonly onRetry: () => void;
  /** Called after the user has left. Null where another page embeds the room. */
  readonly onLeft: ((visit: LeftVisit) => void) | null;
}

export interface LeftVisit {
  /** True for owners, who have no other way back. */
  readonly keepsLink: boolean;
}

export function RoomPage(props: RoomPageProps): JSX.Element {
  const { id, tries, creation, visitStore, onRetry, onLeft } = props;
  const host = useEmbedHost();
  const visit = useMemo(() => visitStore.load(id), [id, visitStore]);
  const scopes = useMemo(() => readScopes(visit.token ?? ''), [visit]);
  const isWatcher = visit.token !== undefined && scopes.size > 0 && !scopes.has('send');
  const [end, setEnd] = useState<FinalEnd | null>(
    visit.hasEnded === true ? { reason: 'expired', receipt: null } : null,
  );
  const [name, setName] = useState(visit.name ?? visitStore.loadName());
  /** The end that this device's clock has reached, to ask the server once: it decides. */
  const [reachedEnd, setReachedEnd] = useState<string | null>(null);

  const { client, snapshot, lastItems, join, leave } = useRoomClient(id, visit);
  const preview = useRoomPreview({
    id,
    token: visit.token,
    known: visit.known,
    hasEnded: end !== null,
  });
  const links = useShareLinks({
    id,
    visit,
    scopes,
    token: snapshot?.token ?? visit.token,
    hasEnded: end !== null,
  });
  const known = latestRoom(snapshot, preview.known);
  const status = snapshot?.status ?? null;
  const title = known?.room.title ?? '';
  const isTimeUp = reachedEnd !== null && known !== null && isCertainlyOver(known);
  const nameProblem = findNameProblem({ snapshot });

  const recordEnd = useEvent((roomEnd: FinalEnd): void => {
    if (end !== null) return;
    visitStore.markEnded(id);
    setEnd(roomEnd);
    host?.onEnded(roomEnd);
    leave();
  });
  const joinOnArrival = useEvent((): void => {
    if (visit.token === undefined || end !== null) return;
    if (isWatcher) join({});
    else if (visit.name !== undefined) {
      join({
        username: visit.name,
        ...(visit.session === undefined ? {} : { session: visit.session }),
      });
    }
  });
  const recordSnapshot = useEvent((): void => {
    if (snapshot === null) return;
    const roomEnd = findRoomEnd(snapshot.status);
    if (roomEnd !== null) recordEnd(roomEnd);
    if (isKicked({ snapshot })) visitStore.markKicked(id);
    if (snapshot.status.kind === 'joined') saveVisit(visitStore, id, snapshot);
  });
  const checkEnd = useEvent((): void => {
    // A connected member gets the end with its receipt from the server.
    if (end === null && status?.kind !== 'joined') preview.retry();
  });

  useEffect(() => {
    joinOnArrival();
  }, [joinOnArrival]);
  useEffect(() => {
    if (preview.problem?.reason === 'expired') recordEnd({ reason: 'expired', receipt: null });
  }, [preview.problem, recordEnd]);
  useEffect(() => {
    recordSnapshot();
  }, [status, snapshot?.me, snapshot?.session, snapshot?.room, recordSnapshot]);
  useEffect(() => {
    if (reachedEnd !== null) checkEnd();
  }, [reachedEnd, checkEnd]);
  useEffect(() => {
    if (host !== null) return undefined;
    document.title = end !== null || title === '' ? t('page-title') : title;
    return () => {
      document.title = t('page-title');
    };
  }, [host, end, title]);

  const onTimeUp = (): void => {
    if (known !== null) setReachedEnd(`${known.room.expiresAt} ${String(known.clockOffsetMs)}`);
  };
  const joinAs = (chosen: string): void => {
    setName(chosen);
    visitStore.saveName(chosen);
    // A session belongs to the name it was issued for.
    const canResume = chosen === visit.name && nameProblem === null;
    join({
      username: chosen,
      ...(canResume && visit.session !== undefined ? { session: visit.session } : {}),
    });
  };

  const choice = chooseScreen({
    visit,
    canModerate: scopes.has('moderate'),
    end,
    isTimeUp,
    preview,
    known,
    snapshot,
  });
  if (choice.screen === 'ended') {
    return (
      <EndedScreen
        reason={choice.reason}
        receipt={choice.receipt}
        title={title}
        items={lastItems}
        creation={creation}
      />
    );
  }
  if (choice.screen === 'refused') {
    return (
      <RefusedScreen
        reason={choice.reason}
        tries={tries}
        creation={creation}
        onRetry={choice.retry === 'visit' ? onRetry : preview.retry}
      />
    );
  }
  if (choice.screen === 'room' && client !== null && snapshot !== null && known !== null) {
    return (
      <RoomScreen
        client={client}
        snapshot={snapshot}
        room={known.room}
        links={links}
        isWatcher={isWatcher}
        onTimeUp={onTimeUp}
        onLeave={
          onLeft === null
            ? null
            : () => {
                leave();
                onLeft({ keepsLink: readScopes(snapshot.token).has('moderate') });
              }
        }
      />
    );
  }
  return (
    <JoinScreen
      known={known}
      name={name}
      isWatcher={isWatcher}
      isBusy={status?.kind === 'connecting'}
      problem={nameProblem}
      links={visit.joinUrl === undefined ? null : links}
      onJoin={joinAs}
      onTimeUp={onTimeUp}
    />
  );
}

/**
 * Returns the newer of the client's room and the preview's: the later end is right, because one of
 * them may have missed an extension.
 */
function latestRoom(
  snapshot: RoomSnapshot | null,
  previewed: RoomPreview | null,
): RoomPreview | null {
  if (snapshot?.room == null) return previewed;
  const { room, clockOffsetMs, clockJumps } = snapshot;
  const isPreviewNewer =
    previewed !== null && Date.parse(previewed.room.expiresAt) > Date.parse(room.expiresAt);
  return isPreviewNewer ? previewed : { room, clockOffsetMs, clockJumps };
}

/** Returns whether a room is over. In doubt it is not: this device slept, or its clock was set. */
function isCertainlyOver({ room, clockOffsetMs, clockJumps }: RoomPreview): boolean {
  const now = systemClock.now();
  const leftMs = getRemainingMs({ expiresAt: room.expiresAt, offset: clockOffsetMs, now });
  return leftMs === 0 && clockJumps === systemClock.countJumps?.();
}

function saveVisit(visitStore: VisitStore, id: string, snapshot: RoomSnapshot): void {
  const { me, session, token, room, clockOffsetMs } = snapshot;
  if (me === null || session === null || room === null) return;
  visitStore.update(id, { name: me.name, session, token, known: { room, clockOffsetMs } });
}
