// What stands above the first message: older ones are fetched when it comes into sight, until there
// are none.

import type { JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Room as Client } from '../../client/index.ts';
import { t } from '../texts/texts.ts';

export interface HistoryLoaderProps {
  readonly client: Client;
  readonly earliest: number;
  /** Whether the first message that is held is drawn. */
  readonly shown: boolean;
  readonly scroller: RefObject<HTMLElement | null>;
}

export function HistoryLoader({
  client,
  earliest,
  shown,
  scroller,
}: HistoryLoaderProps): JSX.Element | null {
  const mark = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'more' | 'loading' | 'failed' | 'gone'>('more');
  const wanted = shown && earliest > 1;

  const load = async (): Promise<void> => {
    setState('loading');
    const page = await client.loadHistory({ limit: 100 });
    if (page.ok) setState(page.value.more ? 'more' : 'gone');
    else setState(page.reason === 'forbidden' ? 'gone' : 'failed');
  };
  useEffect(() => {
    if (!wanted || state !== 'more' || mark.current === null) return undefined;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void load();
      },
      { root: scroller.current, rootMargin: '400px 0px 0px' },
    );
    watch.observe(mark.current);
    return () => {
      watch.disconnect();
    };
  }, [wanted, state, earliest]);

  if (!wanted) return null;
  return (
    <div ref={mark} class="beginning">
      {state === 'loading' && t('room-history-loading')}
      {state === 'gone' && t('room-history-gone')}
      {state === 'failed' && (
        <>
          {t('room-history-failed')}{' '}
          <button
            type="button"
            class="plain"
            onClick={() => {
              void load();
            }}
          >
            {t('room-history-again')}
          </button>
        </>
      )}
    </div>
  );
}
