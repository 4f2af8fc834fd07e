// A sheet over the page: at the bottom of a phone, in the middle of a wide screen. The dialog
// element keeps the focus inside, closes with Escape, and returns the focus.

import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../texts/texts.ts';

export interface SheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Open while it is rendered. */
export function Sheet({ title, onClose, children }: SheetProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  /** True once the parent has removed it: the parent needs no event then. */
  const isRemoved = useRef(false);
  const titleId = useId();
  const close = (): void => {
    dialog.current?.close();
  };
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      isRemoved.current = true;
      // Only closing returns the focus; removal alone does not.
      element?.close();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={titleId}
      onClose={() => {
        if (!isRemoved.current) onClose();
      }}
      onClick={(event) => {
        // A click on the backdrop hits the dialog itself; the content has its own box.
        if (event.target === dialog.current) close();
      }}
    >
      <div class="inside">
        <div class="brow">
          <h2 id={titleId}>
            <bdi>{title}</bdi>
          </h2>
          <button type="button" class="plain" onClick={close}>
            {t('close')}
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
