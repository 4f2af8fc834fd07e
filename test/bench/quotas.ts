// Runs the simulation of quotas as a bench. Returns its figures (quotas-figures.ts) as text
// (quotas-text.ts) and as JSON.

import { quantile } from './figures.ts';
import { meanUse } from './quotas-costs.ts';
import { measureFigures, measureLargeFigures, raises, type Figures } from './quotas-figures.ts';
import { formatFigures } from './quotas-text.ts';

interface Report {
  readonly text: string;
  readonly json: unknown;
}

export const benchQuotas = async (quick: boolean): Promise<Report> =>
  createReport(await measureFigures(quick));
export const benchQuotasLarge = async (quick: boolean): Promise<Report> =>
  createReport(await measureLargeFigures(quick));

function createReport(figures: Figures): Report {
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
    text: formatFigures(figures),
    json: { ...rest, kinds, edges: edges === undefined ? undefined : { ...edges, rows } },
  };
}
