// A quiet line over the conversation while there is no connection. Short breaks stay unmentioned.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../texts/texts.ts';

/** Breaks shorter than this are not shown. */
const shortBreakMs = 1_200;

export interface ConnectionStatusProps {
  readonly isConnected: boolean;
  readonly isOnline: boolean;
  /** Whether a reload would lose messages that wait. */
  readonly losesUnsent: boolean;
}

export function ConnectionStatus({
  isConnected,
  isOnline,
  losesUnsent,
}: ConnectionStatusProps): JSX.Element {
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    if (isConnected) {
      setIsShown(false);
      return undefined;
    }
    const timer = setTimeout(() => setIsShown(true), isOnline ? shortBreakMs : 0);
    return () => {
      clearTimeout(timer);
    };
  }, [isConnected, isOnline]);
  return (
    <p class="line" role="status">
      {isShown && !isConnected && (
        <span>
          {isOnline ? t('room-reconnecting') : t('room-offline')}
          {losesUnsent && ` ${t('room-unsent-not-kept')}`}
        </span>
      )}
    </p>
  );
}
