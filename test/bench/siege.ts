// How 72 hostile sockets affect an honest room on the same server: `npm run bench -- siege
// [--quick]`, after a build. The hostile sockets are one process, the server another, and the
// members a third.

import { modes, startServer, type Mode } from '../end-to-end/server.ts';
import type { Endings } from '../security/hostile-sockets.ts';
import { attack, openHonestRoom, readPeakMegabytes } from '../security/siege.ts';
import { computeSpread, quantile, short, table } from './figures.ts';

const roundSeconds = 8;

interface Besieged {
  readonly mode: Mode['mode'];
  /** The 99th percentile of the delays of each round, in milliseconds. */
  readonly quiet: readonly number[];
  readonly attacked: readonly number[];
  /** From the end of an attack until a newcomer hears itself, in milliseconds. */
  readonly recovery: readonly number[];
  readonly megabytes: number;
  readonly lost: number;
  readonly endings: Endings;
}

async function measure(mode: Mode, rounds: number): Promise<Besieged> {
  const server = await startServer(mode);
  try {
    const room = await openHonestRoom(server);
    await room.talk(3);
    const quiet: number[] = [];
    const attacked: number[] = [];
    const recovery: number[] = [];
    let endings: Endings = {};
    for (let round = 0; round < rounds; round += 1) {
      quiet.push(quantile(await room.talk(roundSeconds), 0.99));
      const [ended, delays] = await Promise.all([
        attack(server, roundSeconds - 1),
        room.talk(roundSeconds),
      ]);
      endings = ended;
      attacked.push(quantile(delays, 0.99));
      recovery.push(await room.join(`Newcomer ${round}`));
    }
    const { sent, heard } = room.listMessages();
    const lost = heard.reduce(
      (sum, bodies) =>
        sum + sent.length - new Set(bodies.filter((body) => sent.includes(body))).size,
      0,
    );
    const megabytes = readPeakMegabytes(server) ?? NaN;
    return { mode: mode.mode, quiet, attacked, recovery, megabytes, lost, endings };
  } finally {
    await server.stop();
  }
}

export async function benchSiege(
  quick: boolean,
): Promise<{ readonly text: string; readonly json: unknown }> {
  const measured: Besieged[] = [];
  for (const mode of modes) measured.push(await measure(mode, quick ? 2 : 6));
  const text = [
    table(
      ['', 'quiet p99', 'attacked p99', 'times', 'min', 'max', 'recovery ms', 'peak MB', 'lost'],
      measured.map(({ mode, quiet, attacked, recovery, megabytes, lost }) => {
        const ratio = computeSpread(attacked.map((delay, round) => delay / (quiet[round] ?? NaN)));
        return [
          mode,
          short(computeSpread(quiet).median),
          short(computeSpread(attacked).median),
          short(ratio.median),
          short(ratio.min),
          short(ratio.max),
          short(computeSpread(recovery).max),
          short(megabytes),
          String(lost),
        ];
      }),
    ),
    ...measured.map(({ mode, endings }) => `${mode}: ${JSON.stringify(endings)}`),
  ].join('\n');
  return { text, json: { measured } };
}
