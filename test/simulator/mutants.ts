// The mutation check: the product with one of its mechanisms taken out, one at a time. If no seed
// then breaks a promise, either the mechanism is not needed or the simulator does not look.

import { spawn } from 'node:child_process';
import type { Batch } from './batch.ts';
import { buildProgram, type Change } from './build.ts';

export interface Mutant {
  /** The mechanism, and what happens without it. */
  readonly name: string;
  /** Found within a few seeds: tried with the other tests, too. */
  readonly quick?: true;
  readonly changes: readonly Change[];
}

const core = 'functions/core/room';
const memory = 'functions/adapters/in-process/room-store.ts';
const dynamodb = 'functions/adapters/dynamodb';

export const mutants: readonly Mutant[] = [
  {
    name: 'fencing: a holder that lost the baton removes all the same (in memory)',
    changes: [
      {
        file: memory,
        text: 'if (stay?.baton?.id !== baton.id || stay.pending.length < count)',
        instead: 'if (stay === undefined || stay.pending.length < count)',
      },
    ],
  },
  {
    name: 'fencing: a holder that lost the baton removes all the same (DynamoDB)',
    changes: [
      {
        file: `${dynamodb}/baton.ts`,
        text: "'b.i = :baton AND size(p) = :count'",
        instead: "'(b.i = :baton OR size(p) = :count) AND size(p) = :count'",
      },
      {
        file: `${dynamodb}/baton.ts`,
        text: 'stands === undefined || batonIn(stands)?.id !== baton.id || waitingIn(stands)',
        instead: 'stands === undefined || waitingIn(stands)',
      },
      {
        file: `${dynamodb}/baton.ts`,
        text: "'b.i = :baton AND d = :drained'",
        instead: "'(b.i = :baton OR d = :drained) AND d = :drained'",
      },
    ],
  },
  {
    quick: true,
    name: 'baton expiry: a lease that ran out is never taken over',
    changes: [
      {
        file: `${core}/drain.ts`,
        text: 'room.baton !== undefined && room.baton.until > now',
        instead: 'room.baton !== undefined',
      },
    ],
  },
  {
    name: 'presence: a sync tells nothing of it',
    changes: [
      {
        file: 'functions/core/channel/pushes.ts',
        text: 'await showPresence(context, seat, await context.rooms.seats(room.id));',
        instead: '',
      },
    ],
  },
  {
    quick: true,
    name: 'presence: nobody is told who comes',
    changes: [
      {
        file: 'functions/core/channel/membership.ts',
        text: '  await announce(context, joined.room, { joins: seat });',
        instead: '',
      },
    ],
  },
  {
    name: 'presence: nobody is told who leaves',
    changes: [
      {
        file: 'functions/core/channel/membership.ts',
        text: '  await announce(context, room, { leaves: seat });',
        instead: '',
      },
    ],
  },
  {
    name: 'tail alarm: nobody looks after a deliverer that died',
    changes: [
      { file: `${core}/admit.ts`, text: '  await watchTail(context, admitted.room);', instead: '' },
    ],
  },
  {
    name: 'cid: a message that is sent again is another one (in memory)',
    changes: [
      {
        file: memory,
        text: 'content === undefined ? undefined : stay.remembered.get(key)',
        instead: 'undefined as { content: string; seq: number; at: number } | undefined',
      },
    ],
  },
  {
    quick: true,
    name: 'cid: a message that is sent again is another one (DynamoDB)',
    changes: [
      {
        file: `${dynamodb}/admit.ts`,
        text: '`attribute_not_exists(q.#cid) AND d <= :known$',
        instead: '`d <= :known$',
      },
      {
        file: `${dynamodb}/admit.ts`,
        text: 'cid !== undefined && known?.cids.has(cid.key) === true',
        instead: 'false',
      },
    ],
  },
  {
    name: 'cid: other content under the same cid is taken for a repeat (in memory)',
    changes: [
      {
        file: memory,
        text: "if (first.content !== content) return { ok: false, reason: 'conflict' };",
        instead: '',
      },
    ],
  },
  {
    name: 'condition on expiry: the store admits after the end (in memory)',
    changes: [
      {
        file: memory,
        text: "stay === undefined || stay.state === 'closed' || stay.expiresAt <= now ? undefined : stay",
        instead: 'stay',
      },
    ],
  },
  {
    quick: true,
    name: 'dedupe in the client: what comes twice is shown twice',
    changes: [
      {
        file: 'web/client/timeline.ts',
        text: '!known.has(message.seq) && known.add(message.seq)',
        instead: 'known.add(message.seq)',
      },
    ],
  },
  {
    quick: true,
    name: 'membership version: a member list is kept though it is stale',
    changes: [
      {
        file: `${core}/members.ts`,
        text: 'if (known?.membership === membership) return',
        instead: 'if (known !== undefined) return',
      },
    ],
  },
  {
    quick: true,
    name: 'log before release: what was delivered is logged only after it left the tail',
    changes: [
      {
        file: `${core}/drain.ts`,
        text: "await context.rooms.append({ room, messages: share }) === 'keep'",
        instead: 'false',
      },
      {
        file: `${core}/drain.ts`,
        text: "    if (outcome.state !== 'more') return;",
        instead:
          "    await context.rooms.append({ room: current, messages: current.pending.slice(0, count) });\n    if (outcome.state !== 'more') return;",
      },
    ],
  },
  {
    quick: true,
    name: 'kept: what the room keeps is not read with the log (DynamoDB)',
    changes: [
      {
        file: `${core}/history.ts`,
        text: '...kept.filter(({ seq }) => seq > from && seq < before)',
        instead: '...kept.filter(() => false)',
      },
    ],
  },
  {
    quick: true,
    name: 'kept: what the room has kept is forgotten when a batch is logged (DynamoDB)',
    changes: [
      {
        file: `${dynamodb}/log.ts`,
        text: 'if (messages.length > 0) kept = keptIn(item)',
        instead: 'if (messages.length < 0) kept = keptIn(item)',
      },
    ],
  },
  {
    quick: true,
    name: 'holes: a sync claims that nothing is missing',
    changes: [
      {
        file: `${core}/history.ts`,
        text: 'resumed: known && (last.seq === room.seq || complete)',
        instead: 'resumed: known',
      },
    ],
  },
  {
    name: 'holes: what waits in the tail is not read with the log',
    changes: [
      {
        file: `${core}/history.ts`,
        text: 'room.pending.filter(({ seq }) => seq > from && seq < before)',
        instead: 'room.pending.filter(() => false)',
      },
    ],
  },
  {
    name: 'missed posts: whoever missed one is not told',
    changes: [
      { file: `${core}/members.ts`, text: '    await startOver(context, seat);', instead: '' },
    ],
  },
  {
    name: 'missed posts: whoever missed one is vacated before it is told',
    changes: [
      { file: `${core}/members.ts`, text: '    await startOver(context, seat);', instead: '' },
      {
        file: `${core}/members.ts`,
        text: '    await vacate(context, { room, connection, phxRef });',
        instead:
          '    await vacate(context, { room, connection, phxRef });\n    await startOver(context, seat);',
      },
    ],
  },
  {
    name: 'shards: one that failed counts as delivered',
    changes: [
      {
        file: `${core}/shards.ts`,
        text: "typeof answer === 'string' ? { ...nobody, left: seats }",
        instead: "typeof answer === 'string' ? nobody",
      },
    ],
  },
  {
    quick: true,
    name: 'shards: the baton is laid down before they have answered',
    changes: [
      {
        file: `${core}/shards.ts`,
        text: 'const answers = await whileHeld(handed, { lease, clock });',
        instead: 'const answers: Posts<Seat>[] = [];',
      },
    ],
  },
  {
    name: 'shards: who was not begun with in time is forgotten',
    changes: [
      {
        file: `${core}/shards.ts`,
        text: 'const left = answers.flatMap((answer) => answer.left);',
        instead:
          'const left = answers.filter(({ gone }) => gone === nobody.gone).flatMap((answer) => answer.left);',
      },
    ],
  },
  {
    quick: true,
    name: 'filter: messages are kept as they were sent',
    changes: [
      {
        file: `${core}/admit.ts`,
        text: "body: filtered.ok ? filtered.body : '', name",
        instead: 'body, name',
      },
    ],
  },
  {
    quick: true,
    name: 'privacy: private messages are for everyone',
    changes: [
      {
        file: `${core}/view.ts`,
        text: 'to === undefined || member === reader || to.id === reader',
        instead: 'to === undefined || member !== to.id',
      },
    ],
  },
  {
    name: 'privacy: hidden seqs are not told',
    changes: [
      {
        file: `${core}/history.ts`,
        text: 'if (view === undefined) hidden.push(message.seq);',
        instead: 'if (view === undefined) bytes += 0;',
      },
    ],
  },
  {
    name: 'end: an alarm that rings too early is not set again',
    changes: [
      {
        file: `${core}/expire.ts`,
        text: "    await context.alarms.set({ kind: 'end', room: id, epoch, at: room.expiresAt });",
        instead: '',
      },
    ],
  },
  {
    name: 'end: sockets are not closed',
    changes: [
      {
        file: `${core}/expire.ts`,
        text: 'await gateway.close(seat.connection, 1000);',
        instead: 'void gateway;',
      },
    ],
  },
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

/** Builds a mutant and runs seeds until one breaks a promise, `seedsMost` at most. */
export async function fateOf(
  { name, changes }: Mutant,
  { seedsMost = 10_000 } = {},
): Promise<Fate> {
  const program = await buildProgram(`mutant-${name.replaceAll(/\W+/g, '-')}`, changes);
  const { failures } = await firstFailure(program, seedsMost);
  const [failure] = failures;
  const [violation] = failure?.violations ?? [];
  if (failure === undefined || violation === undefined) return { name, killed: false };
  return { name, killed: true, seed: failure.seed, rule: violation.rule, what: violation.what };
}

export async function killAll(say: (line: string) => void): Promise<boolean> {
  let killed = 0;
  for (const mutant of mutants) {
    const fate = await fateOf(mutant);
    if (fate.killed) killed += 1;
    say(
      fate.killed
        ? `killed    ${fate.name}: seed ${fate.seed}, ${fate.rule}, ${fate.what}`
        : `SURVIVED  ${fate.name}`,
    );
  }
  say(`${killed} of ${mutants.length} mutants killed`);
  return killed === mutants.length;
}

function firstFailure(program: string, seedsMost: number): Promise<Batch> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, '1', String(seedsMost), '1'], {
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
