// Counts how often entries match: one item per entry and day, in the partition `<list>#hits`. In
// this table, functions other than http may write only to these partitions. n matches. Counts are
// collected in memory, and written when the lists are read.

import { hitRetentionDays } from '../../../../core/track/word-filter/index.ts';
import type { Clock, DayOfHits, EntryMatch } from '../../../../core/ports.ts';
import { queryListItems } from './list-items.ts';
import { N, number, S, text, ttlAfter, updateIf, type Table } from '../items.ts';

/** Items written at a time. The others wait for the next time. */
const maxWrites = 25;
/** How long counts may wait to be written. */
const waitMilliseconds = 4_000;
/** Items that may wait. Beyond this, new ones are not counted. */
const maxWaiting = 5_000;
const dayMilliseconds = 24 * 3_600_000;
const dayLength = '2030-12-31'.length;

export interface Hits {
  count(hits: readonly EntryMatch[]): void;
  /** Writes the counts. Keeps counts that it could not write. */
  flush(): Promise<void>;
  /** Writes the counts if there are many, or if nothing was written for some seconds. */
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
          // If a response is lost, the client retries and counts twice. Counters may be a little
          // too high.
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
      for await (const item of queryListItems(table, `${name}#hits`, '2')) {
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
