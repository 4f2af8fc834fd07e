// A sheet over the page: at the bottom of a phone, in the middle of a wide screen. The dialog
// element keeps the focus in, closes with Escape, and gives the focus back to where it was.

import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../texts/texts.ts';

export interface SheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Shown for as long as it is drawn. */
export function Sheet({ title, onClose, children }: SheetProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  /** Taken away by the one who drew it, who need not be told. */
  const gone = useRef(false);
  const id = useId();
  const close = (): void => {
    // Closed before it goes: only then does the focus return.
    dialog.current?.close();
  };
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      gone.current = true;
      element?.close();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={id}
      onClose={() => {
        if (!gone.current) onClose();
      }}
      onClick={(event) => {
        // The backdrop belongs to the dialog; what is inside has a box of its own.
        if (event.target === dialog.current) close();
      }}
    >
      <div class="inside">
        <div class="brow">
          <h2 id={id}>
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
