// Records the history of a run over real sockets for test/simulator/check.ts: the traffic of each
// device's socket, independent of its client library. The caller records screens and presence.

import { WebSocket } from 'ws';
import type { JoinResponse, Message } from '../../functions/protocol/events.ts';
import type { Transport } from '../../web/client/index.ts';
import type { Answer, Call, HistoryEvent } from '../simulator/history.ts';

export interface Device {
  /** Returns a socket class for a client library that records what passes. */
  readonly transport: Transport;
  /** Its network has just been cut. */
  away(): void;
  /** Seqs of a room that the server reported as hidden. */
  hiddenIn(room: string): ReadonlySet<number>;
}

export interface Recorder {
  readonly events: HistoryEvent[];
  device(client: string): Device;
}

type Frame = [
  joinRef: unknown,
  ref: unknown,
  topic: string,
  event: string,
  payload: Readonly<Record<string, unknown>>,
];

interface Asked {
  readonly op: number;
  readonly room: string;
  readonly call: Call;
}

const topicPrefix = 'room:';

export function createRecorder(): Recorder {
  const events: HistoryEvent[] = [];
  let operations = 0;

  const device = (client: string): Device => {
    const here = new Set<string>();
    const epochs = new Map<string, string>();
    const hidden = new Map<string, Set<number>>();
    const hide = (room: string, seqs: unknown): void => {
      const known = hidden.get(room) ?? new Set();
      hidden.set(room, known);
      if (Array.isArray(seqs)) for (const seq of seqs) known.add(Number(seq));
    };
    const leave = (room: string): void => {
      if (here.delete(room)) events.push({ type: 'away', at: Date.now(), client, room });
    };
    const away = (): void => {
      for (const room of here) leave(room);
    };

    const open = (address: string, protocols: string | string[] = []): WebSocket => {
      const socket = new WebSocket(address, protocols);
      const asked = new Map<string, Asked>();
      const end = ({ op, room, call }: Asked, payload: Frame[4]): void => {
        const at = Date.now();
        const { status, response } = payload as {
          status: string;
          response: Record<string, unknown>;
        };
        if (status !== 'ok') {
          const reason = String(response['reason']);
          events.push(
            reason === 'unavailable'
              ? { type: 'unknown', at, op }
              : { type: 'fail', at, op, reason },
          );
          return;
        }
        hide(room, response['hidden']);
        if (call.kind === 'join') epochs.set(room, String(response['epoch']));
        events.push({
          type: 'ok',
          at,
          op,
          answer: parseAnswer(call, { epoch: epochs.get(room) ?? '', ...response }),
        });
        if (call.kind !== 'join') return;
        const { member } = response as unknown as JoinResponse;
        here.add(room);
        events.push({
          type: 'here',
          at,
          client,
          room,
          name: member?.name,
          member: member?.id,
          receives: true,
        });
      };

      const { send } = socket;
      socket.send = (text: unknown): void => {
        const [, ref, topic, event, payload] = JSON.parse(String(text)) as Frame;
        if (topic.startsWith(topicPrefix)) {
          const told: Asked = {
            op: (operations += 1),
            room: topic.slice(topicPrefix.length),
            call: parseCall(event, payload),
          };
          asked.set(String(ref), told);
          events.push({ type: 'invoke', at: Date.now(), client, ...told });
        }
        send.call(socket, String(text), {}, () => undefined);
      };
      socket.on('open', () => {
        events.push({ type: 'opened', at: Date.now(), client });
      });
      socket.on('message', (data: Buffer) => {
        const [, ref, topic, event, payload] = JSON.parse(data.toString('utf8')) as Frame;
        const room = topic.slice(topicPrefix.length);
        const told = asked.get(String(ref));
        if (event === 'phx_reply' && told !== undefined) {
          asked.delete(String(ref));
          end(told, payload);
        } else if (event === 'phx_error' || event === 'phx_close') leave(room);
        hide(room, event === 'hidden' ? payload['seqs'] : payload['hidden']);
        let messages: unknown = [];
        if (event === 'shout') messages = [payload];
        else if (event === 'shouts') messages = payload['messages'];
        if ((messages as Message[]).length > 0) {
          events.push({
            type: 'pushed',
            at: Date.now(),
            client,
            room,
            messages: messages as Message[],
          });
        }
      });
      socket.on('close', () => {
        const at = Date.now();
        for (const { op } of asked.values()) events.push({ type: 'unknown', at, op });
        away();
        events.push({ type: 'closed', at, client });
      });
      return socket;
    };

    return {
      away,
      hiddenIn: (room) => hidden.get(room) ?? new Set(),
      // A `WebSocket` for client libraries: an observed socket of `ws`.
      transport: function observed(address: string, protocols?: string | string[]) {
        return open(address, protocols);
      } as unknown as Transport,
    };
  };
  return { events, device };
}

function parseCall(event: string, payload: Frame[4]): Call {
  switch (event) {
    case 'phx_join': {
      const { last } = payload as { last?: { epoch: string; seq: number } };
      return last === undefined ? { kind: 'join' } : { kind: 'join', last };
    }
    case 'shout': {
      const { cid, body, to } = payload as { cid: string; body: string; to?: string };
      return { kind: 'send', cid, body, ...(to === undefined ? {} : { to }) };
    }
    case 'sync':
      return { kind: 'sync', last: payload as { epoch: string; seq: number } };
    case 'history': {
      const { before } = payload as { before?: number };
      return { kind: 'read', ...(before === undefined ? {} : { before }) };
    }
    case 'phx_leave':
      return { kind: 'leave' };
    default:
      return { kind: 'other', what: event };
  }
}

function parseAnswer({ kind }: Call, response: Readonly<Record<string, unknown>>): Answer {
  const {
    epoch,
    seq,
    head = 0,
    messages,
    hidden,
    resumed = false,
  } = response as {
    epoch: string;
    seq: number;
    head?: number;
    messages: Message[];
    hidden: number[];
    resumed?: boolean;
  };
  if (kind === 'send') return { kind: 'sent', epoch, seq };
  if (kind === 'join' || kind === 'sync' || kind === 'read') {
    return { kind: 'page', epoch, head, messages, hidden, resumed };
  }
  return { kind: 'done' };
}
