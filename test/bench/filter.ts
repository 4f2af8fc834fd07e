// The filter benchmark: speed next to other libraries for several sizes of lists and messages, the
// cost of compiling and loading, and how work grows with hostile input. Contenders alternate within
// a round, and ratios are taken within a round, so other load affects all of them.

import { writeFileSync } from 'node:fs';
import { compile } from '../../functions/core/track/word-filter/matcher/compiler.ts';
import {
  loadCompiledLists,
  storeCompiledLists,
} from '../../functions/core/track/word-filter/matcher/compiled-form.ts';
import { Scanner } from '../../functions/core/track/word-filter/matcher/scanner.ts';
import { hostile, hostileEntries } from './hostile.ts';
import { quantile, short, computeSpread, table, measureTime, type Spread } from './figures.ts';
import { floor, ours, peers, type Peer } from './peers.ts';
import { renderPlot, type Curve } from './plot.ts';
import { createEntries, createMessages } from './sample.ts';

interface Row {
  readonly entries: number;
  readonly characters: number;
  readonly peer: string;
  readonly buildMilliseconds: number;
  readonly microseconds: Spread;
  /** This filter's throughput divided by the peer's, over all rounds. */
  readonly ratio: Spread;
}

interface Contender {
  readonly name: string;
  readonly build: number;
  readonly test: (text: string) => boolean;
  readonly times: number[];
}

const sizes = [10, 500, 10_000, 100_000];
const lengths = [40, 200, 2_000];
/** A library that takes longer to build, or for a message of 200 characters, skips larger lists. */
const milliseconds = { build: 300, message: 4 };

/** Returns the microseconds a message takes, measured for about `enough` milliseconds. */
function perMessage(
  test: (text: string) => boolean,
  messages: readonly string[],
  enough: number,
): number {
  let count = 0;
  let spent = 0;
  while (spent < enough) {
    // A slow contender doesn't need to process all messages.
    const max = count === 0 ? 1 : Math.min(messages.length, count * 4);
    spent += measureTime(() => {
      for (let index = 0; index < max; index += 1) {
        test(messages[(count + index) % messages.length] ?? '');
      }
    });
    count += max;
  }
  return (spent * 1_000) / count;
}

function race(
  contenders: readonly Contender[],
  messages: readonly string[],
  { rounds, enough }: { readonly rounds: number; readonly enough: number },
): void {
  for (const { test } of contenders) perMessage(test, messages, enough);
  for (let round = 0; round < rounds; round += 1) {
    for (const { test, times } of contenders) times.push(perMessage(test, messages, enough));
  }
}

function createContenders(forbidden: readonly string[], left: Set<string>): readonly Contender[] {
  return [ours, floor, ...peers].flatMap((peer: Peer) => {
    if (left.has(peer.name)) return [];
    let test: (text: string) => boolean = () => false;
    const build = measureTime(() => {
      test = peer.build({ language: 'en', forbidden });
      test('a first message, since some contenders build lazily');
    });
    if (build > milliseconds.build) left.add(peer.name);
    return [{ name: peer.name, build, test, times: [] }];
  });
}

function speed(rounds: number, enough: number): readonly Row[] {
  const left = new Set<string>();
  return sizes.flatMap((size) => {
    const forbidden = createEntries(size);
    const contenders = createContenders(forbidden, left);
    return lengths.flatMap((characters) => {
      const messages = createMessages({ count: 500, length: characters, entries: forbidden });
      for (const { times } of contenders) times.length = 0;
      race(contenders, messages, { rounds, enough });
      const own = contenders[0]?.times ?? [];
      for (const { name, times } of contenders) {
        if (characters === 200 && quantile(times, 0.5) > milliseconds.message * 1_000) {
          left.add(name);
        }
      }
      return contenders.map(({ name, build, times }): Row => ({
        entries: size,
        characters,
        peer: name,
        buildMilliseconds: build,
        microseconds: computeSpread(times),
        ratio: computeSpread(times.map((time, round) => time / (own[round] ?? NaN))),
      }));
    });
  });
}

/** Times single messages of 200 characters, one by one. */
function tails(): readonly (readonly string[])[] {
  return sizes.map((size) => {
    const forbidden = createEntries(size);
    const messages = createMessages({ count: 2_000, length: 200, entries: forbidden });
    const test = ours.build({ language: 'en', forbidden });
    for (const message of messages) test(message);
    const times = messages.flatMap((message) =>
      [0, 1, 2].map(() => measureTime(() => test(message)) * 1_000),
    );
    return [
      size.toLocaleString('en'),
      ...[0.5, 0.9, 0.99, 0.999, 1].map((share) => short(quantile(times, share))),
    ];
  });
}

function costs(): readonly (readonly string[])[] {
  return sizes.map((size) => {
    const lists = [{ name: 'list', language: 'en', forbidden: createEntries(size) }];
    const bytes = storeCompiledLists(compile(lists));
    const compiling = Array.from({ length: 15 }, () => measureTime(() => compile(lists)));
    const loading = Array.from({ length: 15 }, () =>
      measureTime(() => {
        const loaded = loadCompiledLists(bytes);
        if (loaded !== undefined) new Scanner(loaded).find('a first message');
      }),
    );
    return [
      size.toLocaleString('en'),
      short(compiling[0] ?? NaN),
      short(quantile(compiling, 0.5)),
      short(quantile(loading, 0.5)),
      short(bytes.length / 1_024),
    ];
  });
}

/** Measures how work grows with length: in steps, which other load doesn't change, and in time. */
function growth(): { readonly text: string; readonly curves: readonly Curve[] } {
  const compiled = compile(hostileEntries);
  const curves: { readonly name: string; readonly points: [number, number][] }[] = [];
  const rows = Object.entries(hostile).flatMap(([name, textOf]) =>
    [1, 4, 16, 64].map((kilobytes) => {
      const finder = new Scanner(compiled);
      const text = textOf(kilobytes * 1_024);
      // CPU time, which excludes other work on the machine.
      const spent = Math.min(
        ...[0, 1, 2, 3, 4].map(() => {
          const before = process.cpuUsage();
          finder.find(text);
          const { user, system } = process.cpuUsage(before);
          return (user + system) / 1_000;
        }),
      );
      const found = finder.find(text);
      if (kilobytes === 1) curves.push({ name, points: [] });
      curves.at(-1)?.points.push([kilobytes, spent]);
      const perCharacter = finder.steps / text.length;
      const outcome = found.ok ? `${found.matches.length} found` : found.reason;
      return [
        kilobytes === 1 ? name : '',
        `${kilobytes} KB`,
        short(finder.steps),
        short(perCharacter),
        short(spent),
        outcome,
        '#'.repeat(Math.min(60, Math.ceil(Math.log2(finder.steps + 1) * 2))),
      ];
    }),
  );
  const text = table(
    [
      'text',
      'length',
      'steps',
      'steps/character',
      'ms',
      'outcome',
      'steps, a # for each doubling and a half',
    ],
    rows,
  );
  return { text, curves };
}

export function benchFilter(quick: boolean): { readonly text: string; readonly json: unknown } {
  const rows = quick ? speed(3, 8) : speed(7, 25);
  const speedTable = table(
    [
      'messages',
      'entries',
      'characters',
      'build ms',
      'us a message',
      'least',
      'most',
      'this filter is',
      'least',
      'most',
    ],
    rows.map((row) => [
      row.peer,
      row.entries.toLocaleString('en'),
      row.characters.toLocaleString('en'),
      short(row.buildMilliseconds),
      short(row.microseconds.median),
      short(row.microseconds.min),
      short(row.microseconds.max),
      ...(row.peer === ours.name
        ? ['', '', '']
        : [`${short(row.ratio.median)} x`, short(row.ratio.min), short(row.ratio.max)]),
    ]),
  );
  const flat = lengths.map((characters) => {
    const own = rows.filter((row) => row.peer === ours.name && row.characters === characters);
    const time = (entries: number): number =>
      own.find((row) => row.entries === entries)?.microseconds.median ?? NaN;
    return `  ${characters} characters: ${short(time(100_000) / time(500))}`;
  });
  const tail = table(
    ['one by one, 200 characters: entries', 'median us', '90 %', '99 %', '99.9 %', 'most'],
    tails(),
  );
  const cost = table(
    ['entries', 'first compile ms', 'compile ms', 'load and first message ms', 'KB'],
    costs(),
  );
  const { text: plot, curves } = growth();
  writeFileSync(
    new URL('../../docs/images/filter-time.svg', import.meta.url),
    renderPlot("The filter's time by text length, for hostile texts", curves),
  );
  const text = [
    speedTable,
    `\nTime with 100,000 entries over time with 500:\n${flat.join('\n')}`,
    `\n${tail}`,
    `\n${cost}`,
    '\nWork for hostile texts (linear where steps/character does not grow; ' +
      `see docs/images/filter-time.svg):\n${plot}`,
  ].join('\n');
  return { text, json: { rows, tail, cost, growth: plot } };
}
