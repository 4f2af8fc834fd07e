// Says quietly that there is no connection, over the conversation, so that nothing in it moves. A
// short break is nobody's business.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../texts/texts.ts';

/** So long a break must last to be told. */
const shortMs = 1_200;

export function ConnectionStatus({
  connected,
  online,
}: {
  readonly connected: boolean;
  readonly online: boolean;
}): JSX.Element {
  const [told, setTold] = useState(false);
  useEffect(() => {
    if (connected) {
      setTold(false);
      return undefined;
    }
    const timer = setTimeout(
      () => {
        setTold(true);
      },
      online ? shortMs : 0,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [connected, online]);
  const line = !told || connected ? '' : online ? t('room-reconnecting') : t('room-offline');
  return (
    <p class="line" role="status">
      {line !== '' && <span>{line}</span>}
    </p>
  );
}
