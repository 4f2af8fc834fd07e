// Presence stays right in every order in which the cloud may deliver replies, states and diffs.

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

it('[P2] applies diffs that arrive before the join’s reply to the following state', () => {
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

it('[P2] drops diffs older than a requested state, even if the first state never came', () => {
  const roll = createPresenceTracker(() => undefined);
  roll.onJoined();
  roll.onDiff({ joins: { eve: metas('eve') }, leaves: {} });
  roll.onSyncRequested();
  roll.onDiff({ joins: { bob: metas('bob') }, leaves: {} });
  roll.onState({ ann: metas('ann') });
  expect(names(roll).toSorted()).toEqual(['ann', 'bob']);
});
