// Diffs and states in the orders in which a cloud may post them: what overtakes the join's answer
// is not lost.

import { expect, it } from 'vitest';
import { keepRoll } from '../../web/client/presence.ts';

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
const names = (roll: ReturnType<typeof keepRoll>): string[] =>
  roll.present().map(({ name }) => name);

it('[P2] a diff that overtakes the answer to the join, the first or a later one, stands beside the state that follows', () => {
  const roll = keepRoll(() => undefined);
  for (const joined of ['first', 'second']) {
    roll.diff({ joins: { bob: metas('bob') }, leaves: {} });
    roll.joined();
    roll.diff({ joins: { [joined]: metas(joined) }, leaves: {} });
    roll.state({ ann: metas('ann') });
    expect(names(roll).toSorted()).toEqual(['ann', 'bob', joined]);
    roll.lost();
  }
});

it('[P2] news that is older than the state that was asked for does not spoil it, though the first state never came', () => {
  const roll = keepRoll(() => undefined);
  roll.joined();
  roll.diff({ joins: { eve: metas('eve') }, leaves: {} });
  roll.asked();
  roll.diff({ joins: { bob: metas('bob') }, leaves: {} });
  roll.state({ ann: metas('ann') });
  expect(names(roll).toSorted()).toEqual(['ann', 'bob']);
});
