// The results of the quota simulation as text tables.

import { quantile, short, table } from './figures.ts';
import { perSecond, maxRefusedShare } from './quotas-capacity.ts';
import { computeCosts, meanUse, services, sumCosts } from './quotas-costs.ts';
import { limits, sources } from './quotas-facts.ts';
import { counted, messages, type Part } from './quotas-real.ts';
import { raises, type Figures, type Measured } from './quotas-figures.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const dollars = (value: number): string =>
  `$${value >= 0.1 ? value.toFixed(2) : value.toPrecision(2)}`;
const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
function deviation(got: number, wanted: number): string {
  if (wanted === 0) return got === 0 ? '0%' : '-';
  return `${(100 * (got / wanted - 1)).toFixed(1)}%`;
}
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const million = 1e6;

export function formatFigures(figures: Figures): string {
  return [
    'A SIMULATION, not a measurement on AWS: real core and adapters on a virtual clock, AWS as ' +
      'documented.',
    '',
    ...scenarioText(figures),
    '',
    ...capacityText(figures),
    '',
    ...raisedText(figures),
    '',
    ...useText(figures),
    '',
    ...costText(figures),
    '',
    ...ownEdge(figures),
    ...edgeText(figures),
    ...checkText(figures),
    ...realText(figures),
    ...assumptions(),
  ].join('\n');
}

function scenarioText({ measured, quick }: Figures): readonly string[] {
  const [first] = measured;
  if (first === undefined) return [];
  const { habits, arrivalSeconds, reconnecting } = first.kind.scenario;
  const runs = measured.map(
    ({ kind: { name, samples, scenario } }) => `${name}, ${samples} × ${scenario.roomSeconds} s`,
  );
  return [
    `Rooms of ten minutes whose members come within ${arrivalSeconds} s, say ` +
      `${habits.bodyCharacters} characters every ${habits.pauseSeconds} s each`,
    '(more than 100 members: two messages a second in all) and tell that they type, as our ' +
      'page does;',
    `${percent((reconnecting * 600) / first.kind.scenario.roomSeconds)} lose their connection ` +
      "once. Rooms begin at any time. One account, one region, us-east-1's prices.",
    `Run whole: ${runs.join('; ')}.`,
    'What lies between arrival and end of shorter ones counts as often as it would ' +
      `come${quick ? '. Quick: fewer and shorter rooms' : ''}.`,
  ];
}

function capacityText({ measured }: Figures): readonly string[] {
  const rows = measured.map(({ kind, fits, busyThere }) => {
    const [first, second, third] = fits[0] ?? [];
    const formatFit = (fit: typeof first): string =>
      fit === undefined ? '-' : `${fit.name} ${whole(fit.rooms)}`;
    return [
      kind.name,
      whole(first?.rooms ?? 0),
      whole((first?.rooms ?? 0) * kind.scenario.members),
      formatFit(first),
      formatFit(second),
      formatFit(third),
      short(busyThere),
    ];
  });
  return [
    `Simultaneous rooms in a default account until more than ${percent(maxRefusedShare)} is ` +
      'refused by any limit',
    '(posts and commands that are refused are asked again by the adapters)',
    '',
    table(['', 'rooms', 'members', 'breaks first, at', 'then', 'then', 'Lambda at once'], rows),
    '',
    ...measured.map(({ kind, ran }) => {
      const hot = {
        writes: Math.max(...ran.map(({ hottest }) => hottest.writes)),
        reads: Math.max(...ran.map(({ hottest }) => hottest.reads)),
      };
      return (
        `${kind.name}: a room's key bears at most ${whole(hot.writes)} writes and ` +
        `${whole(hot.reads)} reads in a second, ` +
        `of ${whole(limits.keyWrites.rate)} and ${whole(limits.keyReads.rate)} that no account ` +
        'can have more of'
      );
    }),
  ];
}

function raisedText({ measured }: Figures): readonly string[] {
  const rows = raises.map(([name], index) => [
    name,
    ...measured.flatMap(({ fits }) => {
      const [first] = fits[index] ?? [];
      return [`${whole(first?.rooms ?? 0)} (${first?.name ?? '-'})`];
    }),
  ]);
  const cells = (index: number) =>
    measured.map(({ fits }) => {
      const rooms = fits[index]?.[0]?.rooms ?? 0;
      return rooms === 0 ? 'none do' : whole(Math.ceil(million / rooms));
    });
  return [
    'Rooms at once with raised quotas, and what breaks first then',
    '',
    table(['', ...measured.map(({ kind }) => kind.name)], rows),
    '',
    'Cells (accounts or regions, by the first letters of the room id) for a million rooms at once',
    '',
    table(
      ['', ...measured.map(({ kind }) => kind.name)],
      [
        ['of default accounts', ...cells(0)],
        ['of accounts raised as in the last line above', ...cells(raises.length - 1)],
      ],
    ),
  ];
}

interface PerKind {
  readonly one: Measured;
  readonly use: ReturnType<typeof meanUse>;
  readonly accepted: number;
  readonly delivered: number;
}

const perKind = ({ measured }: Figures): readonly PerKind[] =>
  measured.map((one) => ({
    one,
    use: meanUse(one.traces.map(({ use }) => use)),
    accepted: mean(one.traces.map(({ accepted }) => accepted)),
    delivered: mean(one.traces.map(({ delivered }) => delivered)),
  }));

function useText(figures: Figures): readonly string[] {
  const rows = perKind(figures).map(
    ({ one: { kind, traces, crowd }, use, accepted, delivered }) => {
      const delays = traces.flatMap((trace) => trace.delays);
      return [
        kind.name,
        whole(accepted),
        whole(delivered),
        short(perSecond(crowd.sum(1, 'requests'))),
        short(use.posts / accepted),
        percent(use.presencePosts / use.posts),
        short(use.writeUnits / accepted),
        short(use.readUnits / accepted),
        short(use.invocations / accepted),
        whole(quantile(delays, 0.5)),
        whole(quantile(delays, 0.99)),
      ];
    },
  );
  return [
    "A room's life, everything in it (making, joining, typing, ending) divided among its messages;",
    'delay from sending to hearing, ms, where nothing is refused',
    '',
    table(
      [
        '',
        'messages',
        'delivered',
        'requests/s',
        'posts a message',
        'of them presence',
        'writes',
        'reads',
        'invocations',
        'delay p50',
        'p99',
      ],
      rows,
    ),
  ];
}

function costText(figures: Figures): readonly string[] {
  const rows = perKind(figures).flatMap(({ one: { kind }, use, delivered }) => {
    const costs = computeCosts(use, kind.scenario.members);
    const line = (name: string, times: number): string[] => [
      name,
      dollars(sumCosts(costs) * times),
      ...services.map((service) => dollars(costs[service] * times)),
    ];
    return [
      line(`${kind.name}: a room`, 1),
      line('  a million delivered messages', million / delivered),
    ];
  });
  return [
    'What it costs (no free tier)',
    '',
    table(['', 'in all', ...services], rows),
    ...silenceText(figures),
  ];
}

function silenceText({ silent }: Figures): readonly string[] {
  if (silent === undefined) return [];
  return Object.entries(silent).map(
    ([name, { members, heartbeats, use }]) =>
      `${members} members who do not write, pages ${name}: ${short(heartbeats)} heartbeats of a ` +
      `member, ${dollars(sumCosts(computeCosts(use, members)))} for the room`,
  );
}

const refusedBy = (refused: Readonly<Record<string, number>>): string =>
  Object.entries(refused)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${whole(count)}`)
    .join(', ') || 'none';

const seenHead = [
  '',
  'delay p50',
  'p99',
  'accepted',
  'unanswered',
  'refusals',
  'join p99',
  'refused by',
];

function formatTally(name: string, { tally, refused }: Measured['ran'][number]): string[] {
  const refusals = [...tally.refusals]
    .filter(([reason]) => reason !== 'expired')
    .reduce((sum, [, count]) => sum + count, 0);
  return [
    name,
    whole(quantile(tally.delays, 0.5)),
    whole(quantile(tally.delays, 0.99)),
    percent(tally.accepted / tally.said),
    whole(tally.unanswered),
    whole(refusals),
    whole(quantile(tally.joinDelays, 0.99)),
    refusedBy(refused),
  ];
}

/** Rooms that run within an account's own limits. */
function ownEdge({ measured }: Figures): readonly string[] {
  const rows = measured
    .filter(({ kind }) => kind.limited === true)
    .flatMap(({ kind, ran }) =>
      ran.map((one) => formatTally(`${kind.name}, alone in a default account`, one)),
    );
  return rows.length === 0
    ? []
    : [
        'What members see (delays in ms; calls refused are asked again by the adapters)',
        '',
        table(seenHead, rows),
        '',
      ];
}

function edgeText({ edges }: Figures): readonly string[] {
  if (edges === undefined) return [];
  const { smaller, roomSeconds, rows } = edges;
  return [
    `At the edge and past it: whole runs with quotas divided by ${smaller} and as many fewer ` +
      `rooms of 10 (${short(rows[0]?.fitting ?? 0)} fit at once), which live ${roomSeconds} s ` +
      'and are',
    'followed by others. A burst of so small a quota holds less of the chance in it, so a ' +
      'large account is better off at the same load.',
    'Delays in ms from the first try; unanswered: tries of a message or join with no answer in ' +
      'time; refusals: answers that say no',
    '',
    table(
      seenHead,
      rows.map(({ load, rooms, ran }) =>
        formatTally(`${load}× what fits: ${rooms} rooms at once`, ran),
      ),
    ),
    '',
  ];
}

function checkText({ checked }: Figures): readonly string[] {
  return checked === undefined
    ? []
    : [
        `The sum of a few rooms next to one whole run of ${checked.rooms} rooms of 10 at once, ` +
          'for two minutes each',
        '',
        table(
          ['', 'whole run', 'sum', 'deviation'],
          checked.rows.map(({ name, direct, summed }) => [
            name,
            short(direct),
            short(summed),
            deviation(summed, direct),
          ]),
        ),
        '',
      ];
}

function realText({ compared }: Figures): readonly string[] {
  if (compared === undefined) return [];
  const titles: Readonly<Record<Part, string>> = {
    joins: 'making it, all join',
    messages: `${messages} messages, typing told`,
    end: 'a fifth goes, the end',
  };
  const rows = compared.flatMap(({ members, real, simulated }) =>
    (['joins', 'messages', 'end'] as const).map((part) => [
      `${members} members: ${titles[part]}`,
      ...counted.map(
        (name) =>
          `${short(real[part][name])} / ${short(simulated[part][name])} ` +
          `(${deviation(simulated[part][name], real[part][name])})`,
      ),
    ]),
  );
  return [
    'The same script for real (adapters on dynalite, which tells its units; signed posts over ' +
      'HTTP) / simulated (deviation)',
    '',
    table(['', 'DynamoDB commands', 'write units', 'read units', 'posts', 'timers'], rows),
    '',
  ];
}

const assumptions = (): readonly string[] => [
  'What it assumes, and from where',
  '',
  ...sources.map(([what, from]) => `- ${what}: ${from}`),
];
