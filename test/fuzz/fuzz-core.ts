// The core behind socket and HTTP. It answers everything that a member sends with an answer of the
// protocol. Nothing throws, and others can still talk.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { handleRequest } from '../../functions/core/http/handle-request.ts';
import { receive } from '../../functions/core/receive.ts';
import { httpApi } from '../../functions/protocol/http.ts';
import { reasons } from '../../functions/protocol/reasons.ts';
import {
  createTestPorts,
  createTestRoom,
  extractToken,
  findReply,
  isOk,
  joinTestRoom,
  parseFrame,
  type TestPorts,
} from '../core/test-ports.ts';
import { nearJson, nearText } from './mutations.ts';

const pushes = [
  ['shout', { body: 'hello', cid: 'c-1' }],
  ['shout', { body: '/msg bob hello', to: { id: 'x', name: 'bob' } }],
  ['typing', { typing: true }],
  ['history', { before: 3, limit: 10 }],
  ['sync', { epoch: 'abc', seq: 1 }],
  ['rename', { username: 'anna' }],
  ['kick', { member: { id: 'x' }, lock: true }],
  ['lock', { locked: true }],
  ['slow', { seconds: 5 }],
  ['extend', { seconds: 60 }],
  ['phx_join', { username: 'ann', claim: 'x'.repeat(20), last: { epoch: 'e', seq: 1 } }],
  ['phx_leave', {}],
] as const;

const anyPush = fc.oneof(
  ...pushes.map(([event, payload]) => fc.tuple(fc.constant<string>(event), nearJson(payload))),
);

/** Time passes, so no rate limit hides what comes after it. */
const pass = (ports: TestPorts): void => {
  ports.now += 500;
};

export const fuzzCore = () =>
  Promise.resolve(
    fc.asyncProperty(fc.array(anyPush, { minLength: 1, maxLength: 6 }), async (sent) => {
      const ports = createTestPorts();
      const { ownerUrl, joinUrl, room } = await createTestRoom(ports);
      const ann = await joinTestRoom(ports, ownerUrl, { username: 'ann' });
      for (const [event, payload] of sent) {
        pass(ports);
        const text = JSON.stringify(['1', 'r', `room:${room.id}`, event, payload]);
        await receive(ports.context, { connection: ann.id, text });
      }
      for (const { text } of ports.posted) {
        const { event, payload } = parseFrame(text);
        if (event !== 'phx_reply') continue;
        const { status, response } = payload as { status: string; response: { reason?: string } };
        assert.ok(status === 'ok' || Object.hasOwn(reasons, response.reason ?? ''), text);
        assert.notEqual(response.reason, 'unavailable');
      }
      // Others still come and talk, unless the owner locked them out.
      const isLocked = sent.some(([event]) => ['lock', 'kick', 'slow'].includes(event));
      if (isLocked) return;
      const bob = await joinTestRoom(ports, joinUrl, { username: 'bob' });
      assert.ok(isOk(findReply(await bob.push('shout', { body: 'still here' }))));
    }),
  );

const bodies = [
  { title: 'Tea', capacity: 10, seconds: 300 },
  { body: 'hello', cid: 'c-1', name: 'bot', to: 'ann' },
  { scope: ['receive'], seconds: 60, uses: 3 },
  { list: { name: 'x', language: 'en', forbidden: ['y'], replacements: ['z'] } },
  { text: 'hello' },
];
const query = fc.dictionary(
  fc.constantFrom('after', 'limit', 'wait', 'version', 'format', 'x'),
  nearText('0', '5', 'json', '1'),
  { maxKeys: 3 },
);

export async function fuzzHttpApi() {
  const ports = createTestPorts();
  const { ownerUrl, room } = await createTestRoom(ports);
  const token = extractToken(ownerUrl);
  const request = fc.record({
    route: fc.constantFrom(...Object.keys(httpApi)),
    parameter: nearText(room.id, 'english-profanity'),
    query,
    bearer: fc.oneof(fc.constant(token), fc.constant(undefined), nearText(token)),
    body: fc.oneof(
      nearJson(...bodies).map((json) => JSON.stringify(json)),
      nearText('{"body":"hello"}'),
    ),
    header: fc.option(nearText('"1"', '*'), { nil: undefined }),
  });
  return fc.asyncProperty(
    request,
    async ({ route, parameter, query: asked, bearer, body, header }) => {
      // A clock that waits may pass the room's end.
      const response = await handleRequest(ports.context, {
        route,
        parameters: { id: parameter, name: parameter },
        query: { ...asked, wait: undefined },
        body,
        bearer,
        addressKey: undefined,
        origin: 'https://chat.example',
        ifMatch: header,
        ifNoneMatch: header,
      });
      assert.ok(response.status < 500, JSON.stringify(response.body));
      if (response.isProblem) {
        const { reason } = v.parse(v.looseObject({ reason: v.string() }), response.body);
        assert.ok(Object.hasOwn(reasons, reason));
      }
    },
  );
}
