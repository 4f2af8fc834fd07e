// Mutants of what belongs to a room's life: tokens, links, presence diffs and its end.

import type { Mutant } from './build.ts';

const core = 'functions/core';

export const roomMutants: readonly Mutant[] = [
  {
    name: 'renewal: an extension issues no tokens',
    changes: [
      {
        file: `${core}/lifecycle/publish-change.ts`,
        text: 'const tokens = await renewCredentials(context, room, renewal);',
        replacement: 'const tokens = {}; void renewal;',
      },
    ],
  },
  {
    name: 'renewal: a join after an extension issues no token',
    changes: [
      {
        file: `${core}/membership/join.ts`,
        text: 'if (!grant.isCode && !isReplaced && !isOutdated && hasEntered) return {};',
        replacement: 'if (!grant.isCode && !isReplaced && hasEntered) return {};',
      },
    ],
  },
  {
    name: 'renewal: the uses of a limited link are not carried over',
    changes: [
      {
        file: `${core}/access/room-tokens.ts`,
        text: 'const input = { scopes, limitedLink, tokenExpiresAt, hasEntered: true };',
        replacement: 'const input = { scopes, tokenExpiresAt, hasEntered: true };',
      },
    ],
  },
  {
    name: 'renewal: a limited link counts its uses anew in a renewed token',
    changes: [
      {
        file: `${core}/access/room-tokens.ts`,
        text: 'const input = { scopes, limitedLink, tokenExpiresAt, hasEntered: true };',
        replacement:
          'const input = { scopes, tokenExpiresAt, hasEntered: true, limitedLink: ' +
          'limitedLink && { ...limitedLink, id: undefined as never } };',
      },
    ],
  },
  {
    name: 'renewal: a member whose token ended before an extension is refused',
    changes: [
      {
        file: `${core}/access/room-access.ts`,
        text: 'if (!verified.ok && !claims.boundToRoom)',
        replacement: 'if (!verified.ok)',
      },
    ],
  },
  {
    name: 'links: an extension changes the code',
    changes: [
      {
        file: `${core}/access/link-codes.ts`,
        text: 'link ${room.id} ${room.epoch} ${room.linkSecret}',
        replacement: 'link ${room.id} ${room.expiresAt} ${room.linkSecret}',
      },
    ],
  },
  {
    name: 'links: a code expires at the first end',
    changes: [
      {
        file: `${core}/access/room-access.ts`,
        text: 'expiresAt: room.expiresAt,',
        replacement: 'expiresAt: room.createdAt + 90_000,',
      },
    ],
  },
  {
    name: 'links: a replaced link is still accepted',
    changes: [
      {
        file: `${core}/access/room-access.ts`,
        text: 'if (grant.linkGeneration !== room.linkGeneration) {',
        replacement: 'if (false as boolean) {',
      },
    ],
  },
  {
    name: 'links: a use is counted only once the join is subscribed',
    changes: [
      {
        file: `${core}/membership/join.ts`,
        text: 'if (refusalOfLink !== undefined) {',
        replacement: 'if (false as boolean) {',
      },
      {
        file: `${core}/membership/join.ts`,
        text: '(isOutdated ? changed : undefined);',
        replacement: '(isOutdated ? changed : undefined) ?? refusalOfLink;',
      },
    ],
  },
  {
    name: 'join: a change that overtakes the reply is not published again',
    changes: [
      {
        file: `${core}/membership/join.ts`,
        text: 'await publishMissedChange(context, joined.room, subscription);',
        replacement: '',
      },
    ],
  },
  {
    name: 'presence: every third diff is lost',
    changes: [
      {
        file: `${core}/messaging/publish.ts`,
        text: 'events: () => [buildPresenceDiff(change)],',
        replacement:
          'events: () => (room.membership % 3 === 0 ? [] : [buildPresenceDiff(change)]),',
      },
    ],
  },
  {
    name: 'presence: a change leaves without joining',
    changes: [
      {
        file: `${core}/membership/presence-events.ts`,
        text: 'joins: leaves === undefined ? joining : withPreviousRef(joining, leaves.phxRef),',
        replacement: 'joins: leaves === undefined ? joining : {},',
      },
    ],
  },
  {
    name: 'presence: a diff has no leaves',
    changes: [
      {
        file: `${core}/membership/presence-events.ts`,
        text: 'leaves: leaving,',
        replacement: 'leaves: {},',
      },
    ],
  },
  {
    name: 'presence: the whole of it is published in place of diffs',
    changes: [
      {
        file: `${core}/messaging/publish.ts`,
        text: 'if (changes > maxDiffs) {',
        replacement: 'if (changes > 0) {',
      },
    ],
  },
  {
    name: 'end: a fan-out removes subscriptions that the end needs',
    changes: [
      {
        file: `${core}/messaging/publish.ts`,
        text: 'if (current === undefined || !isLive(current, context.clock.now())) return;',
        replacement: 'if (current === undefined) return;',
      },
      {
        file: `${core}/messaging/publish.ts`,
        text: "if (removed !== undefined && (removed.room?.state ?? 'closed') === 'closed') {",
        replacement: 'if (false as boolean) {',
      },
    ],
  },
  {
    name: 'end: an open room opens again before everyone has left it',
    changes: [
      {
        file: `${core}/lifecycle/open-room.ts`,
        text: 'if (former !== undefined && clock.now() >= former.expiresAt) {',
        replacement: 'if ((false as boolean) && former !== undefined) {',
      },
    ],
  },
];
