// What became of an own message, below it: on its way, held up, refused and why, or changed by the
// filter.

import type { JSX } from 'preact';
import type { TimelineItem, MessageFilterReceipt } from '../../client/index.ts';
import { findReplacements, type Replacement } from './filter-changes.ts';
import { enumeration } from '../texts/intl-formats.ts';
import { reasonText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';
import { Hint } from '../ui/hint.tsx';

export interface MessageStatusProps {
  readonly item: TimelineItem;
  /** Whether what is pending is on its way, or waits. */
  readonly connected: boolean;
  readonly onRetry: (cid: string) => void;
  readonly onDiscard: (cid: string) => void;
  /** Takes the text back to where one writes. */
  readonly onEdit: (item: TimelineItem) => void;
}

export function MessageStatus({
  item,
  connected,
  onRetry,
  onDiscard,
  onEdit,
}: MessageStatusProps): JSX.Element | null {
  const { state, problem, filterReceipt: receipt, cid, body } = item;
  if (state === 'pending') {
    const waits = problem?.reason === 'rate_limited' ? t('room-waits-turn') : t('room-sending');
    return <p class="fate">{connected ? waits : t('room-waits-network')}</p>;
  }
  if (state === 'sent') {
    return receipt === null ? null : (
      <p class="fate">
        <Hint label={t('room-filtered')}>
          <FilterExplanation body={body} receipt={receipt} />
        </Hint>
      </p>
    );
  }
  const blocked = problem?.reason === 'blocked';
  return (
    <div class="fate failed">
      <p role="alert">{t('room-not-sent', { why: problem === null ? '' : reasonText(problem) })}</p>
      {blocked && receipt !== null && <BlockedWords receipt={receipt} />}
      <p class="ways">
        {/* The filter would say the same again. */}
        {!blocked && (
          <button
            type="button"
            class="plain"
            onClick={() => {
              onRetry(cid);
            }}
          >
            {t('room-retry')}
          </button>
        )}
        <button
          type="button"
          class="plain"
          onClick={() => {
            onEdit(item);
          }}
        >
          {t('room-edit')}
        </button>
        <button
          type="button"
          class="plain"
          onClick={() => {
            onDiscard(cid);
          }}
        >
          {t('room-discard')}
        </button>
      </p>
    </div>
  );
}

function FilterExplanation({
  body,
  receipt,
}: {
  readonly body: string;
  readonly receipt: MessageFilterReceipt;
}): JSX.Element {
  const replaced = findReplacements(body, receipt);
  return (
    <>
      <p>{t('room-filtered-why')}</p>
      {replaced.length > 0 && (
        <ul>
          {replaced.map((one) => (
            <li key={one.start} dir="auto">
              {lineOf(one, body)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function lineOf({ written, start, end, list, by }: Replacement, body: string): string {
  const now = body.slice(start, end);
  const what =
    now === ''
      ? t('room-filtered-removed', { written })
      : t('room-filtered-changed', { written, now });
  if (list !== null) return `${what} ${t('room-filtered-list', { list })}`;
  return by === null ? what : `${what} ${t(`room-filtered-by-${by}`)}`;
}

/** Which words it was, where the filter tells. */
function BlockedWords({
  receipt: { originalBody: written, changes = [] },
}: {
  readonly receipt: MessageFilterReceipt;
}): JSX.Element | null {
  const words = [...new Set(changes.map(({ start, end }) => written.slice(start, end)))];
  return words.length === 0 ? null : (
    <p dir="auto">
      {t('room-blocked-by', {
        words: enumeration(words.map((word) => t('room-quoted', { word }))),
      })}
    </p>
  );
}
