// RFC 6455 on both engines: the cases of the Autobahn test suite (crossbario/autobahn-testsuite,
// chapters 1 to 7 and 10), whose numbers begin the titles. Where Autobahn expects an echo, a
// heartbeat is answered here. Sizes stay below the server's own limit, 32 KB.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modesForTables, startServer, type Server } from '../end-to-end/server.ts';
import {
  encode,
  opcodes,
  openRaw,
  type IncomingFrame,
  type OutgoingFrame,
  type RawClient,
} from './raw-websocket.ts';

const { continuation, text, binary, close, ping, pong } = opcodes;

/** A heartbeat of this many bytes at least. */
const heartbeat = (bytes = 0, fill = 'x'): Buffer => {
  const frame = (pad: string) =>
    Buffer.from(JSON.stringify([null, 'beat', 'phoenix', 'heartbeat', { pad }]));
  const missing = bytes - frame('').length;
  return frame(fill.repeat(Math.max(0, Math.floor(missing / Buffer.byteLength(fill)))));
};
const beat = heartbeat();

/** Splits a payload into fragments after these many bytes. */
function fragment(payload: Buffer, ...at: readonly number[]): OutgoingFrame[] {
  const edges = [0, ...at, payload.length];
  return edges.slice(1).map((end, index) => ({
    opcode: index === 0 ? text : continuation,
    payload: payload.subarray(edges[index], end),
    fin: index === edges.length - 2,
  }));
}

const closeWith = (code: number, reason: Buffer | string = ''): OutgoingFrame => {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return { opcode: close, payload: Buffer.concat([payload, Buffer.from(reason)]) };
};

/** The server answers the heartbeat, returns pings, or closes with a code. */
type Expected =
  | 'answer'
  | { readonly pongs: readonly Buffer[] }
  /** 1005: a close frame without a code. */
  | { readonly closes: readonly number[] };

interface Case {
  readonly name: string;
  readonly frames: readonly OutgoingFrame[];
  readonly expected: Expected;
  /** Bytes of one packet. */
  readonly chop?: number;
}

const protocolError: Expected = { closes: [1002] };
const badText: Expected = { closes: [1007] };
/** A message that is no text of ours, but is well formed, is answered like any other bad frame. */
const utf8 = (name: string, bytes: string, expected: Expected): Case => ({
  name,
  frames: [{ opcode: text, payload: Buffer.from(bytes.replaceAll(' ', ''), 'hex') }],
  expected,
});

const cases: readonly Case[] = [
  ...[60, 125, 126, 127, 128, 65_535 / 2, 32_000].map((bytes, index) => ({
    name: `1.1.${index + 2}: a text of ${Math.floor(bytes)} bytes`,
    frames: [{ opcode: text, payload: heartbeat(Math.floor(bytes)) }],
    expected: 'answer' as const,
  })),
  {
    name: '1.1.8: a text of 32,000 bytes in packets of 997',
    frames: [{ opcode: text, payload: heartbeat(32_000) }],
    expected: 'answer',
    chop: 997,
  },
  ...[0, 1, 125, 126, 4_000].map((bytes) => ({
    name: `1.2: a binary frame of ${bytes} bytes`,
    frames: [{ opcode: binary, payload: Buffer.alloc(bytes, 0xfe) }],
    expected: { closes: [1003] },
  })),

  { name: '2.1: an empty ping', frames: [{ opcode: ping }], expected: { pongs: [Buffer.of()] } },
  ...['Hello', '\u0000\xff\xfe', 'x'.repeat(125)].map((data, index) => {
    const payload = Buffer.from(data, 'latin1');
    return {
      name: `2.${index + 2}: a ping of ${payload.length} bytes`,
      frames: [{ opcode: ping, payload }],
      expected: { pongs: [payload] },
    };
  }),
  {
    name: '2.5: a ping of 126 bytes',
    frames: [{ opcode: ping, payload: Buffer.alloc(126, 0xfe) }],
    expected: protocolError,
  },
  {
    name: '2.6: a ping in packets of one byte',
    frames: [{ opcode: ping, payload: Buffer.alloc(125, 0xfe) }],
    expected: { pongs: [Buffer.alloc(125, 0xfe)] },
    chop: 1,
  },
  {
    name: '2.7 to 2.9: pongs that nobody asked for, and a ping',
    frames: [
      { opcode: pong },
      { opcode: pong, payload: Buffer.from('unasked') },
      { opcode: ping, payload: Buffer.from('asked') },
    ],
    expected: { pongs: [Buffer.from('asked')] },
  },
  ...[undefined, 1].map((chop) => {
    const pings = Array.from({ length: 10 }, (_, index) => Buffer.from(`payload-${index}`));
    return {
      name: `2.10 and 2.11: ten pings${chop === 1 ? ' in packets of one byte' : ''}`,
      frames: pings.map((payload) => ({ opcode: ping, payload })),
      expected: { pongs: pings },
      ...(chop === undefined ? {} : { chop }),
    };
  }),

  ...[1, 2, 3, 4, 5, 6, 7].map((rsv) => ({
    name: `3.${rsv}: a text with reserved bits ${rsv}`,
    frames: [{ opcode: text, payload: beat, rsv }],
    expected: protocolError,
  })),
  ...[4, 5, 6, 7].map((rsv) => ({
    name: `3: a ping with reserved bits ${rsv}`,
    frames: [{ opcode: ping, rsv }],
    expected: protocolError,
  })),

  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => ({
    name: `4: the reserved opcode ${opcode}`,
    frames: [{ opcode, payload: beat }, { opcode: ping }],
    expected: protocolError,
  })),

  ...([ping, pong] as const).map((opcode) => ({
    name: `5.1 and 5.2: a fragmented ${opcode === ping ? 'ping' : 'pong'}`,
    frames: [
      { opcode, payload: Buffer.from('one'), fin: false },
      { opcode: continuation, payload: Buffer.from('two') },
    ],
    expected: protocolError,
  })),
  ...[undefined, 1].map((chop) => ({
    name: `5.3 to 5.5: a text in two fragments${chop === 1 ? ' in packets of one byte' : ''}`,
    frames: fragment(beat, 7),
    expected: 'answer' as const,
    ...(chop === undefined ? {} : { chop }),
  })),
  ...[undefined, 1].map((chop) => ({
    name: `5.6 to 5.8: a ping between fragments${chop === 1 ? ' in packets of one byte' : ''}`,
    frames: fragment(beat, 7).flatMap((one) => [
      one,
      { opcode: ping, payload: Buffer.from('between') },
    ]),
    expected: { pongs: [Buffer.from('between'), Buffer.from('between')] },
    ...(chop === undefined ? {} : { chop }),
  })),
  ...[true, false].map((fin) => ({
    name: `5.9 to 5.14: a continuation of nothing, ${fin ? 'its last' : 'not its last'}`,
    frames: [
      { opcode: continuation, payload: Buffer.from('of nothing'), fin },
      { opcode: text, payload: beat },
    ],
    expected: protocolError,
  })),
  {
    name: '5.15: a continuation after a whole message',
    frames: [...fragment(beat, 7), { opcode: continuation, payload: Buffer.from('more') }],
    expected: protocolError,
  },
  {
    name: '5.18: a new text within a fragmented one',
    frames: [
      { opcode: text, payload: Buffer.from('one'), fin: false },
      { opcode: text, payload: Buffer.from('two') },
    ],
    expected: protocolError,
  },
  {
    name: '5.19 and 5.20: many fragments with pings between',
    frames: fragment(beat, 5, 10, 10, 20, 21).flatMap((one) => [
      one,
      { opcode: ping, payload: Buffer.from('p') },
    ]),
    expected: 'answer',
  },

  { name: '6.1: an empty text', frames: [{ opcode: text }, beatFrame()], expected: 'answer' },
  {
    name: '6.1.3: empty fragments around a text',
    frames: fragment(beat, 0, 0, beat.length, beat.length),
    expected: 'answer',
  },
  {
    name: '6.2: a text of many languages',
    frames: [{ opcode: text, payload: heartbeat(600, 'Hello-µ@ßöäüàá-κόσμε-日本-🫖') }],
    expected: 'answer',
  },
  {
    name: '6.2: a text whose characters are split between fragments',
    frames: fragment(
      heartbeat(200, '🫖'),
      ...Array.from({ length: 40 }, (_, index) => 50 + index * 3),
    ),
    expected: 'answer',
  },
  utf8('6.3: a text with an invalid sequence', 'ce ba e1 bd b9 cf 83 ed a0 80 65', badText),
  utf8('6.6: a text cut within a character', 'ce ba e1 bd', badText),
  utf8('6.8: a character of five bytes', 'f8 88 80 80 80', badText),
  utf8('6.8: a character of six bytes', 'fc 84 80 80 80 80', badText),
  utf8('6.11: the highest code point', '22 f4 8f bf bf 22', { closes: [] }),
  utf8('6.11: beyond the highest code point', '22 f4 90 80 80 22', badText),
  ...['80', 'bf', '80 bf', '80 bf 80 bf 80'].map((bytes) =>
    utf8(`6.12: continuation bytes alone (${bytes})`, bytes, badText),
  ),
  ...['c0', 'e0 20', 'f0 20', 'f8 20', 'fc 20', 'df', 'ef bf', 'f7 bf bf'].map((bytes) =>
    utf8(`6.13 and 6.14: an unfinished sequence (${bytes})`, bytes, badText),
  ),
  ...['fe', 'ff', 'fe fe ff ff'].map((bytes) =>
    utf8(`6.16: an impossible byte (${bytes})`, bytes, badText),
  ),
  ...['c0 af', 'e0 80 af', 'f0 80 80 af', 'c1 bf', 'e0 9f bf', 'f0 8f bf bf', 'c0 80'].map(
    (bytes) => utf8(`6.17 to 6.19: an overlong sequence (${bytes})`, bytes, badText),
  ),
  ...['ed a0 80', 'ed ad bf', 'ed ae 80', 'ed bf bf', 'ed a0 80 ed b0 80'].map((bytes) =>
    utf8(`6.20 and 6.21: a surrogate (${bytes})`, bytes, badText),
  ),
  ...['ef bf be', 'ef bf bf', 'f0 9f bf be'].map((bytes) =>
    utf8(`6.22: a noncharacter (${bytes})`, bytes, { closes: [] }),
  ),

  {
    name: '7.1.1: a close',
    frames: [closeWith(1000)],
    expected: { closes: [1000] },
  },
  {
    name: '7.1.2 to 7.1.5: frames after a close',
    frames: [closeWith(1000), closeWith(1000), { opcode: ping }, { opcode: text, payload: beat }],
    expected: { closes: [1000] },
  },
  {
    name: '7.1.5: a close within a fragmented text',
    frames: [
      { opcode: text, payload: Buffer.from('one'), fin: false },
      closeWith(1000),
      { opcode: continuation, payload: Buffer.from('two') },
    ],
    expected: { closes: [1000] },
  },
  {
    name: '7.3.1: a close without code',
    frames: [{ opcode: close }],
    expected: { closes: [1005] },
  },
  {
    name: '7.3.2: a close of one byte',
    frames: [{ opcode: close, payload: Buffer.of(3) }],
    expected: protocolError,
  },
  {
    name: '7.3.4: a close with a reason',
    frames: [closeWith(1000, 'goodbye')],
    expected: { closes: [1000] },
  },
  {
    name: '7.3.5: a close with the longest reason',
    frames: [closeWith(1000, 'x'.repeat(123))],
    expected: { closes: [1000] },
  },
  {
    name: '7.3.6: a close with a reason too long',
    frames: [closeWith(1000, 'x'.repeat(124))],
    expected: protocolError,
  },
  {
    name: '7.5.1: a close with a reason that is no text',
    frames: [closeWith(1000, Buffer.from('ceedbaa0', 'hex'))],
    expected: badText,
  },
  ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999].map((code) => ({
    name: `7.7: a close with ${code}`,
    frames: [closeWith(code)],
    expected: { closes: [code] },
  })),
  ...[0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535].map((code) => ({
    name: `7.9 and 7.13: a close with the invalid code ${code}`,
    frames: [closeWith(code)],
    expected: protocolError,
  })),

  {
    name: '10.1: a text of many fragments',
    frames: fragment(
      heartbeat(30_000),
      ...Array.from({ length: 22 }, (_, index) => 1_300 * (index + 1)),
    ),
    expected: 'answer',
  },
  {
    name: '5.1 of the RFC: a frame without mask',
    frames: [{ opcode: text, payload: beat, masked: false }],
    expected: protocolError,
  },
  {
    name: '5.2 of the RFC: a control frame with a long form of its length',
    frames: [{ opcode: ping, payload: Buffer.from('Hello'), lengthBytes: 2 }],
    expected: protocolError,
  },
];

function beatFrame(): OutgoingFrame {
  return { opcode: text, payload: beat };
}

const isAnswer = ({ opcode, payload }: IncomingFrame): boolean =>
  opcode === text && payload.toString().includes('"beat"') && payload.toString().includes('"ok"');

const readCode = ({ payload }: IncomingFrame): number =>
  payload.length === 0 ? 1005 : payload.readUInt16BE();

async function expectOutcome(client: RawClient, expected: Expected): Promise<void> {
  if (expected === 'answer') {
    await client.waitFor(isAnswer);
    expect(client.frames.filter(({ opcode }) => opcode === close)).toEqual([]);
    return;
  }
  if ('pongs' in expected) {
    const listPongs = () =>
      client.frames.filter(({ opcode }) => opcode === pong).map(({ payload }) => payload);
    await client.waitFor(() => listPongs().length >= expected.pongs.length);
    expect(listPongs()).toEqual(expected.pongs);
    return;
  }
  if (expected.closes.length === 0) {
    // It answers, as to any frame that it cannot read, and lives on.
    await client.write(encode(beatFrame()));
    await client.waitFor(isAnswer);
    return;
  }
  const frame = await client.waitFor(({ opcode }) => opcode === close);
  await client.write(encode({ opcode: close, payload: frame.payload }));
  await client.ended;
  expect(expected.closes).toContain(readCode(frame));
  expect(client.frames.filter(isAnswer)).toEqual([]);
}

describe.each(modesForTables)('RFC 6455 on $mode', (mode) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(mode);
  });
  afterAll(() => server.stop());

  it.each(cases)('[W24] $name', async ({ frames, expected, chop }) => {
    const client = await openRaw(server.origin);
    await client.write(Buffer.concat(frames.map(encode)), chop);
    await expectOutcome(client, expected);
    client.destroy();
  });
});
