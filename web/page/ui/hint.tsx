// A quiet mark that explains itself: on a tap, with the keyboard, or while a mouse rests on it. The
// popover of the browser closes it with Escape and with a tap elsewhere; where it stands is worked
// out here.

import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';

export function Hint({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const byMouse = useRef(false);
  const id = useId();

  const place = (): void => {
    if (button.current === null || box.current === null) return;
    const from = button.current.getBoundingClientRect();
    const { width, height } = box.current.getBoundingClientRect();
    const above = from.top - height - 4;
    const left = Math.min(Math.max(8, from.right - width), innerWidth - width - 8);
    box.current.style.setProperty(
      'top',
      `${String(Math.round(above >= 8 ? above : from.bottom + 4))}px`,
    );
    box.current.style.setProperty('left', `${String(Math.round(left))}px`);
  };
  const hover =
    (over: boolean) =>
    ({ pointerType }: PointerEvent): void => {
      if (pointerType !== 'mouse' || box.current === null) return;
      const open = box.current.matches(':popover-open');
      if (over && !open) box.current.showPopover();
      else if (!over && open && byMouse.current) box.current.hidePopover();
      byMouse.current = over && !open;
    };

  return (
    <>
      <button
        ref={button}
        type="button"
        class="mark-of-filter"
        popovertarget={id}
        aria-describedby={id}
        onPointerEnter={hover(true)}
        onPointerLeave={hover(false)}
        onClick={(event) => {
          // The mouse that rests on it has opened it already: a click keeps it.
          if (!byMouse.current) return;
          event.preventDefault();
          byMouse.current = false;
        }}
      >
        {label}
      </button>
      <div ref={box} id={id} class="hint" popover="auto" onToggle={place}>
        {children}
      </div>
    </>
  );
}
