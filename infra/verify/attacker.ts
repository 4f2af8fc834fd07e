// A caller of a deployment that knows only its address: HTTP calls and a bare V2 socket.

import { WebSocket } from 'ws';

export type Payload = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Payload;
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'HEAD';
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Frame {
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: Payload;
}

export interface Reply {
  readonly status: 'ok' | 'error' | 'none';
  readonly response: Payload;
}

export interface Visitor {
  /** Everything received so far. */
  readonly frames: readonly Frame[];
  /** The close code. Undefined: still open. */
  closeCode(): number | undefined;
  join(payload: Payload): Promise<Reply>;
  push(event: string, payload: unknown): Promise<Reply>;
  /** Sends text as it is. */
  send(text: string): void;
  /** Resolves to true once the condition holds, or to false after the patience of an answer. */
  waits(condition: () => boolean): Promise<boolean>;
  leave(): void;
}

export interface Attacker {
  call(call: Call): Promise<Answer>;
  /** Opens a socket for one room. Rejects with the status if the upgrade is refused. */
  visit(room: string, options?: { readonly origin?: string }): Promise<Visitor>;
}

/** How long to wait for an answer, in milliseconds. */
const patience = 8_000;

export function createAttacker(origin: string): Attacker {
  return {
    async call({ method = 'GET', path, token, body, headers = {} }) {
      const response = await fetch(`${origin}${path}`, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(patience),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: parse(await response.text()),
      };
    },
    visit: (room, { origin: claimed } = {}) => openVisit({ origin, room, claimed }),
  };
}

function parse(text: string): Payload {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Payload) : { json };
  } catch {
    return { text };
  }
}

interface Visit {
  readonly origin: string;
  readonly room: string;
  readonly claimed: string | undefined;
}

async function openVisit({ origin, room, claimed }: Visit): Promise<Visitor> {
  const socket = new WebSocket(
    `${origin.replace(/^http/, 'ws')}/socket/websocket?vsn=2.0.0`,
    // Some firewalls refuse clients that do not name themselves.
    {
      handshakeTimeout: patience,
      headers: { 'user-agent': 'ten-minute-chat verify' },
      ...(claimed === undefined ? {} : { origin: claimed }),
    },
  );
  const frames: Frame[] = [];
  const checks = new Set<() => void>();
  const notify = (): void => {
    for (const check of checks) check();
  };
  let code: number | undefined;
  socket.on('message', (data: Buffer) => {
    const json: unknown = JSON.parse(data.toString('utf8'));
    // The platform's own error frames are no frames of the protocol.
    if (!Array.isArray(json)) return;
    const [, ref, topic, event, payload] = json as [
      unknown,
      string | null,
      string,
      string,
      Payload,
    ];
    frames.push({ ref, topic, event, payload });
    notify();
  });
  socket.on('close', (closed) => {
    code = closed;
    notify();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) => {
      response.resume();
      reject(new Error(`The upgrade was refused with ${String(response.statusCode)}.`));
    });
  });
  socket.on('error', () => {
    socket.terminate();
  });

  const waits = (condition: () => boolean, milliseconds = patience): Promise<boolean> =>
    new Promise((resolve) => {
      const finish = (outcome: boolean): void => {
        clearTimeout(late);
        checks.delete(check);
        resolve(outcome);
      };
      const check = (): void => {
        if (condition()) finish(true);
        else if (code !== undefined) finish(false);
      };
      const late = setTimeout(finish, milliseconds, false);
      checks.add(check);
      check();
    });
  let refs = 0;
  const push = async (event: string, payload: unknown): Promise<Reply> => {
    const ref = String((refs += 1));
    socket.send(JSON.stringify(['1', ref, `room:${room}`, event, payload]));
    const find = () => frames.find((one) => one.event === 'phx_reply' && one.ref === ref);
    await waits(() => find() !== undefined);
    const reply = find()?.payload as Reply | undefined;
    return reply ?? { status: 'none', response: {} };
  };
  return {
    frames,
    closeCode: () => code,
    join: (payload) => push('phx_join', payload),
    push,
    send: (text) => {
      socket.send(text);
    },
    waits,
    leave: () => {
      socket.terminate();
    },
  };
}
