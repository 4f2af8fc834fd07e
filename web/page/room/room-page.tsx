// One visit to one room, from the link to its end: decides which screen fits what is known.

import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { scopesOf, type Problem, type Receipt, type Snapshot } from '../../client/index.ts';
import { useGuest } from '../embed-host.ts';
import { useLinks } from '../share/use-share-links.ts';
import { useLook, type Clock } from './use-room-preview.ts';
import type { Making } from '../create/use-create-room.ts';
import { useRunning } from './use-room-client.ts';
import { Join } from './join-screen.tsx';
import { Over } from './ended-screen.tsx';
import { Refused } from './refused-screen.tsx';
import { Room } from './room-screen.tsx';
import { t } from '../texts/texts.ts';
import type { Visit, Visits } from './visit-store.ts';

export interface VisitingProps {
  readonly id: string;
  /** How often this was tried again. */
  readonly tries: number;
  /** Null where no room is made. */
  readonly making: Making | null;
  /** What is remembered. */
  readonly visits: Visits;
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

export function Visiting({ id, tries, making, visits, onAgain }: VisitingProps): JSX.Element {
  const guest = useGuest();
  const visit = useMemo(() => visits.visitOf(id), [id]);
  const scopes = useMemo(() => scopesOf(visit.token ?? ''), [visit]);
  const watching = visit.token !== undefined && scopes.size > 0 && !scopes.has('send');
  const [ending, setEnding] = useState<Ending | null>(
    visit.over === true ? { reason: 'expired', receipt: null } : null,
  );
  /**
   * The end that this device's count has reached. The server has the word: the room may have been
   * extended while the lid was closed.
   */
  const [timeUp, setTimeUp] = useState<string | null>(null);
  const [name, setName] = useState(visit.name ?? visits.ownName());
  const { client, snapshot, seen, enter, leave } = useRunning({ id, visit });
  const look = useLook({ id, token: visit.token, known: visit.known, over: ending !== null });
  const links = useLinks({
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
    visits.rememberOver(id);
    setEnding(how);
    guest?.onEnded(how);
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
    if (status?.kind === 'joined' && snapshot !== null) keep(visits, id, snapshot);
  }, [status, snapshot?.me, snapshot?.session, snapshot?.room]);
  const isUp = timeUp !== null && timeUp === clock?.room.expiresAt;
  useEffect(() => {
    // Who is connected hears of it, with the receipt; anybody else asks.
    if (isUp && ending === null && status?.kind !== 'joined') look.again();
  }, [isUp]);
  useEffect(() => {
    if (guest !== null) return undefined;
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
      <Over
        reason={over?.reason ?? 'expired'}
        receipt={over?.receipt ?? null}
        title={title}
        items={seen}
        making={making}
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
    return <Refused reason={refused.reason} tries={tries} making={making} onAgain={onAgain} />;
  }
  if (status?.kind === 'ended' && status.reason !== 'left') {
    return (
      <Refused
        reason={status.reason === 'kicked' ? 'kicked' : 'conflict'}
        tries={tries}
        making={making}
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
    return <Refused reason="unavailable" tries={tries} making={making} onAgain={look.again} />;
  }

  const join = (chosen: string): void => {
    setName(chosen);
    visits.rememberOwnName(chosen);
    // A session belongs to the name it was given for.
    enter({
      username: chosen,
      ...(chosen === visit.name && visit.session !== undefined && aboutName === null
        ? { session: visit.session }
        : {}),
    });
  };
  return (
    <Join
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
function latest(snapshot: Snapshot | null, looked: Clock | null): Clock | null {
  if (snapshot?.room == null) return looked;
  if (looked !== null && Date.parse(looked.room.expiresAt) > Date.parse(snapshot.room.expiresAt)) {
    return looked;
  }
  return { room: snapshot.room, offset: snapshot.offset };
}

function keep(visits: Visits, id: string, { me, session, token, room, offset }: Snapshot): void {
  if (me === null || session === null || room === null) return;
  const visit: Visit = { name: me.name, session, token, known: { room, offset } };
  visits.remember(id, visit);
}
