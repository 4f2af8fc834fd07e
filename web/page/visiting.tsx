// One visit to one room, from the link to its end: decides which screen fits what is known.

import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../functions/protocol/events.ts';
import { createLink, lookAtRoom, offsetOf, Room as Client, scopesOf, type Problem, type Snapshot } from '../client/index.ts';
import { Join } from './screens/join.tsx';
import { Over } from './screens/over.tsx';
import { Refused } from './screens/refused.tsx';
import { Room } from './screens/room.tsx';
import { ownName, remember, rememberOver, rememberOwnName, visitOf, type Visit } from './visits.ts';

interface Clock {
  readonly room: RoomView;
  readonly offset: number;
}

const deadLink: Problem = { ok: false, reason: 'not_found', message: '', retryAfter: null };

export function Visiting({ id, onNewRoom }: { id: string; onNewRoom: () => void }): JSX.Element {
  const visit = useMemo(() => visitOf(id), [id]);
  const scopes = useMemo(() => scopesOf(visit.token ?? ''), [visit]);
  const watching = visit.token !== undefined && scopes.size > 0 && !scopes.has('send');
  const [looked, setLooked] = useState<Clock | null>(visit.known ?? null);
  const [problem, setProblem] = useState<Problem | null>(visit.token === undefined ? deadLink : null);
  const [over, setOver] = useState(visit.over === true);
  const [name, setName] = useState(visit.name ?? ownName());
  const { client, snapshot, enter, leave } = useRoom({ id, visit });

  const end = (): void => {
    rememberOver(id);
    setOver(true);
    leave();
  };

  useEffect(() => {
    const { token } = visit;
    if (token === undefined || over) return;
    if (watching) enter({});
    else if (visit.session !== undefined && visit.name !== undefined) enter({ username: visit.name, session: visit.session });
    void lookAtRoom({ id, token }).then((result) => {
      if (result.ok) setLooked({ room: result.value, offset: offsetOf(result.value, Date.now()) });
      else if (result.reason === 'expired') end();
      else if (result.reason !== 'unavailable' && result.reason !== 'rate_limited') setProblem(result);
    });
  }, []);

  const [link, setLink] = useState(visit.joinUrl ?? (scopes.has('moderate') ? null : `${location.origin}/r/${id}#${visit.token ?? ''}`));
  useEffect(() => {
    const { token } = visit;
    if (token === undefined || link !== null || over) return;
    void createLink({ id, token }).then((made) => {
      if (made.ok) setLink(made.value);
    });
  }, []);

  // After an extension the old links end with the old time.
  useEffect(() => {
    const token = snapshot?.token;
    if (token === undefined || token === visit.token) return;
    void createLink({ id, token }, { scope: watching ? 'receive' : 'send receive' }).then((made) => {
      if (made.ok) setLink(made.value);
    });
  }, [snapshot?.token]);

  const status = snapshot?.status ?? null;
  useEffect(() => {
    if (status?.kind === 'ended' && (status.reason === 'expired' || status.reason === 'closed')) end();
    if (status?.kind !== 'joined' || snapshot?.me == null || snapshot.session === null || snapshot.room === null) return;
    const { me, session, token, room, offset } = snapshot;
    remember(id, { name: me.name, session, token, known: { room, offset } });
  }, [status, snapshot?.me, snapshot?.session, snapshot?.room]);

  const clock: Clock | null = snapshot?.room != null ? { room: snapshot.room, offset: snapshot.offset } : looked;
  useEffect(() => {
    const title = over ? '' : (clock?.room.title ?? '');
    document.title = title === '' ? 'Ten Minute Chat' : title;
    return () => {
      document.title = 'Ten Minute Chat';
    };
  }, [over, clock?.room.title]);

  if (over) return <Over onNewRoom={onNewRoom} />;
  const said = status?.kind === 'refused' ? status.problem : null;
  const aboutName = said !== null && (said.reason === 'name_taken' || said.reason === 'name_invalid') ? said : null;
  const refused = problem ?? (said !== null && aboutName === null ? said : null);
  if (refused !== null) return <Refused problem={refused} onNewRoom={onNewRoom} />;
  if (status?.kind === 'ended' && status.reason !== 'left') {
    return <Refused problem={{ ...deadLink, reason: status.reason === 'kicked' ? 'kicked' : 'conflict' }} onNewRoom={onNewRoom} />;
  }
  // Who comes back is shown the room at once, with what waits to be sent, even before there is a network.
  const inside = status?.kind === 'joined' || status?.kind === 'reconnecting' || (status?.kind === 'connecting' && snapshot?.session === visit.session);
  if (client !== null && snapshot?.room != null && inside) {
    return <Room client={client} snapshot={snapshot} room={snapshot.room} link={link} watching={watching} onEnd={end} />;
  }
  const join = (chosen: string): void => {
    setName(chosen);
    rememberOwnName(chosen);
    // A session belongs to the name it was given for.
    enter({ username: chosen, ...(chosen === visit.name && visit.session !== undefined && aboutName === null ? { session: visit.session } : {}) });
  };
  return (
    <Join clock={clock} name={name} watching={watching} busy={status?.kind === 'connecting'} problem={aboutName?.message ?? null} newLink={visit.joinUrl ?? null} onJoin={join} onEnd={end} />
  );
}

interface Running {
  readonly client: Client | null;
  readonly snapshot: Snapshot | null;
  readonly enter: (as: { username?: string; session?: string }) => void;
  /** For good; going elsewhere in the page is no leaving. */
  readonly leave: () => void;
}

function useRoom({ id, visit }: { id: string; visit: Visit }): Running {
  const running = useRef<Client | null>(null);
  const [snapshot, setSnapshot] = useState<Snapshot | null>(null);

  const stop = (): void => {
    running.current?.stop();
  };
  const leave = (): void => {
    void running.current?.leave();
  };
  const enter = (as: { username?: string; session?: string }): void => {
    stop();
    const { token = '', known } = visit;
    const client = Client.join({ id, token, ...as, known });
    running.current = client;
    setSnapshot(client.snapshot());
    client.subscribe(() => {
      if (running.current === client) setSnapshot(client.snapshot());
    });
  };
  useEffect(() => stop, []);
  return { client: running.current, snapshot, enter, leave };
}
