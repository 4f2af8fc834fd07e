// A client: one socket and the rooms it joined on it. It reconnects like phoenix.js. Its behavior
// in a room is in visit.ts.

import { encodeFrame, type Frame } from '../../functions/protocol/frames.ts';
import { notAFrame, type Line, type Network } from './network.ts';
import type { ClientPlan } from './plan.ts';
import { createVisit } from './visit.ts';
import type { Credential, Returned, RoomHandle, Surroundings, Visit } from './visiting.ts';

/**
 * Milliseconds until a push without a reply is given up. As in the client library,
 * requests for missing messages have a shorter timeout.
 */
const maxAnswerTime = (event: string): number =>
  event === 'sync' || event === 'history' ? 5_000 : 10_000;

export interface Client {
  /** Its name in the plan. */
  readonly name: string;
  readonly visits: readonly Visit[];
  readonly calm: boolean;
  /** Rejoins a room that it has left. */
  enter(visit: Visit): void;
  /**
   * The network drops the connection, and both ends notice. The client reconnects after this long.
   */
  cut(offline: number): void;
  /** Nothing arrives in either direction for this long. Then the client reconnects. */
  lose(milliseconds: number): void;
  /** Forgets everything except the sessions, like a reload of the page. */
  reload(): void;
}

export function createClient({
  plan,
  rooms,
  invitation,
  network,
  surroundings,
}: {
  readonly plan: ClientPlan;
  /** Returns the link or token that it comes with. */
  readonly invitation: (room: RoomHandle) => Credential;
  readonly rooms: readonly RoomHandle[];
  readonly network: Network;
  readonly surroundings: Surroundings;
}): Client {
  const { scheduler, chance, events } = surroundings;
  const calm = rooms.every((room) => room.calm);
  const undelivered = new Map<string, (reply: Returned) => void>();
  let line: Line | undefined;
  let refs = 0;
  let generation = 0;
  let failures = 0;
  let lives = 1;
  let reconnecting = true;

  const nameNow = (): string => (lives === 1 ? plan.name : `${plan.name}#${lives}`);
  const recordSocket = (type: 'opened' | 'closed'): void =>
    void events.push({ type, at: Math.floor(scheduler.now()), client: nameNow() });

  const visits: Visit[] = rooms.map((room) =>
    createVisit({
      client: nameNow(),
      room,
      invitation: () => invitation(room),
      keepsCode: plan.keepsCode,
      username: plan.watches ? undefined : plan.name,
      batch: plan.batch,
      surroundings,
      push: (event, payload, joinRef) => {
        const ref = String((refs += 1));
        const reply = new Promise<Returned>((resolve) => {
          undelivered.set(ref, resolve);
          scheduler.after(maxAnswerTime(event), () => {
            if (undelivered.delete(ref)) resolve('none');
          });
        });
        const frame = {
          joinRef: event === 'phx_join' ? ref : (joinRef ?? null),
          ref,
          topic: `room:${room.id}`,
          event,
          payload,
        };
        if (line === undefined) answerNone(ref);
        else line.send(encodeFrame(plan.version, frame));
        return { ref, reply };
      },
    }),
  );

  const answerNone = (ref: string): void => {
    const resolve = undelivered.get(ref);
    undelivered.delete(ref);
    resolve?.('none');
  };

  const connect = (): void => {
    reconnecting = false;
    generation += 1;
    const own = generation;
    line = network.open(
      {
        opened: () => {
          if (own !== generation) return;
          failures = 0;
          recordSocket('opened');
          for (const visit of visits) visit.connected();
        },
        received: (text) => {
          if (own === generation) received(text);
        },
        repeated: (text) => {
          const { event, topic } = frameOf(text);
          if (event === 'phx_join') {
            events.push({
              type: 'joined twice',
              at: Math.floor(scheduler.now()),
              client: nameNow(),
              room: topic.slice('room:'.length),
            });
          }
        },
        ended: () => {
          if (own === generation) ended(0);
        },
      },
      { version: plan.version, calm },
    );
  };

  const received = (text: string): void => {
    // API Gateway's own frame, if it could not run a function.
    if (text === notAFrame) return;
    const { topic, event, ref, joinRef, payload } = frameOf(text);
    if (event !== 'phx_reply') {
      visits.find(({ room }) => topic === `room:${room.id}`)?.received(event, payload, joinRef);
      return;
    }
    const resolve = undelivered.get(String(ref));
    if (resolve === undefined) return;
    undelivered.delete(String(ref));
    const { status, response } = payload as {
      readonly status: string;
      readonly response: Readonly<Record<string, unknown>>;
    };
    resolve({ ok: status === 'ok', response });
  };

  const ended = (offline: number): void => {
    generation += 1;
    line = undefined;
    recordSocket('closed');
    for (const visit of visits) visit.disconnected();
    for (const ref of [...undelivered.keys()]) answerNone(ref);
    if (!visits.some(({ wanted }) => wanted)) return;
    failures += 1;
    reconnecting = true;
    const own = generation;
    const backoff = calm ? 10 : Math.floor(chance.next() * Math.min(4_000, 100 * 2 ** failures));
    scheduler.after(offline + backoff, () => {
      if (own === generation) connect();
    });
  };

  const cut = (offline: number): void => {
    if (line === undefined) return;
    line.cut();
    ended(offline);
  };

  scheduler.after(plan.arrival.at - scheduler.now(), connect);
  return {
    name: plan.name,
    visits,
    calm,
    enter: (visit) => {
      visit.enter();
      if (line === undefined && !reconnecting && generation > 0) connect();
    },
    cut,
    lose: (milliseconds) => {
      if (line === undefined) return;
      const own = generation;
      line.deafen();
      for (const visit of visits) visit.away();
      scheduler.after(milliseconds, () => {
        if (own === generation) cut(0);
      });
    },
    reload: () => {
      line?.cut();
      if (line !== undefined) ended(0);
      lives += 1;
      for (const visit of visits) visit.forget(nameNow());
    },
  };
}

/** Parses a server's frame as phoenix.js does, without checking it. */
function frameOf(text: string): Frame {
  const json = JSON.parse(text) as
    | [Frame['joinRef'], Frame['ref'], string, string, unknown]
    | (Omit<Frame, 'joinRef'> & { readonly join_ref?: Frame['joinRef'] });
  if (!Array.isArray(json)) return { ...json, joinRef: json.join_ref ?? null };
  const [joinRef, ref, topic, event, payload] = json;
  return { joinRef, ref, topic, event, payload };
}
