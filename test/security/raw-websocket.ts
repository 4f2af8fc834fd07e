// A WebSocket client on a bare TCP socket. It can send what no library would, and holds every frame
// of the server to RFC 6455.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export const opcodes = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

export interface OutgoingFrame {
  readonly opcode: number;
  readonly payload?: Buffer;
  /** Default: true. */
  readonly fin?: boolean;
  /** The three reserved bits. Default: 0. */
  readonly rsv?: number;
  /** Default: true, as clients must. */
  readonly masked?: boolean;
  /** How many bytes carry the length. Default: as few as possible. */
  readonly lengthBytes?: 1 | 2 | 8;
}

export interface IncomingFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

const mask = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

/** Encodes a frame, right or wrong. */
export function encode({
  opcode,
  payload = Buffer.alloc(0),
  fin = true,
  rsv = 0,
  masked = true,
  lengthBytes = chooseLengthBytes(payload.length),
}: OutgoingFrame): Buffer {
  const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  const length = Buffer.alloc(lengthBytes === 1 ? 1 : lengthBytes + 1);
  if (lengthBytes === 1) length.writeUInt8(payload.length);
  else if (lengthBytes === 2) {
    length.writeUInt8(126);
    length.writeUInt16BE(payload.length, 1);
  } else {
    length.writeUInt8(127);
    length.writeBigUInt64BE(BigInt(payload.length), 1);
  }
  if (!masked) return Buffer.concat([Buffer.of(first), length, payload]);
  length.writeUInt8(length.readUInt8() | 0x80);
  const hidden = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.of(first), length, mask, hidden]);
}

function chooseLengthBytes(length: number): 1 | 2 | 8 {
  if (length < 126) return 1;
  return length < 65_536 ? 2 : 8;
}

export interface RawClient {
  /** All frames of the server so far. */
  readonly frames: readonly IncomingFrame[];
  /** Writes the bytes, in pieces of `chop` bytes if given, each in a packet of its own. */
  write(bytes: Buffer, chop?: number): Promise<void>;
  /** Resolves with the first frame that matches. Rejects if the connection ends before. */
  waitFor(matches: (frame: IncomingFrame) => boolean): Promise<IncomingFrame>;
  /** Resolves once the server has ended the connection. */
  readonly ended: Promise<void>;
  destroy(): void;
}

/** Upgrades a connection. */
export async function openRaw(origin: string): Promise<RawClient> {
  const { hostname, port, host } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  const frames: IncomingFrame[] = [];
  let check: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
      check();
    });
  });
  socket.on('error', () => socket.destroy());
  socket.write(
    'GET /socket/websocket?vsn=2.0.0 HTTP/1.1\r\n' +
      `Host: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  let received = await readUpgrade(socket);
  const readFrames = (): void => {
    for (;;) {
      const decoded = decode(received);
      if (decoded === undefined) break;
      frames.push(decoded.frame);
      received = decoded.rest;
    }
    check();
  };
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    readFrames();
  });
  readFrames();

  return {
    frames,
    ended,
    async write(bytes, chop = bytes.length) {
      for (let at = 0; at < bytes.length && !socket.destroyed; at += chop) {
        const drained = new Promise((resolve) => {
          socket.write(bytes.subarray(at, at + chop), resolve);
        });
        await Promise.race([drained, ended]);
      }
    },
    waitFor: (matches) =>
      new Promise((resolve, reject) => {
        check = () => {
          const found = frames.find(matches);
          if (found !== undefined) resolve(found);
          else if (socket.closed) reject(new Error('The connection ended before.'));
        };
        check();
      }),
    destroy: () => {
      socket.destroy();
    },
  };
}

async function readUpgrade(socket: Socket): Promise<Buffer> {
  let received = Buffer.alloc(0);
  for (;;) {
    const end = received.indexOf('\r\n\r\n');
    if (end !== -1) {
      const head = received.subarray(0, end).toString('latin1');
      if (!head.startsWith('HTTP/1.1 101')) throw new Error(`No upgrade: ${head}`);
      return received.subarray(end + 4);
    }
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    received = Buffer.concat([received, chunk]);
  }
}

/** Decodes the server's next frame. Throws if RFC 6455 forbids it. */
function decode(
  bytes: Buffer,
): { readonly frame: IncomingFrame; readonly rest: Buffer } | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const opcode = first & 0x0f;
  const isControl = opcode >= 8;
  const short = second & 0x7f;
  if ((first & 0x70) !== 0) throw new Error('The server set a reserved bit.');
  if ((second & 0x80) !== 0) throw new Error('The server masked a frame.');
  if ((first & 0x80) === 0) throw new Error('The server fragmented a message.');
  if (isControl && short > 125) throw new Error('The server sent a long control frame.');
  const lengthBytes = { 126: 2, 127: 8 }[short] ?? 0;
  if (bytes.length < 2 + lengthBytes) return undefined;
  let length = short;
  if (lengthBytes === 2) length = bytes.readUInt16BE(2);
  if (lengthBytes === 8) length = Number(bytes.readBigUInt64BE(2));
  if (lengthBytes === 2 && length < 126) throw new Error('The server wrote a length too long.');
  if (lengthBytes === 8 && length < 65_536) throw new Error('The server wrote a length too long.');
  const end = 2 + lengthBytes + length;
  if (bytes.length < end) return undefined;
  const payload = bytes.subarray(2 + lengthBytes, end);
  return { frame: { opcode, payload }, rest: bytes.subarray(end) };
}
