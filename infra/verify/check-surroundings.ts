// The surroundings of rooms: the filter, the administration, headers, foreign pages, floods.

import { describe, enter, holds, type Check } from './stage.ts';

const foreign = 'https://foreign.example';

export const describeSurroundings: readonly Check[] = [
  {
    title: 'the filter acts on messages by every door, and on names and titles',
    run: async ({ attacker, stage, word }) => {
      const watcher = await enter(attacker, stage, { token: stage.watch });
      const ann = await enter(attacker, stage, { token: stage.talk, username: 'ann' });
      await ann.push('shout', { body: `Oh ${word} by socket` });
      await attacker.call({
        method: 'POST',
        path: `/api/rooms/${stage.room}/messages`,
        token: stage.talk,
        body: { body: `Oh ${word} by HTTP`, name: 'poster' },
      });
      await watcher.push('history', {});
      const heard = watcher.frames.map(({ payload }) => JSON.stringify(payload)).join('\n');
      holds(!heard.includes(word), `“${word}” reached others. Name another with --word.`);
      const named = await attacker.visit(stage.room);
      const { status, response } = await named.join({ token: stage.talk, username: word });
      const name = (response['member'] as { readonly name?: string } | undefined)?.name;
      holds(status === 'error' || name !== word, `“${word}” is a name.`);
      for (const one of [watcher, ann, named]) one.leave();
    },
  },
  {
    title: 'word lists are for administrators alone',
    run: async ({ attacker, stage }) => {
      for (const token of [undefined, stage.owner]) {
        const credentials = token === undefined ? {} : { token };
        for (const answer of [
          await attacker.call({ path: '/api/filters', ...credentials }),
          await attacker.call({
            method: 'POST',
            path: '/api/filters/test',
            body: { text: 'word' },
            ...credentials,
          }),
        ]) {
          const isRefused = answer.status === 401 || answer.status === 403;
          holds(isRefused, `Word lists answered ${describe(answer)} without an admin token.`);
        }
      }
    },
  },
  {
    title: 'the page runs only its own scripts, and is framed by none',
    run: async ({ attacker, stage }) => {
      for (const path of ['/', `/r/${stage.room}`, '/admin']) {
        const { headers } = await attacker.call({ path });
        const policy = headers.get('content-security-policy') ?? '';
        holds(policy.includes("default-src 'none'"), `${path} has no strict content policy.`);
        holds(!policy.includes('unsafe-'), `${path} allows inline or evaluated scripts.`);
        holds(policy.includes("frame-ancestors 'none'"), `${path} can be framed.`);
        holds(headers.get('referrer-policy') === 'no-referrer', `${path} tells where it was left.`);
        holds(headers.get('x-content-type-options') === 'nosniff', `${path} may be sniffed.`);
      }
    },
  },
  {
    title: 'answers of the API are neither kept nor sniffed, and demand HTTPS where it is used',
    run: async ({ attacker, origin }) => {
      const { headers } = await attacker.call({ path: '/api/settings' });
      holds(headers.get('x-content-type-options') === 'nosniff', 'API answers may be sniffed.');
      holds(headers.get('cache-control')?.includes('no-store') === true, 'API answers are kept.');
      if (!origin.startsWith('https:')) return;
      holds(headers.has('strict-transport-security'), 'Nothing demands HTTPS.');
    },
  },
  {
    title: 'foreign pages can neither connect nor read',
    run: async ({ attacker, stage }) => {
      const outcome = await attacker.visit(stage.room, { origin: foreign }).then(
        (visitor) => {
          visitor.leave();
          return 'opened';
        },
        () => 'refused',
      );
      holds(outcome === 'refused', 'A page of another origin opened a socket.');
      const { headers } = await attacker.call({
        path: '/api/settings',
        headers: { origin: foreign },
      });
      const allowed = headers.get('access-control-allow-origin');
      holds(allowed !== '*' && allowed !== foreign, 'A page of another origin may read answers.');
    },
  },
  {
    title: 'a flood is shed, and the server answers others',
    run: async ({ attacker, stage }) => {
      const flood = await attacker.visit(stage.room);
      for (let sent = 0; sent < 400; sent += 1) flood.send('x');
      const isShed = await flood.waits(() => flood.closeCode() !== undefined);
      holds(isShed || flood.closeCode() !== undefined, 'A flood of bad frames is not ended.');
      flood.leave();
      const ann = await enter(attacker, stage, { token: stage.talk, username: 'ann' });
      const replies = await Promise.all(
        Array.from({ length: 60 }, (_, index) => ann.push('shout', { body: `flood ${index}` })),
      );
      holds(
        replies.some(({ response }) => response['reason'] === 'rate_limited'),
        'Sixty messages at once from one member were all accepted.',
      );
      ann.leave();
    },
  },
];
