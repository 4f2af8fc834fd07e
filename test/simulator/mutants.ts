// The mutation check: runs the product without one of its mechanisms, one at a time. If no seed
// breaks a promise then, either the mechanism is unnecessary or the simulator misses it.

import { spawn } from 'node:child_process';
import type { Batch } from './batch.ts';
import { buildProgram, type Mutant } from './build.ts';
import { roomMutants } from './room-mutants.ts';

const core = 'functions/core';
const memory = 'functions/adapters/memory';
const dynamodb = 'functions/adapters/aws/dynamodb';

export const mutants: readonly Mutant[] = [
  {
    name: 'fencing: a holder that lost the lease still removes messages (in memory)',
    changes: [
      {
        file: `${memory}/memory-rooms.ts`,
        text: 'if (record?.lease?.id !== lease.id || record.undelivered.length < count)',
        replacement: 'if (record === undefined || record.undelivered.length < count)',
      },
    ],
  },
  {
    name: 'fencing: a holder that lost the lease still removes messages (DynamoDB)',
    changes: [
      {
        file: `${dynamodb}/rooms/delivery-lease.ts`,
        text: "'b.i = :lease AND size(p) = :count'",
        replacement: "'(b.i = :lease OR size(p) = :count) AND size(p) = :count'",
      },
      {
        file: `${dynamodb}/rooms/delivery-lease.ts`,
        text: `current === undefined ||
    parseLease(current)?.id !== lease.id ||
    listUndelivered(current)`,
        replacement: 'current === undefined || listUndelivered(current)',
      },
      {
        file: `${dynamodb}/rooms/delivery-lease.ts`,
        text: "'b.i = :lease AND d = :delivered'",
        replacement: "'(b.i = :lease OR d = :delivered) AND d = :delivered'",
      },
    ],
  },
  {
    quick: true,
    name: 'lease expiry: an expired lease is never taken over',
    changes: [
      {
        file: `${core}/messaging/deliver.ts`,
        text: 'room.lease !== undefined && room.lease.until > now',
        replacement: 'room.lease !== undefined',
      },
    ],
  },
  {
    name: 'presence: a sync omits it',
    changes: [
      {
        file: `${core}/messaging/history.ts`,
        text: 'await sendPresence(context, subscription, subscriptions);',
        replacement: '',
      },
    ],
  },
  {
    quick: true,
    name: 'presence: joins are not published',
    changes: [
      {
        file: `${core}/membership/join.ts`,
        text: '  await publishPresenceChange(context, joined.room, { joins: subscription });',
        replacement: '',
      },
    ],
  },
  {
    name: 'presence: leaves are not published',
    changes: [
      {
        file: `${core}/membership/leave.ts`,
        text: '  await publishPresenceChange(context, room, { leaves: subscription });',
        replacement: '',
      },
    ],
  },
  {
    name: 'delivery timer: no timer recovers from a dead deliverer',
    changes: [
      {
        file: `${core}/messaging/admit.ts`,
        text: '  await ensureDeliveryTimer(context, admitted.room);',
        replacement: '',
      },
    ],
  },
  {
    name: 'cid: a repeated message gets a second seq (in memory)',
    changes: [
      {
        file: `${memory}/memory-rooms.ts`,
        text: 'const earlier = findByCid(record, { member, cid, content });',
        replacement: 'const earlier = undefined as AdmittedMessage | undefined;',
      },
    ],
  },
  {
    quick: true,
    name: 'cid: a repeated message gets a second seq (DynamoDB)',
    changes: [
      {
        file: `${dynamodb}/rooms/admit-message.ts`,
        text: "    'attribute_not_exists(q.#cid)',\n",
        replacement: '',
      },
      {
        file: `${dynamodb}/rooms/admit-message.ts`,
        text: 'known?.cids.has(cid.key) === true',
        replacement: 'false',
      },
    ],
  },
  {
    name: 'cid: different content under the same cid passes as a repeat (in memory)',
    changes: [
      {
        file: `${memory}/memory-rooms.ts`,
        text: "if (first.content !== message.content) return { ok: false, reason: 'conflict' };",
        replacement: '',
      },
    ],
  },
  {
    name: 'expiry: the adapter admits messages after the end (in memory)',
    changes: [
      {
        file: `${memory}/room-records.ts`,
        text:
          "record === undefined || record.state === 'closed' || record.expiresAt <= now\n" +
          '        ? undefined\n        : record',
        replacement: 'record',
      },
    ],
  },
  {
    quick: true,
    name: 'client: a message received twice is shown twice',
    changes: [
      {
        file: 'web/client/sync/message-timeline.ts',
        text: '!known.has(message.seq) && known.add(message.seq)',
        replacement: 'known.add(message.seq)',
      },
    ],
  },
  {
    quick: true,
    name: 'membership version: a stale member list stays in use',
    changes: [
      {
        file: `${core}/membership/cached-subscriptions.ts`,
        text: 'if (cached?.membership === membership) return',
        replacement: 'if (cached !== undefined) return',
      },
    ],
  },
  {
    quick: true,
    name: 'log before release: messages are logged only after they left the room item',
    changes: [
      {
        file: `${core}/messaging/deliver.ts`,
        text: 'await context.messages.append({ room, messages });',
        replacement: '',
      },
      {
        file: `${core}/messaging/deliver.ts`,
        text: "    if (outcome.state !== 'renewed') return;",
        replacement:
          '    await context.messages.append({ room: current, messages: ' +
          'current.undelivered.slice(0, delivered.count) });\n' +
          "    if (outcome.state !== 'renewed') return;",
      },
    ],
  },
  {
    quick: true,
    name: 'held: delivered messages in the room item are not read with the log (DynamoDB)',
    changes: [
      {
        file: `${dynamodb}/rooms/message-log-items.ts`,
        text: 'item === undefined ? [] : heldMessages(item, epoch)',
        replacement: '[] as AcceptedMessage[]',
      },
    ],
  },
  {
    quick: true,
    name: 'held: a batch is logged without the held messages before it (DynamoDB)',
    changes: [
      {
        file: `${dynamodb}/rooms/message-log-items.ts`,
        text: '[...heldLines(item), ...toLines(room, messages)], last.seq',
        replacement: 'toLines(room, messages), last.seq',
      },
    ],
  },
  {
    quick: true,
    name: 'holes: a sync claims that nothing is missing',
    changes: [
      {
        file: `${core}/messaging/history.ts`,
        text: 'resumed: isKnown && (last.seq === room.seq || isComplete)',
        replacement: 'resumed: isKnown',
      },
    ],
  },
  {
    name: 'holes: undelivered messages are not read with the log',
    changes: [
      {
        file: `${core}/messaging/history.ts`,
        text: 'room.undelivered.filter(({ seq }) => seq > from && seq < before)',
        replacement: 'room.undelivered.filter(() => false)',
      },
    ],
  },
  {
    name: 'missed posts: a member who missed one gets no phx_error',
    changes: [
      {
        file: `${core}/messaging/publish.ts`,
        text: 'if (subscription.bot === undefined) await requestRejoin(context, subscription);',
        replacement: '',
      },
    ],
  },
  {
    name: 'missed posts: the subscription is removed before phx_error is sent',
    changes: [
      {
        file: `${core}/messaging/publish.ts`,
        text: 'if (subscription.bot === undefined) await requestRejoin(context, subscription);',
        replacement: '',
      },
      {
        file: `${core}/messaging/publish.ts`,
        text: 'const removed = await removeSubscription(context, { room, connection, phxRef });',
        replacement:
          'const removed = await removeSubscription(context, { room, connection, phxRef });\n' +
          'if (subscription.bot === undefined) await requestRejoin(context, subscription);',
      },
    ],
  },
  {
    name: 'shards: a failed shard counts as delivered',
    changes: [
      {
        file: `${core}/messaging/shards.ts`,
        text: "if (typeof answer === 'string') return { ...nothing, unsent: shard };",
        replacement: "if (typeof answer === 'string') return nothing;",
      },
    ],
  },
  {
    quick: true,
    name: 'shards: the lease is released before they have answered',
    changes: [
      {
        file: `${core}/messaging/shards.ts`,
        text: 'const answers = await waitWhileHeld(handedOver, { heldLease, clock });',
        replacement: 'const answers: PostResults<Subscription>[] = [];',
      },
    ],
  },
  {
    name: 'shards: connections not reached in time are forgotten',
    changes: [
      {
        file: `${core}/messaging/shards.ts`,
        text: 'const unsent = answers.flatMap((answer) => answer.unsent);',
        replacement:
          'const unsent = answers.filter(({ gone }) => gone === nothing.gone).flatMap((answer) ' +
          '=> answer.unsent);',
      },
    ],
  },
  {
    quick: true,
    name: 'filter: messages are stored unfiltered',
    changes: [
      {
        file: `${core}/messaging/admit.ts`,
        text: "body: filtered.ok ? filtered.body : '',",
        replacement: 'body,',
      },
    ],
  },
  {
    quick: true,
    name: 'privacy: private messages go to everyone',
    changes: [
      {
        file: `${core}/room-views.ts`,
        text: 'to === undefined || member === reader || to.id === reader',
        replacement: 'to === undefined || member !== to.id',
      },
    ],
  },
  {
    name: 'privacy: hidden seqs are not listed',
    changes: [
      {
        file: `${core}/messaging/history.ts`,
        text: 'if (view === undefined) hidden.push(message.seq);',
        replacement: 'if (view === undefined) bytes += 0;',
      },
    ],
  },
  {
    name: 'end: a timer that fires too early is not set again',
    changes: [
      {
        file: `${core}/lifecycle/expire.ts`,
        text: "    await timers.set({ kind: 'end', room: id, epoch, at: expiresAt });",
        replacement: '',
      },
    ],
  },
  {
    name: 'end: sockets are not closed',
    changes: [
      {
        file: `${core}/membership/close-subscription.ts`,
        text: 'await gateway.close(connection, 1000);',
        replacement: 'void gateway;',
      },
    ],
  },
  ...roomMutants,
];

export type Fate =
  | {
      readonly name: string;
      readonly killed: true;
      readonly seed: number;
      readonly rule: string;
      readonly what: string;
    }
  | { readonly name: string; readonly killed: false };

/** Builds a mutant and runs up to `maxSeeds` seeds until one breaks a promise. */
export async function tryMutant(
  { name, changes }: Mutant,
  { maxSeeds = 10_000 } = {},
): Promise<Fate> {
  const program = await buildProgram(`mutant-${name.replaceAll(/\W+/g, '-')}`, changes);
  const { failures } = await findFailure(program, maxSeeds);
  const [failure] = failures;
  const [violation] = failure?.violations ?? [];
  if (failure === undefined || violation === undefined) return { name, killed: false };
  return { name, killed: true, seed: failure.seed, rule: violation.rule, what: violation.what };
}

/** Tries every mutant whose name has this in it. */
export async function killAll(say: (line: string) => void, part: string): Promise<boolean> {
  const chosen = mutants.filter(({ name }) => name.includes(part));
  let killed = 0;
  for (const mutant of chosen) {
    const fate = await tryMutant(mutant);
    if (fate.killed) killed += 1;
    say(
      fate.killed
        ? `killed    ${fate.name}: seed ${fate.seed}, ${fate.rule}, ${fate.what}`
        : `SURVIVED  ${fate.name}`,
    );
  }
  say(`${killed} of ${chosen.length} mutants killed`);
  return killed === chosen.length;
}

function findFailure(program: string, maxSeeds: number): Promise<Batch> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, '1', String(maxSeeds), '1'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let problem = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      problem += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as Batch);
      else reject(new Error(`A mutant could not be run: ${problem.slice(-2_000)}`));
    });
  });
}
