// How often entries were matched, by list and day: an item each, in a partition of the list's own,
// `<list>#hits`, which is all of this table that functions other than http may write. n matches.
// Noted in memory, and written together when the lists are looked at.

import { hitRetentionDays } from '../../../../core/track/word-filter/index.ts';
import type { Clock, DayOfHits, EntryMatch } from '../../../../core/ports.ts';
import { queryItems } from './list-items.ts';
import { N, number, S, text, ttlAfter, updateIf, type Table } from '../items.ts';

/** Entries written at one time; the others wait for the next. */
const maxWrites = 25;
/** How long counts wait. */
const waitMilliseconds = 4_000;
/** Entries that may wait: beyond them new ones are not counted. */
const maxWaiting = 5_000;
const dayMilliseconds = 24 * 3_600_000;
const dayLength = '2030-12-31'.length;

export interface Hits {
  count(hits: readonly EntryMatch[]): void;
  /** Writes the counts. Keeps counts that it could not write. */
  flush(): Promise<void>;
  /** The same, if there is much, or nothing was written for some seconds. */
  settle(): Promise<void>;
  read(name: string): Promise<readonly DayOfHits[]>;
}

export function dynamodbHits(table: Table, clock: Clock): Hits {
  const waiting = new Map<string, { readonly list: string; readonly item: string; hits: number }>();
  let flushedAt = -Infinity;
  const toDay = (milliseconds: number): string =>
    new Date(milliseconds).toISOString().slice(0, dayLength);

  const add = ({
    list,
    item,
    hits,
  }: {
    readonly list: string;
    readonly item: string;
    readonly hits: number;
  }): void => {
    const key = `${list} ${item}`;
    const current = waiting.get(key);
    if (current !== undefined) current.hits += hits;
    else if (waiting.size < maxWaiting) waiting.set(key, { list, item, hits });
  };

  const flush = async (): Promise<void> => {
    flushedAt = clock.now();
    const taken = [...waiting].slice(0, maxWrites);
    for (const [key] of taken) waiting.delete(key);
    await Promise.all(
      taken.map(async ([, one]) => {
        try {
          // An answer that was lost makes the SDK count twice: a counter may be a little off.
          await updateIf(
            table,
            { list: S(`${one.list}#hits`), item: S(one.item) },
            {
              UpdateExpression: 'ADD n :hits SET #ttl = :ttl',
              ConditionExpression: undefined,
              ExpressionAttributeNames: { '#ttl': 'ttl' },
              ExpressionAttributeValues: {
                ':hits': N(one.hits),
                ':ttl': ttlAfter(
                  Date.parse(one.item.slice(0, dayLength)) +
                    (hitRetentionDays + 1) * dayMilliseconds,
                ),
              },
            },
          );
        } catch {
          add(one);
        }
      }),
    );
  };

  return {
    count(hits) {
      const day = toDay(clock.now());
      for (const { list, entry } of hits) add({ list, item: `${day}#${entry}`, hits: 1 });
    },

    flush,

    settle: async () => {
      const isDue = waiting.size >= maxWrites || clock.now() - flushedAt >= waitMilliseconds;
      if (waiting.size > 0 && isDue) await flush();
    },

    async read(name) {
      const first = toDay(clock.now() - (hitRetentionDays - 1) * dayMilliseconds);
      const hits: DayOfHits[] = [];
      for await (const item of queryItems(table, `${name}#hits`, '2')) {
        const key = text(item, 'item');
        if (key.slice(0, dayLength) >= first) {
          hits.push({
            entry: key.slice(dayLength + 1),
            day: key.slice(0, dayLength),
            hits: number(item, 'n'),
          });
        }
      }
      return hits;
    },
  };
}
