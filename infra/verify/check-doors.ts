// Sending and reading, by socket and by HTTP.

import { createHmac } from 'node:crypto';
import { describe, enter, holds, narrow, type Member, type Stage, type Check } from './stage.ts';
import type { Attacker, Reply } from './attacker.ts';

const post = (attacker: Attacker, { room }: Pick<Stage, 'room'>, token?: string) =>
  attacker.call({
    method: 'POST',
    path: `/api/rooms/${room}/messages`,
    body: { body: 'Who reads this?', name: 'poster' },
    ...(token === undefined ? {} : { token }),
  });

const read = (attacker: Attacker, { room }: Pick<Stage, 'room'>, token?: string) =>
  attacker.call({
    path: `/api/rooms/${room}/messages`,
    ...(token === undefined ? {} : { token }),
  });

const tryToJoin = async (
  attacker: Attacker,
  { room }: Pick<Stage, 'room'>,
  payload: Readonly<Record<string, unknown>>,
): Promise<Reply> => {
  const visitor = await attacker.visit(room);
  const reply = await visitor.join(payload);
  visitor.leave();
  return reply;
};

const getName = ({ joined }: Member): string =>
  (joined['member'] as { readonly name: string }).name;

const encode = (json: unknown): string => Buffer.from(JSON.stringify(json)).toString('base64url');

/** Tokens that nobody issued, for the room of a real one. */
function forge({ room }: Stage, real: string): readonly string[] {
  const [header = '', payload = '', signature = ''] = real.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}') as object;
  const wider = encode({ ...claims, room, scope: 'send receive moderate' });
  const hmac = `${encode({ alg: 'HS256', typ: 'room+jwt' })}.${wider}`;
  return [
    `${encode({ alg: 'none', typ: 'room+jwt' })}.${wider}.`,
    `${header}.${wider}.${signature}`,
    `${hmac}.${createHmac('sha256', '').update(hmac).digest('base64url')}`,
    'x'.repeat(22),
  ];
}

export const describeDoors: readonly Check[] = [
  {
    title: 'without a token, nobody reads, sends or issues tokens',
    run: async ({ attacker, stage }) => {
      for (const answer of [
        await read(attacker, stage),
        await post(attacker, stage),
        await attacker.call({ path: `/api/rooms/${stage.room}` }),
        await attacker.call({
          method: 'POST',
          path: `/api/rooms/${stage.room}/tokens`,
          body: { scope: 'receive' },
        }),
      ]) {
        holds(answer.status === 401, `A call without a token got ${describe(answer)}.`);
      }
      const { status } = await tryToJoin(attacker, stage, { username: 'nobody' });
      holds(status === 'error', 'A join without a token succeeded.');
    },
  },
  {
    title: 'a token that was not issued opens nothing',
    run: async ({ attacker, stage }) => {
      const real = await narrow(attacker, stage, { scope: 'receive' });
      for (const token of forge(stage, real)) {
        const answer = await read(attacker, stage, token);
        holds(answer.status === 401, `A forged token read messages: ${describe(answer)}.`);
        const { status } = await tryToJoin(attacker, stage, { username: 'forger', token });
        holds(status === 'error', 'A forged token joined.');
      }
    },
  },
  {
    title: 'a room’s links open no other room',
    run: async ({ attacker, stage, other }) => {
      for (const token of [other.talk, other.owner]) {
        const answers = [await read(attacker, stage, token), await post(attacker, stage, token)];
        for (const answer of answers) {
          holds(answer.status >= 400, `Another room’s link got ${describe(answer)}.`);
        }
        const { status } = await tryToJoin(attacker, stage, { username: 'stray', token });
        holds(status === 'error', 'Another room’s link joined.');
      }
    },
  },
  {
    title: 'a watch link reads, and neither sends nor moderates',
    run: async ({ attacker, stage }) => {
      const watcher = await enter(attacker, stage, { token: stage.watch });
      for (const [event, payload] of [
        ['shout', { body: 'from a watcher' }],
        ['typing', { typing: true }],
        ['rename', { username: 'watcher' }],
        ['lock', { locked: true }],
        ['close', {}],
      ] as const) {
        const { status } = await watcher.push(event, payload);
        holds(status === 'error', `A watcher’s ${event} was accepted.`);
      }
      watcher.leave();
      const answer = await post(attacker, stage, stage.watch);
      holds(answer.status === 403, `A watch link sent over HTTP: ${describe(answer)}.`);
      const wider = await attacker.call({
        method: 'POST',
        path: `/api/rooms/${stage.room}/tokens`,
        token: stage.watch,
        body: { scope: 'send receive' },
      });
      holds(wider.status === 403, `A watch link issued a wider token: ${describe(wider)}.`);
    },
  },
  {
    title: 'a send-only token sends, and reads neither messages nor names',
    run: async ({ attacker, stage }) => {
      const token = await narrow(attacker, stage, { scope: 'send' });
      const ann = await enter(attacker, stage, { token: stage.talk, username: 'ann' });
      const sender = await enter(attacker, stage, { token, username: 'sender' });
      const sent = await ann.push('shout', { body: 'Not for senders.' });
      holds(sent.status === 'ok', 'A talk link could not send.');
      await sender.push('typing', { typing: true });
      const heard = sender.frames.filter(({ event }) => /^(shouts?|presence_)/.test(event));
      holds(heard.length === 0, `A send-only member received ${heard[0]?.event ?? ''}.`);
      const answer = await read(attacker, stage, token);
      holds(answer.status === 403, `A send-only token read: ${describe(answer)}.`);
      const view = await attacker.call({ path: `/api/rooms/${stage.room}`, token });
      holds(!JSON.stringify(view.body).includes(getName(ann)), 'A send-only token read names.');
      ann.leave();
      sender.leave();
    },
  },
  {
    title: 'nobody writes what only the server sends',
    run: async ({ attacker, stage }) => {
      const watcher = await enter(attacker, stage, { token: stage.watch });
      const ann = await enter(attacker, stage, { token: stage.talk, username: 'ann' });
      const mark = 'written by a member';
      for (const event of ['shouts', 'hidden', 'room', 'presence_diff', 'phx_close', 'phx_reply']) {
        const { status } = await ann.push(event, { messages: [{ body: mark }], room: mark });
        holds(status === 'error', `A member’s ${event} was accepted.`);
      }
      const heard = watcher.frames.find(({ payload }) => JSON.stringify(payload).includes(mark));
      holds(heard === undefined, `A member’s ${heard?.event ?? ''} reached others.`);
      const posed = await ann.push('shout', { body: 'as somebody else', name: 'olga' });
      holds(posed.status === 'error', 'A member sent under another name.');
      ann.leave();
      watcher.leave();
    },
  },
  {
    title: 'a private message reaches its recipient alone',
    run: async ({ attacker, stage }) => {
      const ann = await enter(attacker, stage, { token: stage.talk, username: 'ann' });
      const bob = await enter(attacker, stage, { token: stage.talk, username: 'bob' });
      const eve = await enter(attacker, stage, { token: stage.owner, username: 'eve' });
      const { id } = bob.joined['member'] as { readonly id: string };
      const body = `A secret of ${Date.now()}`;
      await ann.push('shout', { body, to: { id } });
      const holdsSecret = ({ payload }: { readonly payload: unknown }): boolean =>
        JSON.stringify(payload).includes(body);
      holds(
        await bob.waits(() => bob.frames.some(holdsSecret)),
        'A private message did not reach its recipient.',
      );
      await eve.push('sync', { epoch: String(eve.joined['epoch']), seq: 0 });
      await eve.push('history', {});
      holds(!eve.frames.some(holdsSecret), 'A private message reached somebody else.');
      const over = await read(attacker, stage, stage.watch);
      holds(!JSON.stringify(over.body).includes(body), 'A private message is read over HTTP.');
      for (const one of [ann, bob, eve]) one.leave();
    },
  },
  {
    title: 'a link of one use admits one',
    run: async ({ attacker, stage }) => {
      const token = await narrow(attacker, stage, { scope: 'send receive', uses: 1 });
      const first = await enter(attacker, stage, { token, username: 'first' });
      const second = await tryToJoin(attacker, stage, { token, username: 'second' });
      holds(second.status === 'error', 'A link of one use admitted a second member.');
      const third = await post(attacker, stage, token);
      holds(third.status >= 400, 'A link of one use admitted a second member over HTTP.');
      first.leave();
    },
  },
  {
    title: 'a token of two seconds opens nothing after two seconds',
    run: async ({ attacker, stage }) => {
      const token = await narrow(attacker, stage, { scope: 'send receive', seconds: 2 });
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      const answer = await read(attacker, stage, token);
      holds(answer.status >= 400, `An expired token read: ${describe(answer)}.`);
      const { status } = await tryToJoin(attacker, stage, { token, username: 'late' });
      holds(status === 'error', 'An expired token joined.');
    },
  },
];
