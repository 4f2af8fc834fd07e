// Asks before what cannot be undone. The safe answer has the focus; Escape means no, and focus goes
// back to where it was.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../texts/texts.ts';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly about: string;
  readonly yes: string;
  readonly onYes: () => void;
  /** Answered, either way. */
  readonly onDone: () => void;
}

export function ConfirmDialog({
  title,
  about,
  yes,
  onYes,
  onDone,
}: ConfirmDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const answer = (agreed: boolean): void => {
    // Closed first, so that the focus goes back before this is taken away.
    dialog.current?.close();
    if (agreed) onYes();
  };
  return (
    <dialog
      ref={dialog}
      class="sheet confirm"
      role="alertdialog"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-about"
      onClose={onDone}
    >
      <div class="inside">
        <h2 id="confirm-title">{title}</h2>
        <p id="confirm-about">{about}</p>
        <div class="row">
          <button type="button" class="secondary" onClick={() => answer(false)}>
            {t('confirm-no')}
          </button>
          <button type="button" class="danger" onClick={() => answer(true)}>
            {yes}
          </button>
        </div>
      </div>
    </dialog>
  );
}
