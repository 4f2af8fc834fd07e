// Sockets between clients and the functions, like API Gateway's: each frame is its own invocation,
// posts stay in order, and one side may learn late or never that the other closed. Also the Gateway
// port.

import { connect } from '../../functions/core/access/handshake.ts';
import type { ConnectionId, Gateway } from '../../functions/core/ports.ts';
import { handleDisconnect } from '../../functions/core/messaging/publish.ts';
import { receive } from '../../functions/core/receive.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { Pool } from './functions.ts';
import type { HistoryEvent } from './history.ts';
import type { Scheduler } from './scheduler.ts';

/** API Gateway sends this if it could not run a function. Clients ignore it. */
export const notAFrame = JSON.stringify({
  message: 'Internal server error',
  connectionId: 'L0SM9cOFvHcCIhw=',
  requestId: 'L0SNCHbWPHcFtjA=',
});

/** The events of a client's socket. */
interface Listener {
  readonly opened: () => void;
  readonly received: (frame: string) => void;
  /** A frame of this client was handled twice. Clients don't notice; this is for the history. */
  readonly repeated: (frame: string) => void;
  readonly ended: () => void;
}

/** A client's end of a socket. */
export interface Line {
  send(frame: string): void;
  /** Closes the socket from the client's side. */
  cut(): void;
  /** Drops everything in both directions from now on, and neither side notices. */
  deafen(): void;
}

export interface Network {
  readonly gateway: Gateway;
  open(listener: Listener, options: { readonly version: 1 | 2; readonly calm: boolean }): Line;
}

interface Socket {
  readonly id: ConnectionId;
  readonly listener: Listener;
  readonly calm: boolean;
  state: 'opening' | 'open' | 'ended';
  deaf: boolean;
  /** The time when the last frame in flight arrives at each end. */
  toClient: number;
  toServer: number;
  clientEnded: boolean;
  /** Locally, frames are handled one after another. */
  handling: Promise<unknown>;
}

export interface NetworkOptions {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  /** Called late, since the pool needs the gateway. */
  readonly pool: () => Pool;
  readonly local: boolean;
  readonly events: HistoryEvent[];
}

export function createNetwork({
  scheduler,
  chance,
  faults,
  pool,
  local,
  events,
}: NetworkOptions): Network {
  const sockets = new Map<ConnectionId, Socket>();
  const way = (): number => (chance.is(0.05) ? chance.int(50, 300) : chance.int(5, 40));
  let lastFrame = '';

  const arriving = (socket: Socket, frame: string): void => {
    socket.toClient = Math.max(socket.toClient, scheduler.now() + way());
    scheduler.after(socket.toClient - scheduler.now(), () => {
      if (!socket.deaf && !socket.clientEnded) socket.listener.received(frame);
    });
  };

  const tellClientEnded = (socket: Socket): void => {
    scheduler.after(Math.max(socket.toClient - scheduler.now(), way()), () => {
      if (socket.clientEnded || socket.deaf) return;
      socket.clientEnded = true;
      socket.listener.ended();
    });
  };

  /** Closes the server's end and sends the disconnect event, as reliably as the platform does. */
  const endAtServer = (socket: Socket): void => {
    if (socket.state === 'ended') return;
    socket.state = 'ended';
    sockets.delete(socket.id);
    const { id, calm } = socket;
    const tell = (): void => {
      const leave = (): Promise<unknown> =>
        pool().run((context) => handleDisconnect(context, id), { calm });
      if (local) void socket.handling.then(leave);
      else void leave();
    };
    if (local || calm) {
      scheduler.after(way(), tell);
      return;
    }
    if (faults.strikeEvent('disconnect lost') !== undefined) return;
    scheduler.after(faults.strikeEvent('disconnect late') ?? way(), tell);
    if (faults.strikeEvent('disconnect twice') !== undefined) scheduler.after(way() + 300, tell);
  };

  const handle = (socket: Socket, text: string): void => {
    const { id, calm } = socket;
    const run = (): Promise<unknown> =>
      pool().run((context) => receive(context, { connection: id, text }), { calm });
    if (local) {
      socket.handling = socket.handling.then(run);
      return;
    }
    void run().then((outcome) => {
      if (outcome === 'lost' && socket.state === 'open') arriving(socket, notAFrame);
    });
    if (calm || faults.strikeEvent('duplicate') === undefined) return;
    socket.listener.repeated(text);
    scheduler.after(way(), () => void run());
  };

  return {
    gateway: {
      post: (id, frame) => {
        const socket = sockets.get(id);
        if (socket?.state !== 'open') return Promise.resolve('gone');
        // A broadcast posts one text to many connections.
        if (frame !== lastFrame) {
          events.push({ type: 'text', at: scheduler.now(), where: 'delivered', text: frame });
        }
        lastFrame = frame;
        arriving(socket, frame);
        return Promise.resolve('sent');
      },
      close: (id) => {
        const socket = sockets.get(id);
        if (socket !== undefined) {
          endAtServer(socket);
          tellClientEnded(socket);
        }
        return Promise.resolve();
      },
    },

    open(listener, { version, calm }) {
      const id = `c-${chance.id(10)}` as ConnectionId;
      const socket: Socket = {
        id,
        listener,
        calm,
        state: 'opening',
        deaf: false,
        toClient: 0,
        toServer: 0,
        clientEnded: false,
        handling: Promise.resolve(),
      };
      sockets.set(id, socket);
      const vsn = version === 1 ? '1.0.0' : '2.0.0';
      const handshake = {
        id,
        vsn,
        token: undefined,
        protocols: undefined,
        origin: undefined,
        host: undefined,
        addressKey: undefined,
      };
      scheduler.after(way(), () => {
        void pool()
          .run((context) => connect(context, handshake), { calm })
          .then((greeting) => {
            if (socket.state === 'ended') return;
            if (greeting === 'lost' || !greeting.ok) {
              endAtServer(socket);
              tellClientEnded(socket);
              return;
            }
            socket.state = 'open';
            scheduler.after(way(), () => {
              if (!socket.deaf && !socket.clientEnded) listener.opened();
            });
          });
      });
      return {
        send: (frame) => {
          socket.toServer = Math.max(socket.toServer, scheduler.now() + way());
          scheduler.after(socket.toServer - scheduler.now(), () => {
            if (socket.state === 'open' && !socket.deaf) handle(socket, frame);
          });
        },
        cut: () => {
          socket.clientEnded = true;
          // A close that neither side hears of: the platform notices by itself, later.
          const late = socket.deaf ? chance.int(1_000, 8_000) : way();
          scheduler.after(Math.max(late, socket.toServer - scheduler.now()), () => {
            endAtServer(socket);
          });
        },
        deafen: () => {
          socket.deaf = true;
        },
      };
    },
  };
}
