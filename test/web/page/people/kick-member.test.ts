// Removing a member, and the ways to keep it from coming back.

import { describe, expect, it, vi } from 'vitest';
import type { Result } from '../../../../web/client/index.ts';
import { kickMember } from '../../../../web/page/people/kick-member.ts';

// The page's texts ask for the browser's languages, and not all versions of Node have any.
vi.hoisted(() => {
  vi.stubGlobal('navigator', { languages: ['en'] });
});

const done = { ok: true } as Result<never>;
const failed = { ok: false, reason: 'forbidden', message: 'No.' } as Result<never>;
const bob = { id: 'm-bob', name: 'Bob' };

/** Returns a client that records its calls. */
function recordCalls({ kicked = done, replaced = done }) {
  const calls: unknown[] = [];
  const client = {
    kick: (...args: unknown[]) => Promise.resolve((calls.push(['kick', ...args]), kicked)),
    replaceLinks: () => Promise.resolve((calls.push(['replaceLinks']), replaced)),
  };
  return { client, calls };
}

describe('removing a member', () => {
  it('[P36] locks in the same step, and replaces the links of the members who stay', async () => {
    const { client, calls } = recordCalls({});
    expect(await kickMember(client, bob, { locks: true, replacesLinks: true })).toBeNull();
    expect(calls).toEqual([['kick', bob, { lock: true }], ['replaceLinks']]);
  });

  it('[P36] does neither unless it was chosen', async () => {
    const { client, calls } = recordCalls({});
    expect(await kickMember(client, bob, { locks: false, replacesLinks: false })).toBeNull();
    expect(calls).toEqual([['kick', bob, { lock: false }]]);
  });

  it('[P36] says which of the two failed', async () => {
    const choices = { locks: false, replacesLinks: true };
    const neither = recordCalls({ kicked: failed });
    expect(await kickMember(neither.client, bob, choices)).toContain('doesn’t allow this');
    expect(neither.calls).toHaveLength(1);
    const { client } = recordCalls({ replaced: failed });
    const text = await kickMember(client, bob, choices);
    expect(text).toContain('was removed, but the link wasn’t replaced');
  });
});
