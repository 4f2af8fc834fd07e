// A quiet line over the conversation while there is no connection. Short breaks stay unmentioned.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../texts/texts.ts';

/** Breaks shorter than this are not shown. */
const shortBreakMs = 1_200;

export interface ConnectionStatusProps {
  readonly isConnected: boolean;
  readonly isOnline: boolean;
}

export function ConnectionStatus({ isConnected, isOnline }: ConnectionStatusProps): JSX.Element {
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
        <span>{isOnline ? t('room-reconnecting') : t('room-offline')}</span>
      )}
    </p>
  );
}
