// The conversation: which messages are rendered, and which part is in sight. It follows the end
// unless the user reads further up, keeps its place when older messages load above, and marks where
// the user stopped reading.

import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TimelineItem, Room } from '../../client/index.ts';
import { useEvent } from '../hooks/use-event.ts';
import type { NameColor } from '../people/name-colors.ts';
import { t, useLanguage } from '../texts/texts.ts';
import { memo } from '../ui/memo.tsx';
import { HistoryLoader } from './history-loader.tsx';
import { MessageBubble } from './message-bubble.tsx';
import { chooseHeading } from './message-heading.ts';
import {
  advanceReadPosition,
  initialReadPosition,
  rangeStep,
  renderedRange,
} from './read-position.ts';
import { createScrollAnchor, type ScrollPosition } from './scroll-anchor.ts';

export interface MessageListProps {
  readonly client: Room;
  readonly items: readonly TimelineItem[];
  /** The first seq that the client holds. */
  readonly earliestSeq: number;
  readonly isWatcher: boolean;
  readonly nameColor: NameColor;
  /** False while pending messages wait for the connection. */
  readonly isConnected: boolean;
  readonly isOnline: boolean;
  /** Seconds between two messages of this member; 0 without slow mode. */
  readonly slow: number;
  /** False while the page is hidden. */
  readonly isVisible: boolean;
  readonly onEdit: (item: TimelineItem) => void;
  /** Answers a private message privately. */
  readonly onReply: (item: TimelineItem) => void;
  /** Offered in an empty room; null if there is nothing to share. */
  readonly onShare: (() => void) | null;
  /** Called with the number of unread messages. */
  readonly onUnread: (count: number) => void;
}

export const MessageList = memo(function MessageList(props: MessageListProps): JSX.Element {
  const { client, items, isVisible, onUnread } = props;
  const language = useLanguage();
  const scroller = useRef<HTMLDivElement>(null);
  const [anchor] = useState(createScrollAnchor);
  const [isFollowing, setIsFollowing] = useState(true);
  /** Key of the first rendered message; null at the end. */
  const [first, setFirst] = useState<string | null>(null);
  /** Follows `isVisible` once the list has found its place. */
  const [isReading, setIsReading] = useState(isVisible);
  const position = useRef(initialReadPosition);
  const followedOwn = useRef<string | null>(null);

  const last = items.at(-1);
  const hasNewOwn =
    last?.isOwn === true && last.state === 'pending' && last.key !== followedOwn.current;
  const { from, to } = renderedRange(items, hasNewOwn ? null : first);
  const isAtEnd = to === items.length;
  const seesEnd = isFollowing && isAtEnd;
  position.current = advanceReadPosition(position.current, items, isReading && seesEnd);
  const { mark, unread } = position.current;

  const follow = (): void => {
    anchor.follow();
    setIsFollowing(true);
    setFirst(null);
  };
  const applyPosition = (seen: ScrollPosition | null): void => {
    if (seen === null) return;
    if (seen.isFollowing !== isFollowing) setIsFollowing(seen.isFollowing);
    if (seen.isFollowing) setFirst(null);
    else if (seen.isNearTop && from > 0) {
      setFirst(items[Math.max(0, from - rangeStep)]?.key ?? null);
    } else if (seen.isNearBottom && to < items.length) {
      setFirst(items[Math.min(from + rangeStep, items.length - 1)]?.key ?? null);
    } else if (first === null) setFirst(items[from]?.key ?? null);
  };
  const onScroll = (): void => {
    applyPosition(anchor.measure({ isAtEnd }));
  };
  const followOwn = useEvent((): void => {
    if (!hasNewOwn) return;
    followedOwn.current = last.key;
    follow();
  });
  // Messages that arrive while the page is hidden wait below the place where the user stopped.
  const applyVisibility = useEvent((): void => {
    if (isVisible) applyPosition(anchor.measure({ isAtEnd, restart: true }));
    else setFirst(items[from]?.key ?? null);
    setIsReading(isVisible);
  });
  // A message that was unfolded is read where it is, even if the list followed the end.
  const onResize = useEvent((): void => {
    applyPosition(anchor.measure({ isAtEnd, restart: true }));
  });
  // One page of older messages may not fill the screen.
  const fillScreen = useEvent((): void => {
    if (!isFollowing) onScroll();
  });

  useEffect(() => {
    onUnread(unread);
  }, [unread, onUnread]);
  useLayoutEffect(
    () => (scroller.current === null ? undefined : anchor.attach(scroller.current)),
    [anchor],
  );
  useLayoutEffect(() => {
    followOwn();
  }, [hasNewOwn, followOwn]);
  useLayoutEffect(() => {
    anchor.restore(!isReading);
  });
  useLayoutEffect(() => {
    applyVisibility();
  }, [isVisible, applyVisibility]);
  useLayoutEffect(() => {
    fillScreen();
  }, [items.length, first, fillScreen]);

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
        <HistoryLoader
          client={client}
          earliestSeq={props.earliestSeq}
          isAtStart={from === 0}
          scroller={scroller}
        />
        {items.length === 0 && <EmptyRoom {...props} />}
        {mark === '' && from === 0 && items.length > 0 && <NewLine />}
        {items.slice(from, to).flatMap((item, index) => {
          const before = items[from + index - 1];
          const isFirstNew = before?.key === mark;
          return [
            item.hasGapBefore && before !== undefined && (
              <p key={`${item.key} gap`} class="gap">
                {t('room-gap')}
              </p>
            ),
            isFirstNew && <NewLine key="new" />,
            <MessageBubble
              key={item.key}
              item={item}
              heading={chooseHeading(before, item, isFirstNew)}
              nameColor={props.nameColor}
              isConnected={props.isConnected}
              slow={props.slow}
              language={language}
              onRetry={client.retry}
              onDiscard={client.discard}
              onEdit={props.onEdit}
              onReply={props.onReply}
              onResize={onResize}
            />,
          ];
        })}
      </div>
      {!seesEnd && (
        <button
          type="button"
          class={unread > 0 ? 'newest some' : 'newest'}
          translate={false}
          // A field keeps the focus, and a phone its keyboard.
          onPointerDown={(event) => {
            event.preventDefault();
          }}
          onClick={follow}
        >
          {unread > 0 ? t('room-jump-new', { count: unread }) : t('room-jump')}
        </button>
      )}
    </div>
  );
});

function EmptyRoom(props: MessageListProps): JSX.Element {
  const { onShare } = props;
  return (
    <div class="empty">
      <p>{describeEmpty(props)}</p>
      {onShare !== null && (
        <button type="button" class="secondary" aria-haspopup="dialog" onClick={onShare}>
          {t('share-title')}
        </button>
      )}
    </div>
  );
}

/** Without a connection nobody knows whether the room has messages. */
function describeEmpty({ isConnected, isOnline, isWatcher }: MessageListProps): string {
  if (!isOnline) return t('room-empty-offline');
  if (!isConnected) return t('room-empty-loading');
  return isWatcher ? t('room-empty') : t('room-empty-say-hello');
}

const NewLine = (): JSX.Element => (
  <p class="new-line">
    <span>{t('room-new')}</span>
  </p>
);
