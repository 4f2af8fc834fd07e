// The heading of a screen. It takes the focus when its screen comes, so that a keyboard or a screen
// reader starts there, and names the tab.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** For when what had the focus is gone from the page. */
export function focusTitle(): void {
  document.querySelector<HTMLElement>('main h1')?.focus();
}

export function Title({ text }: { readonly text: string }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = text === 'Word lists' ? text : `${text} – Word lists`;
    heading.current?.focus({ preventScroll: true });
  }, [text]);
  return (
    <h1 ref={heading} tabIndex={-1} dir="auto">
      {text}
    </h1>
  );
}
