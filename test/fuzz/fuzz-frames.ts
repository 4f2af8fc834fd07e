// The decoder of frames: it never throws, and what it accepts can be written and read again.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeBinaryPush, decodeFrame, encodeFrame } from '../../functions/protocol/frames.ts';
import { nearText } from './mutations.ts';

const examples = [
  '["1","2","room:abc","shout",{"body":"hello","cid":"c-1"}]',
  '[null,"3","phoenix","heartbeat",{}]',
  '{"topic":"room:abc","event":"phx_join","payload":{"username":"ann"},"ref":"1","join_ref":"1"}',
  '{"topic":"lobby","event":"create","payload":{},"ref":7}',
];

export const fuzzFrames = () =>
  Promise.resolve(
    fc.asyncProperty(nearText(...examples), async (text) => {
      const decoded = decodeFrame(text);
      if (!decoded.ok) return;
      const { version, frame } = decoded;
      const again = decodeFrame(encodeFrame(version, frame));
      assert.ok(again.ok);
      assert.deepEqual({ ...again.frame }, { ...frame });
    }),
  );

const example = Buffer.from('\u0000\u0001\u0001\u0008\u000512room:abcshout{"body":"x"}', 'latin1');

export const fuzzBinaryPushes = () =>
  Promise.resolve(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 8 }).map((head) => Buffer.concat([head, example])),
        fc.nat(example.length).map((length) => example.subarray(0, length)),
      ),
      async (data) => {
        decodeBinaryPush(data);
      },
    ),
  );
