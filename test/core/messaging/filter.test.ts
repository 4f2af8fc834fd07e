// The filter in a room: receipts, counters, the lists of each room, and the repeat guard.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryWordLists } from '../../../functions/adapters/memory/memory-word-lists.ts';
import { createMemoryRoomPorts } from '../../../functions/adapters/memory/memory-room-ports.ts';
import type {
  WordLists,
  EntryMatch,
  ActiveLists,
  Rooms,
  WordList,
} from '../../../functions/core/ports.ts';
import { createRoom, type Created } from '../../../functions/core/lifecycle/create-room.ts';
import type { Settings } from '../../../functions/core/settings.ts';
import type { Frame } from '../../../functions/protocol/frames.ts';
import {
  findReply,
  call,
  isOk,
  tryJoin,
  joinTestRoom,
  findPayloads,
  getReason,
  getResponse,
  createTestRoom,
  createTestPorts,
  type TestPorts,
} from '../test-ports.ts';

const list = (
  name: string,
  forbidden: readonly string[],
  over: Partial<WordList> = {},
): WordList => ({ name, version: 3, language: 'en', forbidden, replacements: ['nicer'], ...over });
const everything = [
  list('replacing', ['ugly'], { tell: 'why' }),
  list('masking', ['rude'], { action: 'mask' }),
  list('blocking', ['vile'], { action: 'block', tell: 'why' }),
  list('flagging', ['odd'], { action: 'flag' }),
];

interface FilteredPorts {
  readonly ports: TestPorts;
  readonly counted: EntryMatch[];
  /** The messages that the store was asked to admit, as text. */
  readonly stored: string[];
  /** Activates other lists. */
  setLists(lists: readonly WordList[]): void;
}

interface Options extends Partial<Settings> {
  readonly count?: WordLists['count'];
}

function createFilteringPorts(
  lists: readonly WordList[] = everything,
  { count, ...settings }: Options = {},
): FilteredPorts {
  let activeLists: ActiveLists = { lists };
  const counted: EntryMatch[] = [];
  const stored: string[] = [];
  const store = createMemoryRoomPorts();
  const rooms: Rooms = {
    ...store.rooms,
    admit: (input) => {
      stored.push(JSON.stringify(input));
      return store.rooms.admit(input);
    },
  };
  const port: WordLists = {
    ...createMemoryWordLists({ seeds: [] }),
    read: () => Promise.resolve(activeLists),
    count:
      count ??
      ((hits) => {
        counted.push(...hits);
      }),
  };
  const ports = createTestPorts({
    ports: { ...store, lists: port, rooms },
    ...settings,
  });
  return {
    ports,
    counted,
    stored,
    setLists: (next) => {
      activeLists = { lists: next };
    },
  };
}

const bodiesIn = (frames: readonly Frame[]): readonly unknown[] =>
  findPayloads(frames, 'shout').map((payload) => (payload as { readonly body: unknown }).body);
const answerTo = (frames: readonly Frame[]): unknown => getResponse(findReply(frames));

type Choice = NonNullable<Parameters<typeof createRoom>[1]['options']['filter']>;

async function roomChoosing(ports: TestPorts, filter: Choice): Promise<Created> {
  const made = await createRoom(ports.context, {
    options: { title: 'Tea', filter },
    addressKey: undefined,
    origin: 'https://chat.example',
  });
  if (!made.ok) throw new Error(`No room: ${made.message ?? made.reason}`);
  return made.created;
}

describe('Receipts', () => {
  it('[T15] tell the sender what the filter did, on the socket and over HTTP', async () => {
    const { ports } = createFilteringPorts();
    const { room, token, joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const receipts = {
      hello: { verdict: 'passed' },
      'an odd thing': { verdict: 'passed' },
      'ugly, rude': {
        verdict: 'changed',
        changes: [
          { start: 0, end: 4, list: 'replacing', version: 3 },
          { start: 6, end: 10 },
        ],
      },
      'so vile': {
        verdict: 'blocked',
        changes: [{ start: 3, end: 7, list: 'blocking', version: 3 }],
      },
    };
    for (const [body, receipt] of Object.entries(receipts)) {
      const blocked = receipt.verdict === 'blocked';
      const frames = await ann.push('shout', { body });
      expect(isOk(findReply(frames))).toBe(!blocked);
      expect(answerTo(frames)).toMatchObject(receipt);
      const posted = await call(ports, 'POST /api/rooms/{id}/messages', {
        room: room.id,
        bearer: token,
        body: { body },
      });
      expect(posted).toMatchObject({
        status: blocked ? 422 : 202,
        isProblem: blocked,
        body: receipt,
      });
      expect(posted.body).toMatchObject(blocked ? { reason: 'blocked' } : {});
    }
  });

  it('[T12] [T16] [G8] reach the sender only, and blocked messages nobody', async () => {
    const words = fc.constantFrom('vile', 'VILE', 'ugly', 'rude', 'odd', 'fine', 'day');
    await fc.assert(
      fc.asyncProperty(
        fc.array(words, { minLength: 1, maxLength: 8 }).map((all) => all.join(' ')),
        async (body) => {
          const { ports, stored } = createFilteringPorts();
          const { joinUrl, watchUrl } = await createTestRoom(ports);
          const [ann, bob, eve] = [
            await joinTestRoom(ports, joinUrl, { username: 'ann' }),
            await joinTestRoom(ports, joinUrl, { username: 'bob' }),
            await joinTestRoom(ports, watchUrl),
          ];
          for (const { id } of [ann, bob, eve]) ports.inbox(id);
          const answer = findReply(await ann.push('shout', { body, cid: 'c1' }));
          const heard = JSON.stringify([ports.inbox(bob.id), ports.inbox(eve.id)]);
          expect(heard).not.toMatch(/verdict|changes|vile|ugly|rude/i);
          expect(stored.join()).not.toMatch(/verdict|vile|ugly|rude/i);
          const blocked = /vile/i.test(body);
          expect([isOk(answer), getReason(answer) === 'blocked', heard === '[[],[]]']).toEqual([
            !blocked,
            blocked,
            blocked,
          ]);
          if (!blocked) return;
          expect(getResponse(findReply(await ann.push('shout', { body: 'fine' })))).toMatchObject({
            seq: 1,
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('[T17] are the same for a retry', async () => {
    const { ports } = createFilteringPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    for (const body of ['hello', 'ugly rude', 'vile']) {
      const first = answerTo(await ann.push('shout', { body, cid: body }));
      expect(answerTo(await ann.push('shout', { body, cid: body }))).toEqual(first);
    }
  });

  it('[T17] [G5] a message accepted under earlier lists keeps its seq', async () => {
    const { ports, stored, setLists } = createFilteringPorts([]);
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const first = answerTo(await ann.push('shout', { body: 'vile', cid: 'c1' })) as {
      readonly seq: number;
      readonly epoch: string;
      readonly at: string;
    };
    setLists(everything);
    stored.length = 0;
    const again = await ann.push('shout', { body: 'vile', cid: 'c1' });
    expect(answerTo(again)).toEqual({ seq: first.seq, epoch: first.epoch, at: first.at });
    expect(bodiesIn(again)).toEqual([]);
    expect(getReason(findReply(await ann.push('shout', { body: 'vile too', cid: 'c1' })))).toBe(
      'conflict',
    );
    expect(getReason(findReply(await ann.push('shout', { body: 'vile', cid: 'c2' })))).toBe(
      'blocked',
    );
    expect(stored.join()).not.toContain('vile');
  });

  it('[T5] nothing passes if the lists cannot be read or compiled', async () => {
    const { ports, setLists } = createFilteringPorts();
    const { joinUrl } = await createTestRoom(ports);
    const [ann, bob] = [
      await joinTestRoom(ports, joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, joinUrl, { username: 'bob' }),
    ];
    setLists([
      {
        ...list('broken', []),
        get forbidden(): never {
          throw new Error('torn');
        },
      },
    ]);
    await expect(ann.push('shout', { body: 'hello' })).rejects.toThrow('torn');
    expect(getReason(findReply(ports.inbox(ann.id)))).toBe('unavailable');
    expect(bodiesIn(ports.inbox(bob.id))).toEqual([]);
  });
});

describe('Counters', () => {
  it('[T21] count each message once, blocked ones too', async () => {
    const { ports, counted } = createFilteringPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    for (const cid of ['c1', 'c1', 'c2']) await ann.push('shout', { body: 'odd rude', cid });
    await ann.push('shout', { body: 'vile' });
    const odd = [
      { list: 'flagging', entry: 'odd' },
      { list: 'masking', entry: 'rude' },
    ];
    expect(counted).toEqual([...odd, ...odd, { list: 'blocking', entry: 'vile' }]);
  });

  it('[T21] a failing counter delays nothing', async () => {
    const { ports } = createFilteringPorts(everything, {
      count: () => {
        throw new Error('full');
      },
    });
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    expect(bodiesIn(await ann.push('shout', { body: 'so rude' }))).toEqual(['so ****']);
  });
});

describe("A room's own filter", () => {
  it('[T20] uses the lists that its creator named, on socket and HTTP', async () => {
    const { ports } = createFilteringPorts();
    const { room, token, joinUrl } = await roomChoosing(ports, { lists: ['masking'] });
    const ann = await joinTestRoom(ports, joinUrl, { username: 'vile ann' });
    expect(bodiesIn(await ann.push('shout', { body: 'vile ugly rude' }))).toEqual([
      'vile ugly ****',
    ]);
    await call(ports, 'POST /api/rooms/{id}/messages', {
      room: room.id,
      bearer: token,
      body: { body: 'vile rude' },
    });
    expect(bodiesIn(ports.inbox(ann.id))).toEqual(['vile ****']);
    expect(getReason((await tryJoin(ports, joinUrl, { username: 'rude bob' })).reply)).toBe(
      'name_invalid',
    );
    const other = await createTestRoom(ports);
    expect(getReason((await tryJoin(ports, other.joinUrl, { username: 'vile ann' })).reply)).toBe(
      'name_invalid',
    );
  });

  it('[T20] removes links and addresses on every connection, also after a rename', async () => {
    const { ports } = createFilteringPorts();
    const { joinUrl } = await roomChoosing(ports, { links: 'plain', redact: ['email'] });
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const body = 'https://tea.example me@tea.example';
    expect(bodiesIn(await ann.push('shout', { body }))).toEqual(['tea.example [email]']);
    await ann.push('rename', { username: 'anna' });
    expect(bodiesIn(await ann.push('shout', { body }))).toEqual(['tea.example [email]']);
    const other = await joinTestRoom(ports, (await createTestRoom(ports)).joinUrl, {
      username: 'ann',
    });
    expect(bodiesIn(await other.push('shout', { body }))).toEqual([body]);
  });

  it("[T20] is never less strict than the deployment's", async () => {
    const { ports } = createFilteringPorts(everything, {
      filterLinks: 'allow',
      filterLinkHosts: ['tea.example'],
      filterRedact: ['email'],
    });
    const choices: readonly Choice[] = [
      {},
      { links: 'off', redact: [] },
      { links: 'plain', redact: ['email'] },
    ];
    for (const filter of choices) {
      const ann = await joinTestRoom(ports, (await roomChoosing(ports, filter)).joinUrl, {
        username: 'ann',
      });
      expect(
        bodiesIn(
          await ann.push('shout', { body: 'https://tea.example https://x.example me@tea.example' }),
        ),
      ).toEqual(['https://tea.example [link] [email]']);
    }
  });

  it.each([
    [{ lists: ['masking', 'none'] }],
    [{ lists: [] }],
    [{ links: 'on' }],
    [{ redact: ['names'] }],
    [{ colour: 'red' }],
  ])('[T20] [H2] %j is no choice', async (filter) => {
    const { ports } = createFilteringPorts();
    expect(
      await call(ports, 'POST /api/rooms', { room: '', bearer: '', body: { filter } }),
    ).toMatchObject({ status: 400, body: { reason: 'invalid_payload' } });
  });

  it('[T20] uses the remaining lists when one it named is removed', async () => {
    const { ports, setLists } = createFilteringPorts();
    const ann = await joinTestRoom(
      ports,
      (await roomChoosing(ports, { lists: ['masking', 'replacing'] })).joinUrl,
      { username: 'ann' },
    );
    setLists(everything.filter(({ name }) => name !== 'replacing'));
    expect(bodiesIn(await ann.push('shout', { body: 'ugly rude' }))).toEqual(['ugly ****']);
  });

  it('[T20] compiles all lists once, whatever rooms choose', async () => {
    const lists = Array.from({ length: 20 }, (_, index) =>
      list(`list-${index}`, [`word${index}`], {
        action: 'mask',
        allowed: [`word${index + 2} indeed`],
      }),
    );
    const { ports } = createFilteringPorts(lists);
    const matchers = new Set<unknown>();
    for (let index = 0; index < 18; index += 1) {
      const ann = await joinTestRoom(
        ports,
        (await roomChoosing(ports, { lists: [`list-${index}`, `list-${index + 2}`] })).joinUrl,
        { username: 'ann' },
      );
      const stars = '*'.repeat(`word${index}`.length);
      expect(
        bodiesIn(
          await ann.push('shout', {
            body: `word${index} word${index + 1} word${index} indeed, word${index + 2} indeed`,
          }),
        ),
      ).toEqual([`${stars} word${index + 1} ${stars} indeed, word${index + 2} indeed`]);
      matchers.add(ports.context.memory.compiledLists);
    }
    expect(matchers.size).toBe(1);
  });
});

describe('The repeat guard', () => {
  const seconds = 30;
  const asked = { filterRepeatSeconds: seconds };

  it('[T22] refuses the same text, regardless of case and spaces', async () => {
    const { ports } = createFilteringPorts([], asked);
    const { joinUrl } = await createTestRoom(ports);
    const [ann, bob] = [
      await joinTestRoom(ports, joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, joinUrl, { username: 'bob' }),
    ];
    await ann.push('shout', { body: 'Buy  now' });
    expect(answerTo(await ann.push('shout', { body: 'buy now' }))).toMatchObject({
      reason: 'blocked',
      verdict: 'blocked',
      retry_after: seconds,
    });
    expect(isOk(findReply(await ann.push('shout', { body: 'buy later' })))).toBe(true);
    expect(isOk(findReply(await ann.push('shout', { body: 'buy now', to: 'bob' })))).toBe(true);
    expect(isOk(findReply(await bob.push('shout', { body: 'buy now' })))).toBe(true);
    ports.now += seconds * 1_000;
    expect(isOk(findReply(await ann.push('shout', { body: 'buy now' })))).toBe(true);
  });

  it('[T22] [G5] lets a retry of the same message through', async () => {
    const { ports } = createFilteringPorts([], asked);
    const ann = await joinTestRoom(ports, (await createTestRoom(ports)).joinUrl, {
      username: 'ann',
    });
    const first = answerTo(await ann.push('shout', { body: 'hello', cid: 'c1' }));
    expect(answerTo(await ann.push('shout', { body: 'hello', cid: 'c1' }))).toEqual(first);
  });

  it('[T22] is off by default', async () => {
    const { ports } = createFilteringPorts([]);
    const ann = await joinTestRoom(ports, (await createTestRoom(ports)).joinUrl, {
      username: 'ann',
    });
    for (const body of ['ha', 'ha']) {
      expect(isOk(findReply(await ann.push('shout', { body })))).toBe(true);
    }
  });
});
