// A quiet label that explains itself: on a tap, with the keyboard, or under a mouse. The browser's
// popover closes it with Escape and with a tap elsewhere; its place is computed here.

import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';

export interface HintProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

export function Hint({ label, children }: HintProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  /** True while a mouse over the label keeps the box open. */
  const isHovered = useRef(false);
  const id = useId();

  const placeBox = (): void => {
    if (button.current === null || box.current === null) return;
    const anchor = button.current.getBoundingClientRect();
    const { width, height } = box.current.getBoundingClientRect();
    const above = anchor.top - height - 4;
    const top = above >= 8 ? above : anchor.bottom + 4;
    const left = Math.min(Math.max(8, anchor.right - width), innerWidth - width - 8);
    box.current.style.setProperty('top', `${String(Math.round(top))}px`);
    box.current.style.setProperty('left', `${String(Math.round(left))}px`);
  };
  const onHover =
    (isOver: boolean) =>
    ({ pointerType }: PointerEvent): void => {
      if (pointerType !== 'mouse' || box.current === null) return;
      const isOpen = box.current.matches(':popover-open');
      if (isOver && !isOpen) box.current.showPopover();
      else if (!isOver && isOpen && isHovered.current) box.current.hidePopover();
      isHovered.current = isOver && !isOpen;
    };

  return (
    <>
      <button
        ref={button}
        type="button"
        class="mark-of-filter"
        popovertarget={id}
        aria-describedby={id}
        onPointerEnter={onHover(true)}
        onPointerLeave={onHover(false)}
        onClick={(event) => {
          // The mouse has opened the box already: a click keeps it open.
          if (!isHovered.current) return;
          event.preventDefault();
          isHovered.current = false;
        }}
      >
        {label}
      </button>
      <div ref={box} id={id} class="hint" popover="auto" onToggle={placeBox}>
        {children}
      </div>
    </>
  );
}
