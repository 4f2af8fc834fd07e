// Asks before an action that cannot be undone. The safe answer has the focus, Escape means no, and
// the focus returns to where it was.

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../texts/texts.ts';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly description: string;
  readonly confirmLabel: string;
  readonly onConfirm: () => void;
  /** Called after either answer. */
  readonly onClose: () => void;
  /** Choices that belong to the action. */
  readonly children?: ComponentChildren;
}

export function ConfirmDialog(props: ConfirmDialogProps): JSX.Element {
  const { title, description, confirmLabel, onConfirm, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const answer = (isConfirmed: boolean): void => {
    // Closes first: the focus returns only while the dialog is still there.
    dialog.current?.close();
    if (isConfirmed) onConfirm();
  };
  return (
    <dialog
      ref={dialog}
      class="sheet confirm"
      role="alertdialog"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-about"
      onClose={onClose}
    >
      <div class="inside">
        <h2 id="confirm-title">{title}</h2>
        <p id="confirm-about">{description}</p>
        {children}
        <div class="row">
          <button type="button" class="secondary" onClick={() => answer(false)}>
            {t('confirm-no')}
          </button>
          <button type="button" class="danger" onClick={() => answer(true)}>
            {confirmLabel}
          </button>
        </div>
      </div>
    </dialog>
  );
}
