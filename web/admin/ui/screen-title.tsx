// The heading of a screen. It takes the focus when the screen opens: keyboards and screen readers
// start there. It also sets the tab's title.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Focuses the heading when the focused element has disappeared. */
export function focusTitle(): void {
  document.querySelector<HTMLElement>('main h1')?.focus();
}

interface Props {
  readonly text: string;
}

export function ScreenTitle({ text }: Props): JSX.Element {
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
