// Carrying out what the user typed: which member gets it, and what is not sent.

import { describe, expect, it, vi } from 'vitest';
import { parseInput } from '../../../../web/page/composer/parse-input.ts';
import type { PresentMember, Recipient } from '../../../../web/page/composer/recipient.ts';
import { runCommand } from '../../../../web/page/composer/run-command.ts';

// The page's texts ask for the browser's languages, and not all versions of Node have any.
vi.hoisted(() => {
  vi.stubGlobal('navigator', { languages: ['en'] });
});

const ann = { id: 'm-ann', name: 'Ann' };
const bob = { id: 'm-bob', name: 'Bob' };
const robert = { id: 'm-bob', name: 'Robert' };
const eve = { id: 'm-eve', name: 'Bob' };

interface Typed {
  readonly text: string;
  readonly to?: Recipient | null;
  readonly members: readonly PresentMember[];
}

/** Runs a line that Ann typed. */
function run({ text, to = null, members }: Typed) {
  const sent: unknown[] = [];
  const notices: string[] = [];
  const next = runCommand(
    {
      client: {
        send: (body, options) => {
          sent.push({ body, ...options });
          return { cid: 'c1' };
        },
        rename: () => Promise.reject(new Error('Not called.')),
      },
      members,
      ownId: ann.id,
      setNotice: (line) => notices.push(line),
      openHelp: () => undefined,
    },
    parseInput(text, members),
    to,
  );
  return { sent, next, notice: notices.at(-1) };
}

describe('a message', () => {
  it('goes to everybody without a recipient', () => {
    expect(run({ text: 'hello', members: [ann, bob] })).toEqual({
      sent: [{ body: 'hello' }],
      next: { text: '', to: null },
      notice: '',
    });
  });

  it("[P19] goes to the draft's member after a rename, not to the name's next member", () => {
    expect(run({ text: 'psst', to: bob, members: [ann, robert, eve] })).toEqual({
      sent: [{ body: 'psst', to: 'm-bob', toName: 'Robert' }],
      next: { text: '', to: robert },
      notice: '',
    });
  });

  it.each([
    ['nobody has the name', [ann]],
    ['another member has the name', [ann, eve]],
  ])('[P19] is not sent to a member who has left while %s', (_, members) => {
    const { sent, next, notice } = run({ text: 'psst', to: bob, members });
    expect(sent).toEqual([]);
    expect(next).toBeNull();
    expect(notice).toContain('Bob');
    expect(notice?.includes('nobody else is here')).toBe(members.length === 1);
  });

  it('[P23] [P19] finds nobody for /msg, without saying that nobody has come yet', () => {
    const { sent, notice } = run({ text: '/msg Bob psst', members: [ann] });
    expect(sent).toEqual([]);
    expect(notice).toBe('Nobody else is here right now.');
  });

  it.each([
    ['/msg Bob psst', null],
    ['/msg Bob', null],
    ['psst', bob],
  ])('[P19] [R40] is not sent to a bot, which could not read it: %s', (text, to) => {
    const { sent, next, notice } = run({ text, to, members: [ann, { ...bob, isBot: true }] });
    expect([sent, next]).toEqual([[], null]);
    expect(notice).toContain('is a bot');
  });

  it('[P7] [P19] with /msg goes to the id of the member who has the name', () => {
    expect(run({ text: '／msg bob psst', members: [ann, robert, eve] }).sent).toEqual([
      { body: 'psst', to: 'm-eve', toName: 'Bob' },
    ]);
    expect(run({ text: '/msg Bob', members: [ann, bob] })).toMatchObject({
      sent: [],
      next: { text: '', to: bob },
    });
  });

  it.each(['/msg eve psst', '\u200B/msg eve psst', '/msg ann psst'])(
    '[P7] [P19] %j is not sent, and stays in the field',
    (text) => {
      const { sent, next, notice } = run({ text, members: [ann, bob] });
      expect(sent).toEqual([]);
      expect(next).toBeNull();
      expect(notice).not.toBe('');
    },
  );
});
