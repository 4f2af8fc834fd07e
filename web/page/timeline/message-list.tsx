// The conversation: what of it is drawn, and which part is in sight. It follows the end unless
// somebody reads further up, keeps its place when older messages come in above, and shows where
// reading stopped.

import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TimelineItem, Room as Client } from '../../client/index.ts';
import { chooseHeading } from './message-heading.ts';
import { renderedRange, initialReadPosition, advanceReadPosition, step } from './read-position.ts';
import { t, useLanguage } from '../texts/texts.ts';
import { HistoryLoader } from './history-loader.tsx';
import { MessageBubble } from './message-bubble.tsx';
import { memo } from '../ui/memo.tsx';
import { createScrollAnchor, type Seen } from './scroll-anchor.ts';
import type { NameColor } from '../people/name-colors.ts';

export interface MessageListProps {
  readonly client: Client;
  readonly items: readonly TimelineItem[];
  /** The first seq that is held. */
  readonly earliest: number;
  readonly watching: boolean;
  readonly nameColor: NameColor;
  /** Whether what is pending is on its way, or waits. */
  readonly connected: boolean;
  /** Whether the page can be seen. */
  readonly visible: boolean;
  readonly onEdit: (item: TimelineItem) => void;
  /** Offered while nothing has been said; null where there is nothing to share. */
  readonly onShare: (() => void) | null;
  /** How many are unread. */
  readonly onUnread: (count: number) => void;
}

export const MessageList = memo(function MessageList(props: MessageListProps): JSX.Element {
  const {
    client,
    items,
    earliest,
    watching,
    nameColor,
    connected,
    visible,
    onEdit,
    onShare,
    onUnread,
  } = props;
  const language = useLanguage();
  const scroller = useRef<HTMLDivElement>(null);
  const [place] = useState(createScrollAnchor);
  const [following, setFollowing] = useState(true);
  /** The key of the first message drawn; null at the end. */
  const [first, setFirst] = useState<string | null>(null);
  /** Whether somebody looks: a moment after the page comes into sight, when its place is known. */
  const [looking, setLooking] = useState(visible);
  const reading = useRef(initialReadPosition);
  const spoken = useRef<string | null>(null);

  const last = items.at(-1);
  const speaks = last?.isOwn === true && last.state === 'pending' && last.key !== spoken.current;
  const { from, to } = renderedRange(items, speaks ? null : first);
  const drawn = items.slice(from, to);
  const atEnd = following && to === items.length;
  reading.current = advanceReadPosition(reading.current, items, looking && atEnd);
  const { mark, unread } = reading.current;

  const follow = (): void => {
    place.follow(true);
    setFollowing(true);
    setFirst(null);
  };
  useEffect(() => {
    onUnread(unread);
  }, [unread]);
  useLayoutEffect(() => (scroller.current === null ? undefined : place.hold(scroller.current)), []);
  useLayoutEffect(() => {
    if (!speaks) return;
    spoken.current = last.key;
    follow();
  }, [speaks]);
  useLayoutEffect(() => {
    place.settle(looking ? null : 'mark');
  });
  // Whoever looks away finds what came meanwhile below the place where they stopped.
  useLayoutEffect(() => {
    if (visible) look(place.look(to === items.length, { anew: true }));
    else setFirst(items[from]?.key ?? null);
    setLooking(visible);
  }, [visible]);
  // What came in above may not be enough to fill the sight.
  useLayoutEffect(() => {
    if (!following) onScroll();
  }, [items.length, first]);

  const onScroll = (): void => {
    look(place.look(to === items.length));
  };
  const look = (seen: Seen | null): void => {
    if (seen === null) return;
    if (seen.following !== following) setFollowing(seen.following);
    if (seen.following) setFirst(null);
    else if (seen.nearTop && from > 0) setFirst(items[Math.max(0, from - step)]?.key ?? null);
    else if (seen.nearBottom && to < items.length) {
      setFirst(items[Math.min(from + step, items.length - 1)]?.key ?? null);
    } else if (first === null) setFirst(items[from]?.key ?? null);
  };

  return (
    <div class="messages">
      <div
        ref={scroller}
        class="scroll"
        role="log"
        aria-label={t('room-messages')}
        aria-live="off"
        tabIndex={0}
        onScroll={onScroll}
      >
        <HistoryLoader client={client} earliest={earliest} shown={from === 0} scroller={scroller} />
        {items.length === 0 && (
          <div class="empty">
            <p>{watching ? t('room-empty') : t('room-empty-say-hello')}</p>
            {onShare !== null && (
              <button type="button" class="secondary" aria-haspopup="dialog" onClick={onShare}>
                {t('share-title')}
              </button>
            )}
          </div>
        )}
        {mark === '' && from === 0 && items.length > 0 && <NewLine />}
        {drawn.flatMap((item, index) => {
          const before = items[from + index - 1];
          const cut = before?.key === mark;
          return [
            item.hasGapBefore && before !== undefined && (
              <p key={`${item.key} gap`} class="gap">
                {t('room-gap')}
              </p>
            ),
            cut && <NewLine key="new" />,
            <MessageBubble
              key={item.key}
              item={item}
              heading={chooseHeading(before, item, cut)}
              nameColor={nameColor}
              connected={connected}
              language={language}
              onRetry={client.retry}
              onDiscard={client.discard}
              onEdit={onEdit}
            />,
          ];
        })}
      </div>
      {!atEnd && (
        <button type="button" class={unread > 0 ? 'newest some' : 'newest'} onClick={follow}>
          {unread > 0 ? t('room-jump-new', { count: unread }) : t('room-jump')}
        </button>
      )}
    </div>
  );
});

const NewLine = (): JSX.Element => (
  <p class="new-line">
    <span>{t('room-new')}</span>
  </p>
);
