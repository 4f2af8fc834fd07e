// The scroll position of the conversation: it follows the end, or keeps the message being read in
// place while others come and go above it. Not all browsers anchor by themselves, so this does it
// for all of them.

export interface ScrollPosition {
  readonly isFollowing: boolean;
  readonly isNearTop: boolean;
  readonly isNearBottom: boolean;
}

interface MeasureOptions {
  /** True if the rendered part reaches the end of the conversation. */
  readonly isAtEnd: boolean;
  /** Ignores whether the list followed the end before. */
  readonly restart?: boolean;
}

export interface ScrollAnchor {
  /** Returns a function that detaches it. */
  readonly attach: (scroller: HTMLElement) => () => void;
  /** Restores the position after a render. `keepMark`: keeps the "New" line in sight. */
  readonly restore: (keepMark: boolean) => void;
  /** Reads the position after a scroll. */
  readonly measure: (options: MeasureOptions) => ScrollPosition | null;
  readonly follow: () => void;
}

/** Within this many pixels of the end the user still reads the end. */
const nearEndPixels = 80;

interface AnchorMessage {
  /** Key of the first visible message. */
  readonly key: string;
  /** Pixels from the upper edge to its top. */
  readonly offset: number;
}

export function createScrollAnchor(): ScrollAnchor {
  let scroller: HTMLElement | null = null;
  let isFollowing = true;
  let top = 0;
  let anchor: AnchorMessage | null = null;

  const messages = (): readonly HTMLElement[] =>
    scroller === null ? [] : [...scroller.querySelectorAll<HTMLElement>('[data-key]')];

  const dropAnchor = (): void => {
    if (scroller === null) return;
    const { scrollTop } = scroller;
    const first = messages().find(
      ({ offsetTop, offsetHeight }) => offsetTop + offsetHeight > scrollTop,
    );
    anchor =
      first === undefined
        ? null
        : { key: first.dataset['key'] ?? '', offset: first.offsetTop - scrollTop };
  };

  const scrollToEnd = (keepMark: boolean): void => {
    if (scroller === null) return;
    const mark = keepMark ? scroller.querySelector<HTMLElement>('.new-line') : null;
    const end = scroller.scrollHeight - scroller.clientHeight;
    scroller.scrollTop = mark === null ? end : Math.min(end, mark.offsetTop - 8);
    top = scroller.scrollTop;
  };

  const scrollToAnchor = (): void => {
    const held = anchor;
    if (scroller === null || held === null) return;
    const message = messages().find(({ dataset }) => dataset['key'] === held.key);
    if (message === undefined) return;
    const target = message.offsetTop - held.offset;
    if (Math.abs(target - scroller.scrollTop) >= 1) scroller.scrollTop = target;
    top = scroller.scrollTop;
  };

  return {
    attach: (element) => {
      scroller = element;
      // A phone's keyboard shrinks the list: the last message stays in sight.
      const observer = new ResizeObserver(() => {
        if (isFollowing) scrollToEnd(false);
      });
      observer.observe(element);
      return () => {
        observer.disconnect();
        scroller = null;
      };
    },
    restore: (keepMark) => {
      if (isFollowing) scrollToEnd(keepMark);
      else scrollToAnchor();
    },
    measure: ({ isAtEnd, restart = false }) => {
      if (scroller === null) return null;
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      const below = scrollHeight - scrollTop - clientHeight;
      // Only a scroll upwards stops following. A list that shrinks is further from the end for a
      // moment, too.
      const keepsFollowing = !restart && isFollowing && scrollTop >= top;
      isFollowing = isAtEnd && (below < nearEndPixels || keepsFollowing);
      top = scrollTop;
      if (!isFollowing) dropAnchor();
      return {
        isFollowing,
        isNearTop: scrollTop < clientHeight,
        isNearBottom: below < clientHeight,
      };
    },
    follow: () => {
      isFollowing = true;
    },
  };
}
