// The top of the conversation: loads older messages when it scrolls into sight, until there are no
// more.

import type { JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Room } from '../../client/index.ts';
import { useEvent } from '../hooks/use-event.ts';
import { t } from '../texts/texts.ts';

export interface HistoryLoaderProps {
  readonly client: Room;
  /** The first seq that the client holds. */
  readonly earliestSeq: number;
  /** True if the first message that the client holds is rendered. */
  readonly isAtStart: boolean;
  readonly scroller: RefObject<HTMLElement | null>;
}

export function HistoryLoader(props: HistoryLoaderProps): JSX.Element | null {
  const { client, earliestSeq, isAtStart, scroller } = props;
  const marker = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'more' | 'loading' | 'failed' | 'gone'>('more');
  const isNeeded = isAtStart && earliestSeq > 1;

  const load = useEvent(async (): Promise<void> => {
    setState('loading');
    const page = await client.loadHistory({ limit: 100 });
    if (page.ok) setState(page.value.more ? 'more' : 'gone');
    else setState(page.reason === 'forbidden' ? 'gone' : 'failed');
  });
  useEffect(() => {
    if (!isNeeded || state !== 'more' || marker.current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void load();
      },
      { root: scroller.current, rootMargin: '400px 0px 0px' },
    );
    observer.observe(marker.current);
    return () => {
      observer.disconnect();
    };
  }, [isNeeded, state, earliestSeq, scroller, load]);

  if (!isNeeded) return null;
  return (
    <div ref={marker} class="beginning">
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
