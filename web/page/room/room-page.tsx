// One visit to one room, from the link to its end: decides which screen fits what is known.

import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { readScopes, type Problem, type Receipt, type RoomSnapshot } from '../../client/index.ts';
import { useEmbedHost } from '../embed-host.ts';
import { useShareLinks } from '../share/use-share-links.ts';
import { useRoomPreview, type KnownRoom } from './use-room-preview.ts';
import type { RoomCreation } from '../create/use-create-room.ts';
import { useRoomClient } from './use-room-client.ts';
import { JoinScreen } from './join-screen.tsx';
import { EndedScreen } from './ended-screen.tsx';
import { RefusedScreen } from './refused-screen.tsx';
import { Room } from './room-screen.tsx';
import { t } from '../texts/texts.ts';
import type { Visit, VisitStore } from './visit-store.ts';

export interface RoomPageProps {
  readonly id: string;
  /** How often this was tried again. */
  readonly tries: number;
  /** Null where no room is made. */
  readonly creation: RoomCreation | null;
  /** What is remembered. */
  readonly visitStore: VisitStore;
  readonly onAgain: () => void;
}

interface Ending {
  readonly reason: 'expired' | 'closed';
  readonly receipt: Receipt | null;
}

const problemOf = (reason: Problem['reason']): Problem => ({
  ok: false,
  reason,
  message: '',
  retryAfter: null,
});

export function RoomPage({ id, tries, creation, visitStore, onAgain }: RoomPageProps): JSX.Element {
  const host = useEmbedHost();
  const visit = useMemo(() => visitStore.load(id), [id]);
  const scopes = useMemo(() => readScopes(visit.token ?? ''), [visit]);
  const watching = visit.token !== undefined && scopes.size > 0 && !scopes.has('send');
  const [ending, setEnding] = useState<Ending | null>(
    visit.over === true ? { reason: 'expired', receipt: null } : null,
  );
  /**
   * The end that this device's count has reached. The server has the word: the room may have been
   * extended while the lid was closed.
   */
  const [timeUp, setTimeUp] = useState<string | null>(null);
  const [name, setName] = useState(visit.name ?? visitStore.loadName());
  const { client, snapshot, seen, enter, leave } = useRoomClient({ id, visit });
  const look = useRoomPreview({
    id,
    token: visit.token,
    known: visit.known,
    over: ending !== null,
  });
  const links = useShareLinks({
    id,
    visit,
    scopes,
    token: snapshot?.token ?? visit.token,
    over: ending !== null,
  });
  const clock = latest(snapshot, look.clock);
  const status = snapshot?.status ?? null;
  const title = clock?.room.title ?? '';
  const told =
    status?.kind === 'ended' && (status.reason === 'expired' || status.reason === 'closed')
      ? { reason: status.reason, receipt: status.receipt }
      : null;

  const end = (how: Ending): void => {
    visitStore.markEnded(id);
    setEnding(how);
    host?.onEnded(how);
    leave();
  };

  useEffect(() => {
    if (visit.token === undefined || ending !== null) return;
    if (watching) enter({});
    else if (visit.name !== undefined) {
      enter({
        username: visit.name,
        ...(visit.session === undefined ? {} : { session: visit.session }),
      });
    }
  }, []);
  useEffect(() => {
    if (look.problem?.reason === 'expired' && ending === null) {
      end({ reason: 'expired', receipt: null });
    }
  }, [look.problem]);
  useEffect(() => {
    if (ending === null && told !== null) end(told);
    if (status?.kind === 'joined' && snapshot !== null) keep(visitStore, id, snapshot);
  }, [status, snapshot?.me, snapshot?.session, snapshot?.room]);
  const isUp = timeUp !== null && timeUp === clock?.room.expiresAt;
  useEffect(() => {
    // Who is connected hears of it, with the receipt; anybody else asks.
    if (isUp && ending === null && status?.kind !== 'joined') look.again();
  }, [isUp]);
  useEffect(() => {
    if (host !== null) return undefined;
    document.title = ending !== null || title === '' ? t('page-title') : title;
    return () => {
      document.title = t('page-title');
    };
  }, [ending, title]);

  const onEnd = (): void => {
    setTimeUp(clock?.room.expiresAt ?? null);
  };

  const over = ending ?? told;
  if (over !== null || isUp) {
    return (
      <EndedScreen
        reason={over?.reason ?? 'expired'}
        receipt={over?.receipt ?? null}
        title={title}
        items={seen}
        creation={creation}
      />
    );
  }
  const said = status?.kind === 'refused' ? status.problem : null;
  const aboutName =
    said !== null && (said.reason === 'name_taken' || said.reason === 'name_invalid') ? said : null;
  const stranger = visit.session === undefined && !scopes.has('moderate') && said === null;
  const lockedOut =
    stranger && client === null && clock?.room.state === 'locked' ? problemOf('locked') : null;
  const refused =
    visit.token === undefined
      ? problemOf('not_found')
      : (look.problem ?? (aboutName === null ? said : null) ?? lockedOut);
  if (refused !== null && refused.reason !== 'expired') {
    return (
      <RefusedScreen reason={refused.reason} tries={tries} creation={creation} onAgain={onAgain} />
    );
  }
  if (status?.kind === 'ended' && status.reason !== 'left') {
    return (
      <RefusedScreen
        reason={status.reason === 'kicked' ? 'kicked' : 'conflict'}
        tries={tries}
        creation={creation}
        onAgain={onAgain}
      />
    );
  }
  // Who comes back is shown the room at once, with what waits to be sent, even before there is a
  // network.
  const inside =
    status?.kind === 'joined' ||
    status?.kind === 'reconnecting' ||
    (status?.kind === 'connecting' && snapshot?.session === visit.session);
  if (client !== null && snapshot !== null && clock !== null && inside) {
    return (
      <Room
        client={client}
        snapshot={snapshot}
        room={clock.room}
        links={links}
        watching={watching}
        onEnd={onEnd}
      />
    );
  }
  if (look.unreachable && clock === null) {
    return (
      <RefusedScreen reason="unavailable" tries={tries} creation={creation} onAgain={look.again} />
    );
  }

  const join = (chosen: string): void => {
    setName(chosen);
    visitStore.saveName(chosen);
    // A session belongs to the name it was given for.
    enter({
      username: chosen,
      ...(chosen === visit.name && visit.session !== undefined && aboutName === null
        ? { session: visit.session }
        : {}),
    });
  };
  return (
    <JoinScreen
      clock={clock}
      name={name}
      watching={watching}
      busy={status?.kind === 'connecting'}
      problem={aboutName}
      links={visit.joinUrl === undefined ? null : links}
      onJoin={join}
      onEnd={onEnd}
    />
  );
}

/**
 * What the room itself told, or what was asked since: the later end is the truer one, for an
 * extension may have been missed.
 */
function latest(snapshot: RoomSnapshot | null, looked: KnownRoom | null): KnownRoom | null {
  if (snapshot?.room == null) return looked;
  if (looked !== null && Date.parse(looked.room.expiresAt) > Date.parse(snapshot.room.expiresAt)) {
    return looked;
  }
  return { room: snapshot.room, clockOffsetMs: snapshot.clockOffsetMs };
}

function keep(
  visitStore: VisitStore,
  id: string,
  { me, session, token, room, clockOffsetMs }: RoomSnapshot,
): void {
  if (me === null || session === null || room === null) return;
  const visit: Visit = { name: me.name, session, token, known: { room, clockOffsetMs } };
  visitStore.update(id, visit);
}
