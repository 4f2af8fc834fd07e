// The status below an own message: sending, waiting, refused and why, or changed by the filter.

import type { JSX } from 'preact';
import type { TimelineItem, MessageFilterReceipt } from '../../client/index.ts';
import { duration, enumeration } from '../texts/intl-formats.ts';
import { reasonText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';
import { Hint } from '../ui/hint.tsx';
import { findReplacements, type Replacement } from './filter-changes.ts';

export interface MessageStatusProps {
  readonly item: TimelineItem;
  /** False while a pending message waits for the connection. */
  readonly isConnected: boolean;
  /** Seconds between two messages of this member; 0 without slow mode. */
  readonly slow: number;
  readonly onRetry: (cid: string) => void;
  readonly onDiscard: (cid: string) => void;
  /** Moves the text back into the composer. */
  readonly onEdit: (item: TimelineItem) => void;
}

export function MessageStatus(props: MessageStatusProps): JSX.Element | null {
  const { item, isConnected, slow } = props;
  const { state, problem, filterReceipt, body } = item;
  if (state === 'failed') return <FailedStatus {...props} />;
  if (state === 'pending') {
    const waits = problem?.reason === 'rate_limited' ? describeWait(slow) : t('room-sending');
    return <p class="fate">{isConnected ? waits : t('room-waits-network')}</p>;
  }
  if (filterReceipt === null) return null;
  return (
    <p class="fate">
      <Hint label={t('room-filtered')}>
        <FilterExplanation body={body} receipt={filterReceipt} />
      </Hint>
    </p>
  );
}

/** In slow mode nobody comes near the other limits. */
const describeWait = (slow: number): string =>
  slow > 0 ? t('room-waits-slow', { wait: duration(slow) }) : t('room-waits-turn');

function FailedStatus({ item, onRetry, onDiscard, onEdit }: MessageStatusProps): JSX.Element {
  const { problem, filterReceipt, cid, to, toName } = item;
  const isRecipientGone = to !== null && problem?.reason === 'not_found';
  const reason = problem === null ? '' : reasonText(problem);
  const why = isRecipientGone ? t('room-recipient-gone', { name: toName ?? to }) : reason;
  const isBlocked = problem?.reason === 'blocked';
  return (
    <div class="fate failed">
      <p role="alert">{t('room-not-sent', { why })}</p>
      {isBlocked && filterReceipt !== null && <BlockedWords receipt={filterReceipt} />}
      <p class="ways">
        {/* The filter would block the same text again. */}
        {!isBlocked && (
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

interface FilterExplanationProps {
  readonly body: string;
  readonly receipt: MessageFilterReceipt;
}

function FilterExplanation({ body, receipt }: FilterExplanationProps): JSX.Element {
  const replacements = findReplacements(receipt);
  return (
    <>
      <p>{t('room-filtered-why')}</p>
      {replacements.length > 0 && (
        <ul>
          {replacements.map((replacement, index) => (
            <li key={index} dir="auto">
              {describeReplacement(replacement, body)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function describeReplacement(replacement: Replacement, body: string): string {
  const { written, start, end, list, by } = replacement;
  const now = body.slice(start, end);
  const change =
    now === ''
      ? t('room-filtered-removed', { written })
      : t('room-filtered-changed', { written, now });
  if (list !== null) return `${change} ${t('room-filtered-list', { list })}`;
  return by === null ? change : `${change} ${t(`room-filtered-by-${by}`)}`;
}

interface BlockedWordsProps {
  readonly receipt: MessageFilterReceipt;
}

/** The blocked words, if the room's filter discloses them. */
function BlockedWords({ receipt }: BlockedWordsProps): JSX.Element | null {
  const { originalBody, changes = [] } = receipt;
  const words = [...new Set(changes.map(({ start, end }) => originalBody.slice(start, end)))];
  if (words.length === 0) return null;
  const quoted = words.map((word) => t('room-quoted', { word }));
  return <p dir="auto">{t('room-blocked-by', { words: enumeration(quoted) })}</p>;
}
