// Owners' decisions hold by every door: lock, kick, replaced links, the end.

import { describe, enter, holds, readSecret, type Check, type World } from './stage.ts';

/** Tries to come in as somebody new, by every door. */
async function expectClosed(
  { attacker, stage: { room } }: World,
  { token, why }: { readonly token: string; readonly why: string },
): Promise<void> {
  const visitor = await attacker.visit(room);
  const { status } = await visitor.join({ token, username: 'newcomer' });
  visitor.leave();
  holds(status === 'error', `Somebody new joined although ${why}.`);
  const path = `/api/rooms/${room}/messages`;
  const read = await attacker.call({ path, token });
  holds(read.status >= 400, `Somebody new read over HTTP although ${why}: ${describe(read)}.`);
  const body = { body: 'let me in', name: 'newcomer' };
  const sent = await attacker.call({ method: 'POST', path, token, body });
  holds(sent.status >= 400, `Somebody new sent over HTTP although ${why}: ${describe(sent)}.`);
}

export const describeOwners: readonly Check[] = [
  {
    title: 'a talk link does not moderate',
    run: async ({ attacker, stage }) => {
      const ann = await enter(attacker, stage, { token: stage.talk, username: 'ann' });
      for (const [event, payload] of [
        ['lock', { locked: true }],
        ['slow', { seconds: 60 }],
        ['extend', { seconds: 60 }],
        ['kick', { member: 'ann' }],
        ['close', {}],
      ] as const) {
        const { status } = await ann.push(event, payload);
        holds(status === 'error', `A member without the right did ${event}.`);
      }
      ann.leave();
      const answer = await attacker.call({
        method: 'POST',
        path: `/api/rooms/${stage.room}/links`,
        token: stage.talk,
        body: {},
      });
      holds(answer.status === 403, `A talk link replaced the links: ${describe(answer)}.`);
    },
  },
  {
    title: 'a locked room admits nobody new',
    run: async (world) => {
      const { attacker, stage } = world;
      const owner = await enter(attacker, stage, { token: stage.owner, username: 'olga' });
      await owner.push('lock', { locked: true });
      await expectClosed(world, { token: stage.talk, why: 'the room is locked' });
      await owner.push('lock', { locked: false });
      owner.leave();
    },
  },
  {
    title: 'a removed member does not come back as the same',
    run: async ({ attacker, stage }) => {
      const owner = await enter(attacker, stage, { token: stage.owner, username: 'olga' });
      const claim = `claim-${Date.now()}-of-mallory`;
      const payload = { token: stage.talk, username: 'mallory', claim };
      const mallory = await enter(attacker, stage, payload);
      const session = String(mallory.joined['session']);
      const { id } = mallory.joined['member'] as { readonly id: string };
      const { status } = await owner.push('kick', { member: { id, name: 'mallory' } });
      holds(status === 'ok', 'An owner could not remove a member.');
      const said = await mallory.push('shout', { body: 'still here' });
      holds(said.status !== 'ok', 'A removed member still talks.');
      for (const join of [{ ...payload }, { token: stage.talk, username: 'mallory', session }]) {
        const again = await attacker.visit(stage.room);
        const reply = await again.join(join);
        again.leave();
        holds(reply.status === 'error', 'A removed member came back.');
      }
      mallory.leave();
      owner.leave();
    },
  },
  {
    title: 'replaced links admit nobody new',
    run: async (world) => {
      const { attacker, stage } = world;
      const replaced = await attacker.call({
        method: 'POST',
        path: `/api/rooms/${stage.room}/links`,
        token: stage.owner,
        body: {},
      });
      holds(replaced.status === 200, `The links could not be replaced: ${describe(replaced)}.`);
      await expectClosed(world, { token: stage.talk, why: 'its link was replaced' });
      await expectClosed(world, { token: stage.owner, why: 'its owner’s link was replaced' });
      const owner = readSecret(String(replaced.body['ownerUrl']));
      const newest = await enter(attacker, stage, { token: owner, username: 'olga' });
      newest.leave();
    },
  },
  {
    title: 'a closed room is over for everybody',
    run: async ({ attacker, other, ...world }) => {
      const owner = await enter(attacker, other, { token: other.owner, username: 'olga' });
      const ann = await enter(attacker, other, { token: other.talk, username: 'ann' });
      await owner.push('close', {});
      holds(
        await ann.waits(() => ann.frames.some(({ event }) => event === 'phx_close')),
        'A member was not told of the end.',
      );
      const said = await ann.push('shout', { body: 'after the end' }).catch(() => undefined);
      holds(said?.status !== 'ok', 'A message was accepted after the end.');
      await expectClosed(
        { ...world, attacker, other, stage: other },
        { token: other.talk, why: 'the room was closed' },
      );
      ann.leave();
      owner.leave();
    },
  },
];
