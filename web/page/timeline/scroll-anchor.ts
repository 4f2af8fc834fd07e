// Which part of the conversation is in sight, in pixels: it follows the end, or keeps the message
// that is being read where it is while others come and go above it. Browsers do the second by
// themselves, but not all of them; so none of them is asked to.

export interface Seen {
  readonly following: boolean;
  readonly nearTop: boolean;
  readonly nearBottom: boolean;
}

export interface ScrollAnchor {
  readonly hold: (scroller: HTMLElement) => () => void;
  /** After a drawing. `mark`: the line above what is new is not to leave the sight. */
  readonly settle: (keep: 'mark' | null) => void;
  /**
   * After a scroll. `whole`: what is drawn goes on to the very end; `anew`: whatever was followed
   * before.
   */
  readonly look: (whole: boolean, how?: { readonly anew: boolean }) => Seen | null;
  readonly follow: (following: boolean) => void;
}

/** Pixels from the end within which one still counts as reading the end. */
const nearEnd = 80;

export function createScrollAnchor(): ScrollAnchor {
  let scroller: HTMLElement | null = null;
  let following = true;
  let top = 0;
  /** The first message in sight, and how far below the upper edge it begins. */
  let anchor: { readonly key: string; readonly offset: number } | null = null;

  const messages = (): readonly HTMLElement[] =>
    scroller === null ? [] : [...scroller.querySelectorAll<HTMLElement>('[data-key]')];

  const drop = (): void => {
    if (scroller === null) return;
    const upper = scroller.scrollTop;
    const shown = messages().find(
      ({ offsetTop, offsetHeight }) => offsetTop + offsetHeight > upper,
    );
    anchor =
      shown === undefined
        ? null
        : { key: shown.dataset['key'] ?? '', offset: shown.offsetTop - upper };
  };

  const toEnd = (keep: 'mark' | null): void => {
    if (scroller === null) return;
    const line = keep === 'mark' ? scroller.querySelector<HTMLElement>('.new-line') : null;
    const end = scroller.scrollHeight - scroller.clientHeight;
    scroller.scrollTop = line === null ? end : Math.min(end, line.offsetTop - 8);
    top = scroller.scrollTop;
  };

  const toAnchor = (): void => {
    const held = anchor;
    if (scroller === null || held === null) return;
    const message = messages().find(({ dataset }) => dataset['key'] === held.key);
    if (message === undefined) return;
    const wanted = message.offsetTop - held.offset;
    if (Math.abs(wanted - scroller.scrollTop) >= 1) scroller.scrollTop = wanted;
    top = scroller.scrollTop;
  };

  return {
    hold: (element) => {
      scroller = element;
      // The keyboard of a phone takes room away: what was last in sight stays in sight.
      const watch = new ResizeObserver(() => {
        if (following) toEnd(null);
      });
      watch.observe(element);
      return () => {
        watch.disconnect();
        scroller = null;
      };
    },
    settle: (keep) => {
      if (following) toEnd(keep);
      else toAnchor();
    },
    look: (whole, { anew } = { anew: false }) => {
      if (scroller === null) return null;
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      const below = scrollHeight - scrollTop - clientHeight;
      // Only moving up means reading further up: a view that became smaller is also further from
      // the end for a moment.
      following = whole && (below < nearEnd || (!anew && following && scrollTop >= top));
      top = scrollTop;
      if (!following) drop();
      return { following, nearTop: scrollTop < clientHeight, nearBottom: below < clientHeight };
    },
    follow: (now) => {
      following = now;
    },
  };
}
