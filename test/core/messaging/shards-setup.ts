// Set-up for sharded fan-outs: subscriptions, a recording gateway, a clock that moves when somebody
// waits, and workers with chosen outcomes.

import type { Message } from '../../../functions/protocol/events.ts';
import type {
  AcceptedMessage,
  Clock,
  ConnectionId,
  ShardLimits,
  FanOutWorkers,
  Gateway,
  MemberId,
  Room,
  RoomId,
  Subscription,
  Shard,
} from '../../../functions/core/ports.ts';
import type { HeldLease } from '../../../functions/core/messaging/lease.ts';
import { postShard } from '../../../functions/core/messaging/shards.ts';
import { timing } from '../../../functions/core/settings.ts';
import { parseFrame, start } from '../test-ports.ts';

const id = 'tea' as RoomId;
export const room: Pick<Room, 'id' | 'expiresAt'> = { id, expiresAt: start + 600_000 };

export const createSubscription = (
  index: number,
  { batch = false, version = 2 }: Partial<Pick<Subscription, 'batch' | 'version'>> = {},
): Subscription => ({
  room: id,
  connection: `c${index}` as ConnectionId,
  member: undefined,
  scopes: ['receive'],
  version,
  joinRef: '1',
  batch,
  tokenExpiresAt: undefined,
  leaseExpiresAt: Infinity,
  from: 0,
  epoch: 'e1',
  membership: 0,
  phxRef: `r${index}`,
  typing: false,
  onlineAt: start,
});
export const createSubscriptions = (count: number): readonly Subscription[] =>
  Array.from({ length: count }, (_, index) => createSubscription(index));
export const createMessage = (seq: number): AcceptedMessage => ({
  seq,
  cid: `m${seq}`,
  body: `Message ${seq}`,
  name: 'ann',
  member: 'ann' as MemberId,
  at: start,
  content: 'digest',
});

/** The seqs in a frame. */
function readSeqs(text: string): readonly number[] {
  const { event, payload } = parseFrame(text);
  return event === 'shouts'
    ? (payload as { readonly messages: readonly Message[] }).messages.map(({ seq }) => seq)
    : [(payload as Message).seq];
}

interface Stage {
  readonly posted: Map<ConnectionId, number[]>;
  readonly gateway: Gateway;
  readonly clock: Clock & { at: number };
}

/** Creates a recording gateway, and a clock that moves after `pause` when somebody waits. */
export function createStage(pause: () => Promise<unknown> = () => Promise.resolve()): Stage {
  const posted: Stage['posted'] = new Map();
  const clock: Stage['clock'] = {
    at: start,
    now: () => clock.at,
    wait: async (milliseconds) => {
      const until = clock.at + milliseconds;
      await pause();
      clock.at = Math.max(clock.at, until);
    },
  };
  return {
    posted,
    clock,
    gateway: {
      post: async (connection, frame) => {
        await pause();
        posted.set(connection, [...(posted.get(connection) ?? []), ...readSeqs(frame)]);
        return 'sent' as const;
      },
      close: () => Promise.resolve(),
    },
  };
}

/** Creates a lease that is always extended in time. */
export const createHeldLease = ({ clock }: Pick<Stage, 'clock'>): HeldLease => {
  const extended = () => ({ id: 'b', until: clock.at + timing.leaseMilliseconds });
  return {
    get lease() {
      return extended();
    },
    extended,
    setLease: () => undefined,
    holds: () => true,
    isLost: () => false,
  };
};

export const outcomes = [
  'served',
  'unsent',
  'ended',
  'ended in the middle',
  'unknown',
  'unknown in the middle',
  'throws',
] as const;

export type Outcome = (typeof outcomes)[number];

/** Returns a shard with half of each audience. */
const halveShard = (shard: Shard): Shard => ({
  ...shard,
  audiences: shard.audiences.map(({ frames, connections }) => ({
    frames,
    connections: connections.slice(0, Math.ceil(connections.length / 2)),
  })),
});

export function createWorkers(
  { gateway, clock }: Stage,
  shardLimits: ShardLimits,
  nextOutcome: () => Outcome,
): FanOutWorkers {
  return {
    shardLimits,
    postShard: async (shard) => {
      const outcome = nextOutcome();
      switch (outcome) {
        case 'served':
          return postShard({ gateway, clock }, shard);
        case 'unsent': {
          const [part, all] = [
            halveShard(shard),
            shard.audiences.flatMap(({ connections }) => connections),
          ];
          const served = await postShard({ gateway, clock }, part);
          const begun = new Set(part.audiences.flatMap(({ connections }) => connections));
          return {
            ...served,
            unsent: [...served.unsent, ...all.filter((connection) => !begun.has(connection))],
          };
        }
        case 'ended':
        case 'unknown':
          return outcome;
        case 'ended in the middle':
          await postShard({ gateway, clock }, halveShard(shard));
          return 'ended';
        case 'unknown in the middle':
          // It continues, but its answer is lost.
          void postShard({ gateway, clock }, shard);
          return 'unknown';
        case 'throws':
          throw new Error('Lost.');
      }
    },
  };
}
