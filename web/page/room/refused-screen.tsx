// Why one cannot go in, and what to do about it.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Reason } from '../../../functions/protocol/reasons.ts';
import { headingLevel, useEmbedHost } from '../embed-host.ts';
import type { RoomCreation } from '../create/use-create-room.ts';
import { useOnline } from '../hooks/use-online.ts';
import { ScreenLayout } from '../ui/screen-layout.tsx';
import type { TextId } from '../texts/text-ids.ts';
import { t } from '../texts/texts.ts';

interface Words {
  readonly title: TextId;
  readonly advice: TextId;
  /** Whether trying the same again can help. */
  readonly again: boolean;
}

const deadLink: Words = { title: 'refused-link', advice: 'refused-link-advice', again: false };
const offline: Words = { title: 'refused-offline', advice: 'refused-offline-advice', again: true };

const words: Partial<Record<Reason, Words>> = {
  locked: { title: 'refused-locked', advice: 'refused-locked-advice', again: true },
  room_full: { title: 'refused-full', advice: 'refused-full-advice', again: true },
  kicked: { title: 'refused-kicked', advice: 'refused-kicked-advice', again: false },
  forbidden: { title: 'refused-used', advice: 'refused-used-advice', again: false },
  conflict: { title: 'refused-replaced', advice: 'refused-replaced-advice', again: true },
  unavailable: { title: 'refused-unavailable', advice: 'refused-unavailable-advice', again: true },
  rate_limited: { title: 'refused-unavailable', advice: 'refused-unavailable-advice', again: true },
};

export interface RefusedScreenProps {
  readonly reason: Reason;
  /** How often it was tried again. */
  readonly tries: number;
  /** Null where none is made. */
  readonly creation: RoomCreation | null;
  readonly onAgain: () => void;
}

export function RefusedScreen({
  reason,
  tries,
  creation,
  onAgain,
}: RefusedScreenProps): JSX.Element {
  const online = useOnline();
  const { title, advice, again } =
    reason === 'unavailable' && !online ? offline : (words[reason] ?? deadLink);
  const heading = useRef<HTMLHeadingElement>(null);
  const host = useEmbedHost();
  useEffect(() => {
    if (host?.canMoveFocus() !== false) heading.current?.focus();
  }, [title]);
  useEffect(() => {
    host?.onRefused({ reason, message: `${t(title)}. ${t(advice)}` });
  }, [reason]);
  return (
    <ScreenLayout name="refused">
      <h1 ref={heading} tabIndex={-1} {...headingLevel(host)}>
        {t(title)}
      </h1>
      <p class="lead">{t(advice)}</p>
      <div class="row">
        {again && (
          <button type="button" class="primary" onClick={onAgain}>
            {t('refused-again')}
          </button>
        )}
        {creation !== null && (
          <button
            type="button"
            class={again ? 'secondary' : 'primary'}
            aria-disabled={creation.busy}
            onClick={() => {
              creation.make();
            }}
          >
            {t('new-room')}
          </button>
        )}
      </div>
      <p class="quiet" role="status">
        {tries > 0 ? t('refused-still') : ''}
      </p>
      <p class="problem" role="alert">
        {creation?.problem}
      </p>
    </ScreenLayout>
  );
}
