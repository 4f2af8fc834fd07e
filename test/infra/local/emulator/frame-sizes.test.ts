// The reader of frame headers, on streams cut at any point.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameSizeReader } from '../../../../infra/local/emulator/frame-sizes.ts';

function frame(length: number, masked: boolean): Buffer {
  const mask = masked ? 0x80 : 0;
  let extended = Buffer.alloc(0);
  let code = length;
  if (length >= 65_536) {
    extended = Buffer.alloc(8);
    extended.writeBigUInt64BE(BigInt(length));
    code = 127;
  } else if (length >= 126) {
    extended = Buffer.alloc(2);
    extended.writeUInt16BE(length);
    code = 126;
  }
  const second = mask | code;
  return Buffer.concat([
    Buffer.from([0x81, second]),
    extended,
    Buffer.alloc(masked ? 4 : 0, 0xff),
    Buffer.alloc(length, 0xff),
  ]);
}

describe('the frame size reader', () => {
  it('[L5] counts the messages before an oversized frame, wherever the stream is cut', () => {
    const max = 300;
    const length = fc.oneof(fc.nat(130), fc.nat(400), fc.nat(70_000));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(length, fc.boolean()), { maxLength: 6 }),
        fc.integer({ min: 1, max: 999 }),
        (frames, cut) => {
          const stream = Buffer.concat(frames.map(([size, masked]) => frame(size, masked)));
          const read = createFrameSizeReader(max);
          let answer: number | undefined;
          for (let at = 0; at < stream.length && answer === undefined; at += cut) {
            answer = read(stream.subarray(at, at + cut));
          }
          const beyond = frames.findIndex(([size]) => size > max);
          expect(answer).toBe(beyond === -1 ? undefined : beyond);
        },
      ),
    );
  });
});
