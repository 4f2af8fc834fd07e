// A message's text. A long one is folded to its first lines until the reader unfolds it.

import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../texts/texts.ts';
import { isTall } from './measure-text.ts';

export interface FoldableTextProps {
  readonly text: string;
  /** Called after the text has become taller or shorter. */
  readonly onResize: () => void;
  readonly children: ComponentChildren;
}

export function FoldableText({ text, onResize, children }: FoldableTextProps): JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  const wasOpen = useRef(false);
  const button = useRef<HTMLButtonElement>(null);
  const isFoldable = isTall(text);

  useLayoutEffect(() => {
    if (wasOpen.current === isOpen) return;
    wasOpen.current = isOpen;
    // The end of a long message may be far below its folded form.
    if (!isOpen) button.current?.scrollIntoView({ block: 'nearest' });
    onResize();
  }, [isOpen, onResize]);

  return (
    <>
      <div class={isFoldable && !isOpen ? 'body folded' : 'body'}>
        {/* The text has its own direction; the bubble has the page's. */}
        <p
          dir="auto"
          onFocusCapture={({ target }) => {
            // The Tab key reaches links in the folded part.
            if ((target as HTMLElement).matches(':focus-visible')) setIsOpen(true);
          }}
        >
          {children}
        </p>
      </div>
      {isFoldable && (
        <p class="unfold">
          <button
            ref={button}
            type="button"
            class="plain"
            aria-expanded={isOpen}
            onClick={() => {
              setIsOpen(!isOpen);
            }}
          >
            {t(isOpen ? 'room-fold' : 'room-unfold')}
          </button>
        </p>
      )}
    </>
  );
}
