// A scripted server behind a WebSocket class. It speaks version 2 frames, and answers immediately
// or not at all.

import type { Message, RoomView } from '../../../functions/protocol/events.ts';
import { message } from './builders.ts';

type Frame = readonly [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: Record<string, unknown>,
];

export interface Request {
  readonly topic: string;
  readonly event: string;
  readonly payload: Record<string, unknown>;
  /** The connection's index. */
  readonly by: number;
}

export const start = Date.parse('2026-01-01T12:00:00.000Z');
/** Ada's session, with the claims that a client reads. */
export const session = `e30.${Buffer.from('{"sub":"m-ada","name":"Ada"}').toString('base64url')}.x`;

export class FakeServer {
  readonly sockets: FakeSocket[] = [];
  readonly requests: Request[] = [];
  messages: readonly Message[] = [];
  hidden: readonly number[] = [];
  epoch = 'e1';
  /** The server has deleted messages up to this seq. */
  forgotten = 0;
  /** The most messages in one response. */
  page = 1_000;
  /** Events that get no reply. With `echo`, messages are accepted but not delivered. */
  unanswered: ReadonlySet<string> = new Set();
  /** How far the client's clock is ahead of this server's. */
  clientLeadMs = 0;
  /** Makes handshakes fail. */
  unreachable = false;
  /** Refusals by event. */
  refusals = new Map<string, { readonly reason: string; readonly [field: string]: unknown }>();
  /** Changes messages, and returns a receipt for their sender. */
  filter: ((body: string) => { readonly body: string; readonly receipt: object }) | null = null;
  view: RoomView = {
    id: 'r1',
    title: 'Tea',
    state: 'open',
    createdAt: new Date(start).toISOString(),
    expiresAt: new Date(start + 600_000).toISOString(),
    serverTime: new Date(start).toISOString(),
    capacity: 200,
    slow: 0,
    members: 1,
    watchers: 0,
  };
  readonly #seqs = new Map<string, number>();

  get head(): number {
    return Math.max(0, this.forgotten, ...this.messages.map(({ seq }) => seq), ...this.hidden);
  }

  /** The client's WebSocket class. */
  readonly transport = this.#transport();

  /** Completes open handshakes, or makes them fail. */
  settle(): void {
    for (const socket of this.sockets) {
      if (socket.readyState !== 0) continue;
      if (this.unreachable) socket.fail();
      else socket.accept((text) => this.#heard(socket, JSON.parse(text) as Frame));
    }
  }

  /** Accepts messages of another member, and delivers them unless `lost`. */
  publish(count: number, { lost = false }: { lost?: boolean } = {}): void {
    for (let accepted = 0; accepted < count; accepted += 1) {
      this.accept(message(this.head + 1, { epoch: this.epoch, member: 'm-bo', name: 'Bo' }), {
        lost,
      });
    }
  }

  accept(accepted: Message, { lost = false }: { lost?: boolean } = {}): void {
    this.messages = [...this.messages, accepted];
    if (!lost) this.push('shout', accepted);
  }

  push(event: string, payload: object, topic = 'room:r1'): void {
    for (const socket of this.sockets) socket.receive([null, null, topic, event, payload]);
  }

  getRequests(event: string): readonly Request[] {
    return this.requests.filter((requests) => requests.event === event);
  }

  #transport(): new (address: string) => FakeSocket {
    const open = (socket: FakeSocket): void => void this.sockets.push(socket);
    return class extends FakeSocket {
      constructor(readonly address: string) {
        super();
        open(this);
      }
    };
  }

  #heard(socket: FakeSocket, [joinRef, ref, topic, event, payload]: Frame): void {
    this.requests.push({ topic, event, payload, by: this.sockets.indexOf(socket) });
    if (this.unanswered.has(event)) return;
    const refusal = this.refusals.get(event);
    const answer =
      refusal === undefined
        ? { status: 'ok', response: this.#answer(event, payload) }
        : { status: 'error', response: refusal };
    // A network never answers within `send` itself.
    setTimeout(() => {
      socket.receive([joinRef, ref, topic, 'phx_reply', answer]);
      if (event === 'phx_join' && refusal === undefined) {
        socket.receive([joinRef, null, topic, 'presence_state', {}]);
      }
    }, 1);
  }

  #answer(event: string, payload: Record<string, unknown>): object {
    const serverTime = new Date(Date.now() - this.clientLeadMs).toISOString();
    const view = { ...this.view, serverTime };
    if (event === 'phx_join') {
      const member =
        payload['username'] === undefined ? null : { id: 'm-ada', name: payload['username'] };
      return {
        room: view,
        member,
        session,
        epoch: this.epoch,
        head: this.head,
        ...this.#since(payload['last'] as { epoch: string; seq: number } | undefined),
      };
    }
    if (event === 'sync') {
      return { head: this.head, ...this.#since(payload as { epoch: string; seq: number }) };
    }
    if (event === 'history') {
      return this.#before(payload['before'] as number, payload['limit'] as number);
    }
    if (event === 'shout') {
      return this.#shout(payload as { cid: string; body: string; to?: string });
    }
    if (event === 'rename') {
      return { member: { id: 'm-ada', name: payload['username'] }, session: `${session}2` };
    }
    return { room: view };
  }

  #since(last: { epoch: string; seq: number } | undefined): object {
    const known = last?.epoch === this.epoch ? last.seq : 0;
    const all = this.#kept().filter((seq) => seq > known);
    const page = new Set(all.slice(-this.page));
    return {
      ...this.#view(page),
      resumed: last?.epoch === this.epoch && page.size === this.head - known,
    };
  }

  #before(before: number, limit: number): object {
    const all = this.#kept().filter((seq) => seq < before);
    const page = new Set(all.slice(-Math.min(limit, this.page)));
    return { ...this.#view(page), more: page.size < all.length };
  }

  #kept(): readonly number[] {
    return [...this.messages.map(({ seq }) => seq), ...this.hidden]
      .filter((seq) => seq > this.forgotten)
      .sort((a, b) => a - b);
  }

  #view(seqs: ReadonlySet<number>): { messages: readonly Message[]; hidden: readonly number[] } {
    return {
      messages: this.messages.filter(({ seq }) => seqs.has(seq)),
      hidden: this.hidden.filter((seq) => seqs.has(seq)),
    };
  }

  #shout({ cid, body, to }: Shouted): object {
    const before = this.#seqs.get(cid);
    const seq = before ?? this.head + 1;
    this.#seqs.set(cid, seq);
    const at = new Date(Date.now()).toISOString();
    const filtered = this.filter?.(body) ?? { body, receipt: {} };
    const accepted = message(seq, {
      epoch: this.epoch,
      cid,
      body: filtered.body,
      at,
      ...viewRecipient(to),
    });
    if (before === undefined) this.accept(accepted, { lost: this.unanswered.has('echo') });
    return { seq, epoch: this.epoch, at, ...filtered.receipt };
  }
}

interface Shouted {
  readonly cid: string;
  readonly body: string;
  readonly to?: string | { readonly id: string; readonly name: string };
}

function viewRecipient(to: Shouted['to']): { readonly to?: string; readonly toName?: string } {
  if (to === undefined) return {};
  return typeof to === 'string' ? { to, toName: to } : { to: to.id, toName: to.name };
}

/** The part of WebSocket that the client uses. */
class FakeSocket {
  readyState = 0;
  readonly bufferedAmount = 0;
  onopen = (): void => undefined;
  onerror = (_error: unknown): void => undefined;
  onmessage = (_event: { data: string }): void => undefined;
  onclose = (_event: { code: number }): void => undefined;
  #heard = (_text: string): void => undefined;

  accept(received: (text: string) => void): void {
    this.#heard = received;
    this.readyState = 1;
    this.onopen();
  }

  fail(): void {
    this.readyState = 3;
    this.onerror(new Error('no handshake'));
    this.onclose({ code: 1006 });
  }

  send(text: string): void {
    this.#heard(text);
  }

  receive(frame: readonly unknown[]): void {
    if (this.readyState === 1) this.onmessage({ data: JSON.stringify(frame) });
  }

  close(code = 1000): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose({ code });
  }
}
