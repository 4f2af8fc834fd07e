// Diffs and states in the orders in which a cloud may post them: what overtakes the join's answer
// is not lost.

import { expect, it } from 'vitest';
import { createPresenceTracker } from '../../../web/client/room/presence-tracker.ts';

const metas = (name: string) => ({
  metas: [
    {
      phx_ref: name,
      username: name,
      member: name,
      typing: false,
      online_at: '2030-01-01T00:00:00.000Z',
    },
  ],
});
const names = (roll: ReturnType<typeof createPresenceTracker>): string[] =>
  roll.getMembers().map(({ name }) => name);

it('[P2] a diff that overtakes the answer to the join, the first or a later one, stands beside the state that follows', () => {
  const roll = createPresenceTracker(() => undefined);
  for (const joined of ['first', 'second']) {
    roll.onDiff({ joins: { bob: metas('bob') }, leaves: {} });
    roll.onJoined();
    roll.onDiff({ joins: { [joined]: metas(joined) }, leaves: {} });
    roll.onState({ ann: metas('ann') });
    expect(names(roll).toSorted()).toEqual(['ann', 'bob', joined]);
    roll.onDisconnected();
  }
});

it('[P2] news that is older than the state that was asked for does not spoil it, though the first state never came', () => {
  const roll = createPresenceTracker(() => undefined);
  roll.onJoined();
  roll.onDiff({ joins: { eve: metas('eve') }, leaves: {} });
  roll.onSyncRequested();
  roll.onDiff({ joins: { bob: metas('bob') }, leaves: {} });
  roll.onState({ ann: metas('ann') });
  expect(names(roll).toSorted()).toEqual(['ann', 'bob']);
});
