// The simulation of quotas as a bench: its figures (quotas-figures.ts) as a text (quotas-text.ts)
// and as JSON.

import { quantile } from './figures.ts';
import { meanUse } from './quotas-costs.ts';
import { figuresOf, largeFiguresOf, raises, type Figures } from './quotas-figures.ts';
import { textOf } from './quotas-text.ts';

interface PresenceSync {
  readonly text: string;
  readonly json: unknown;
}

export const benchQuotas = async (quick: boolean): Promise<PresenceSync> =>
  lastPresenceSync(await figuresOf(quick));
export const benchQuotasLarge = async (quick: boolean): Promise<PresenceSync> =>
  lastPresenceSync(await largeFiguresOf(quick));

function lastPresenceSync(figures: Figures): PresenceSync {
  const { measured, edges, ...rest } = figures;
  const kinds = measured.map(({ kind, traces, fits, busyThere }) => ({
    ...kind,
    use: meanUse(traces.map(({ use }) => use)),
    fits: raises.map(([name], index) => ({ name, fits: fits[index] })),
    busyThere,
  }));
  const rows = edges?.rows.map(
    ({
      ran: {
        tally: { delays },
        refused,
      },
      ...row
    }) => ({ ...row, refused, p50: quantile(delays, 0.5), p99: quantile(delays, 0.99) }),
  );
  return {
    text: textOf(figures),
    json: { ...rest, kinds, edges: edges === undefined ? undefined : { ...edges, rows } },
  };
}
