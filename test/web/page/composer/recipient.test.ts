// The recipient of a draft, which a new name or a departure may change.

import { describe, expect, it } from 'vitest';
import { readDraft } from '../../../../web/page/composer/draft-store.ts';
import { listRecipients, locateRecipient } from '../../../../web/page/composer/recipient.ts';

const ann = { id: 'm-ann', name: 'Ann' };
const bob = { id: 'm-bob', name: 'Bob' };

describe('a recipient', () => {
  it('[P19] is found by id, not by name', () => {
    expect(locateRecipient(bob, [ann, bob])).toEqual({ kind: 'present', name: 'Bob' });
    const present = [ann, { id: 'm-bob', name: 'Robert' }, { id: 'm-eve', name: 'Bob' }];
    expect(locateRecipient(bob, present)).toEqual({
      kind: 'renamed',
      name: 'Robert',
      formerName: 'Bob',
    });
  });

  it('[P19] has left, and another member may have the name', () => {
    expect(locateRecipient(bob, [ann])).toEqual({
      kind: 'left',
      name: 'Bob',
      isNameTaken: false,
    });
    expect(locateRecipient(bob, [ann, { id: 'm-eve', name: 'bob' }])).toEqual({
      kind: 'left',
      name: 'Bob',
      isNameTaken: true,
    });
  });

  it('[P19] counts as present until the room is known', () => {
    expect(locateRecipient(bob, [])).toEqual({ kind: 'present', name: 'Bob' });
  });

  it('[P19] cannot be a bot, which does not read', () => {
    const known = { isTyping: false, connectionCount: 0, isBot: true };
    const members = [ann, ...listRecipients([{ ...known, ...bob }])];
    expect(locateRecipient(bob, members)).toEqual({ kind: 'bot', name: 'Bob' });
  });

  it('[P19] needs an id', () => {
    const known = { isTyping: false, connectionCount: 1, isBot: false };
    expect(
      listRecipients([
        { ...known, ...bob },
        { ...known, id: null, name: 'Cy' },
      ]),
    ).toEqual([bob]);
  });
});

describe('a stored draft', () => {
  it('[P16] [P19] keeps its text and its recipient', () => {
    expect(readDraft({ text: 'psst', to: bob })).toEqual({ text: 'psst', to: bob });
    expect(readDraft({ text: 'hello', to: null })).toEqual({ text: 'hello', to: null });
    expect(readDraft(null)).toEqual({ text: '', to: null });
  });

  it('[P19] is dropped if its recipient is unreadable, so it cannot reach everybody', () => {
    for (const to of ['Bob', {}, { id: 'm-bob' }, 7]) {
      expect(readDraft({ text: 'psst', to: to as never })).toEqual({ text: '', to: null });
    }
  });
});
