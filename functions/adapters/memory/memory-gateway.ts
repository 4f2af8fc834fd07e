// The gateway of one process: maps connection ids to open sockets. Knows nothing about HTTP or
// upgrades; the WebSocket server attaches and detaches sockets. A broadcast's frame is encoded
// once, and the frames for one socket in one tick are written together: a write costs the kernel
// several µs, all other work per receiver less than one.

import type { ConnectionId, Gateway } from '../../core/ports.ts';
import { createEventLoopTicks, type EventLoopTicks } from './event-loop-ticks.ts';

/** The part of a WebSocket that the gateway uses; `ws` fits. @internal */
export interface WebSocketLike {
  readonly readyState: number;
  close(code: number): void;
  /** Stops reading. */
  pause(): void;
  terminate(): void;
}

/**
 * The TCP socket of the WebSocket. The gateway writes whole frames to it between the WebSocket's
 * own, so the WebSocket must not compress. @internal
 */
export interface Wire {
  /** Bytes written and not yet taken by the network. */
  readonly writableLength: number;
  write(bytes: Uint8Array): unknown;
}

interface Link {
  readonly socket: WebSocketLike;
  readonly wire: Wire;
  /** The frames for it in this tick of the event loop: mostly one. */
  first: Buffer | undefined;
  more: Buffer[] | undefined;
  bytes: number;
}

const open = 1;
/** The close code 1008 (RFC 6455, 7.4.1). */
const policyViolation = 1008;
/** How long a connection that was closed with it stays, so its client gets the code. */
const farewellMilliseconds = 1_000;
/** How many bytes for one socket may wait for the end of a tick. */
const maxTurnBytes = 64 * 1_024;

interface InProcessGateway extends Gateway {
  /** Returns without waiting: the frame is written, or will be at the end of the tick. */
  post(id: ConnectionId, text: string): 'sent' | 'gone';
  attach(id: ConnectionId, socket: WebSocketLike, wire: Wire): void;
  detach(id: ConnectionId): void;
  readonly size: number;
}

interface Options {
  /** A reader that lets more bytes than this wait is closed with 1013 and counts as gone. */
  readonly maxBufferedBytes?: number;
  readonly ticks?: EventLoopTicks;
}

export function createMemoryGateway({
  maxBufferedBytes = 2 * 1_024 * 1_024,
  ticks = createEventLoopTicks(),
}: Options = {}): InProcessGateway {
  const links = new Map<ConnectionId, Link>();
  /** Frames of this tick, by their text. */
  let frames = new Map<string, Buffer>();
  let lastText: string | undefined;
  let lastFrame: Buffer = Buffer.alloc(0);
  let unwritten: Link[] = [];
  /**
   * The frames that were last joined into one buffer. Nearly all members of a room get the same.
   */
  let joined:
    | { readonly first: Buffer; readonly more: readonly Buffer[]; readonly bytes: Buffer }
    | undefined;

  const write = (link: Link): void => {
    const { socket, wire, first, more } = link;
    if (first === undefined) return;
    link.first = undefined;
    link.more = undefined;
    link.bytes = 0;
    // The protocol forbids frames after the close frame.
    if (socket.readyState !== open) return;
    if (more === undefined) {
      wire.write(first);
      return;
    }
    if (joined?.first !== first || !isSame(joined.more, more)) {
      joined = { first, more, bytes: Buffer.concat([first, ...more]) };
    }
    wire.write(joined.bytes);
  };
  const writeAll = (): void => {
    const now = unwritten;
    unwritten = [];
    for (const link of now) write(link);
    // Not cleared: V8 links a cleared map's table to the next one, and once one of them is old, all
    // that come after it grow old with it.
    frames = new Map();
    lastText = undefined;
    joined = undefined;
  };
  const encodeTextFrame = (text: string): Buffer => {
    if (text === lastText) return lastFrame;
    let frame = frames.get(text);
    if (frame === undefined) {
      frame = textFrame(text);
      frames.set(text, frame);
    }
    lastText = text;
    lastFrame = frame;
    return frame;
  };
  const end = (id: ConnectionId, code: number): void => {
    const link = links.get(id);
    // Removed immediately: further posts return `gone` before the client answers the close.
    links.delete(id);
    if (link?.socket.readyState !== open) return;
    const { socket } = link;
    write(link);
    socket.close(code);
    if (code !== policyViolation) return;
    // A client that was closed for what it sent may send more. None of it is read, but the client
    // has a moment to receive the code.
    socket.pause();
    setTimeout(() => {
      socket.terminate();
    }, farewellMilliseconds).unref();
  };

  return {
    attach(id, socket, wire) {
      links.set(id, { socket, wire, first: undefined, more: undefined, bytes: 0 });
    },
    detach(id) {
      links.delete(id);
    },
    get size() {
      return links.size;
    },
    post(id, text) {
      const link = links.get(id);
      if (link?.socket.readyState !== open) return 'gone';
      // The frames of one tick don't mean that a reader is slow: they go to the network before they
      // count.
      if (link.bytes > maxTurnBytes) write(link);
      if (link.wire.writableLength > maxBufferedBytes) {
        end(id, 1013);
        return 'gone';
      }
      const frame = encodeTextFrame(text);
      if (unwritten.length === 0) ticks.last(writeAll);
      if (link.first === undefined) {
        link.first = frame;
        unwritten.push(link);
      } else if (link.more === undefined) link.more = [frame];
      else link.more.push(frame);
      link.bytes += frame.length;
      return 'sent';
    },
    close(id, code) {
      end(id, code);
      return Promise.resolve();
    },
  };
}

const isSame = (buffers: readonly Buffer[], others: readonly Buffer[]): boolean =>
  buffers.length === others.length && buffers.every((buffer, index) => buffer === others[index]);

/**
 * Encodes a text message as one frame from a server: final, not masked, not compressed (RFC 6455,
 * 5.2).
 */
function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = headBytes(length);
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = 0x81;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head, 'utf8');
  return frame;
}

function headBytes(length: number): 2 | 4 | 10 {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}
