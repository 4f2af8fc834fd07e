// The screen that says why the user cannot enter the room, and what to do about it.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Reason } from '../../../functions/protocol/reasons.ts';
import { headingLevel, useEmbedHost } from '../embed-host.ts';
import { useEvent } from '../hooks/use-event.ts';
import type { RoomCreation } from '../create/use-create-room.ts';
import { useOnline } from '../hooks/use-online.ts';
import { ScreenLayout } from '../ui/screen-layout.tsx';
import type { TextId } from '../texts/text-ids.ts';
import { t } from '../texts/texts.ts';

interface RefusalTexts {
  readonly title: TextId;
  readonly advice: TextId;
  /** True if a retry can help. */
  readonly canRetry: boolean;
}

const deadLink: RefusalTexts = {
  title: 'refused-link',
  advice: 'refused-link-advice',
  canRetry: false,
};
const offline: RefusalTexts = {
  title: 'refused-offline',
  advice: 'refused-offline-advice',
  canRetry: true,
};

const texts: Partial<Record<Reason, RefusalTexts>> = {
  locked: { title: 'refused-locked', advice: 'refused-locked-advice', canRetry: true },
  room_full: { title: 'refused-full', advice: 'refused-full-advice', canRetry: true },
  kicked: { title: 'refused-kicked', advice: 'refused-kicked-advice', canRetry: false },
  forbidden: { title: 'refused-used', advice: 'refused-used-advice', canRetry: false },
  conflict: { title: 'refused-replaced', advice: 'refused-replaced-advice', canRetry: true },
  unavailable: {
    title: 'refused-unavailable',
    advice: 'refused-unavailable-advice',
    canRetry: true,
  },
  rate_limited: {
    title: 'refused-unavailable',
    advice: 'refused-unavailable-advice',
    canRetry: true,
  },
};

export interface RefusedScreenProps {
  readonly reason: Reason;
  /** How many times the user has retried. */
  readonly tries: number;
  /** Null where the page cannot create rooms. */
  readonly creation: RoomCreation | null;
  readonly onRetry: () => void;
}

export function RefusedScreen({
  reason,
  tries,
  creation,
  onRetry,
}: RefusedScreenProps): JSX.Element {
  const isOnline = useOnline();
  const isOffline = reason === 'unavailable' && !isOnline;
  const { title, advice, canRetry } = isOffline ? offline : (texts[reason] ?? deadLink);
  const heading = useRef<HTMLHeadingElement>(null);
  const host = useEmbedHost();
  useEffect(() => {
    if (host?.canMoveFocus() !== false) heading.current?.focus();
  }, [title, host]);

  const report = useEvent((): void => {
    host?.onRefused({ reason, message: `${t(title)}. ${t(advice)}` });
  });
  useEffect(() => {
    report();
  }, [reason, report]);
  return (
    <ScreenLayout name="refused">
      <h1 ref={heading} tabIndex={-1} {...headingLevel(host)}>
        {t(title)}
      </h1>
      <p class="lead">{t(advice)}</p>
      <div class="row">
        {canRetry && (
          <button type="button" class="primary" onClick={onRetry}>
            {t('refused-again')}
          </button>
        )}
        {creation !== null && (
          <button
            type="button"
            class={canRetry ? 'secondary' : 'primary'}
            aria-disabled={creation.isBusy}
            onClick={() => {
              creation.create();
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
