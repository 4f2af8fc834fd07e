// A minimal Phoenix client: it sends frames, receives frames, and waits for one of them. It knows
// no rooms and no rules.

import { WebSocket } from 'ws';
import { noteSecrets } from './leaks.ts';
import type { Server } from './server.ts';

type Ref = string | number | null;
export type Payload = Readonly<Record<string, unknown>>;

interface Incoming {
  readonly joinRef: Ref;
  readonly ref: Ref;
  readonly topic: string;
  readonly event: string;
  readonly payload: Payload;
}

export interface Reply {
  readonly status: 'ok' | 'error';
  readonly response: Payload;
}

interface Push {
  readonly topic: string;
  readonly event: string;
  readonly payload?: unknown;
  readonly joinRef?: Ref;
  readonly ref?: Ref;
}

/** The messages of a frame, single or in a batch. */
export function readMessages({ event, payload }: Incoming): readonly Payload[] {
  if (event === 'shout') return [payload];
  return event === 'shouts' ? (payload['messages'] as Payload[]) : [];
}

export interface Client {
  /** All received frames, in order. */
  readonly frames: readonly Incoming[];
  /** The same as text. */
  readonly texts: readonly string[];
  readonly protocol: string;
  /** Resolves with the close code when the connection has ended. */
  readonly closed: Promise<number>;
  send(push: Push): void;
  sendText(text: string): void;
  sendBinary(data: Uint8Array): void;
  /** Sends a push with its own ref and waits for the reply. */
  push(push: Push): Promise<Reply>;
  /** Sends `phx_join`. Later pushes to the topic have its join_ref. */
  join(topic: string, payload: Payload): Promise<Reply>;
  /** Returns the first frame that matches, received already or in future. */
  waitFor(matches: (frame: Incoming) => boolean, milliseconds?: number): Promise<Incoming>;
  /** The payloads of all received frames of this event. */
  all(event: string): readonly Payload[];
  drop(): void;
}

interface Opening {
  readonly vsn?: string;
  readonly token?: string;
  readonly path?: string;
  readonly origin?: string;
  readonly protocols?: string[];
  readonly headers?: Readonly<Record<string, string>>;
}

const patience = 25_000;

/** Opens a socket. If the upgrade fails, rejects with the HTTP status as `refused <status>`. */
export async function connect(
  { origin: base }: Pick<Server, 'origin'>,
  {
    vsn = '2.0.0',
    token,
    path = '/socket/websocket',
    origin,
    protocols = [],
    headers = {},
  }: Opening = {},
): Promise<Client> {
  const query = new URLSearchParams({
    ...(vsn === '' ? {} : { vsn }),
    ...(token === undefined ? {} : { token }),
  });
  const socket = new WebSocket(
    `${base.replace('http', 'ws')}${path}?${query.toString()}`,
    protocols,
    { headers, ...(origin === undefined ? {} : { origin }) },
  );
  const frames: Incoming[] = [];
  const texts: string[] = [];
  const waiting = new Set<(frame: Incoming) => void>();
  const joinRefs = new Map<string, Ref>();
  const v1 = vsn !== '2.0.0';
  let refs = 0;

  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code) => {
      resolve(code);
    });
  });
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    const frame = read(text);
    texts.push(text);
    frames.push(frame);
    for (const check of waiting) check(frame);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) => {
      response.destroy();
      reject(new Error(`refused ${String(response.statusCode)}`));
    });
  });
  socket.on('error', () => {
    socket.terminate();
  });

  const waitFor: Client['waitFor'] = (matches, milliseconds = patience) =>
    new Promise((resolve, reject) => {
      const here = frames.find(matches);
      if (here !== undefined) {
        resolve(here);
        return;
      }
      const end = (): void => {
        clearTimeout(late);
        waiting.delete(check);
      };
      const check = (frame: Incoming): void => {
        if (!matches(frame)) return;
        end();
        resolve(frame);
      };
      const late = setTimeout(() => {
        end();
        reject(
          new Error(
            `No such frame within ${milliseconds} ms. ` +
              `The last that came: ${JSON.stringify(frames.slice(-5))}`,
          ),
        );
      }, milliseconds);
      waiting.add(check);
    });
  const send = ({
    topic,
    event,
    payload = {},
    joinRef = joinRefs.get(topic) ?? null,
    ref = null,
  }: Push): void => {
    noteSecrets(payload);
    const objects = {
      topic,
      event,
      payload,
      ref,
      ...(joinRef === null ? {} : { join_ref: joinRef }),
    };
    socket.send(JSON.stringify(v1 ? objects : [joinRef, ref, topic, event, payload]));
  };
  const push: Client['push'] = async (pushed) => {
    const ref = pushed.ref ?? `${(refs += 1)}`;
    send({ ...pushed, ref });
    const { payload } = await waitFor((frame) => frame.event === 'phx_reply' && frame.ref === ref);
    return payload as unknown as Reply;
  };
  return {
    frames,
    texts,
    closed,
    send,
    push,
    waitFor,
    protocol: socket.protocol,
    sendText: (text) => {
      socket.send(text);
    },
    sendBinary: (data) => {
      socket.send(data);
    },
    join: (topic, payload) => {
      const ref = `${(refs += 1)}`;
      joinRefs.set(topic, ref);
      return push({ topic, event: 'phx_join', payload, joinRef: ref, ref });
    },
    all: (event) => frames.filter((frame) => frame.event === event).map(({ payload }) => payload),
    drop: () => {
      socket.terminate();
    },
  };
}

type V1 = Omit<Incoming, 'joinRef'> & { readonly join_ref?: Ref };
type V2 = [joinRef: Ref, ref: Ref, topic: string, event: string, payload: Payload];

function read(text: string): Incoming {
  const frame = JSON.parse(text) as V2 | V1;
  if (!Array.isArray(frame)) return { ...frame, joinRef: frame.join_ref ?? null };
  const [joinRef, ref, topic, event, payload] = frame;
  return { joinRef, ref, topic, event, payload };
}
