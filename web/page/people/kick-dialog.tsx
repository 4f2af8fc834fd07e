// Asks before a member is removed, and offers ways to keep them from coming back.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../texts/texts.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import type { KickChoices } from './kick-member.ts';

export interface KickDialogProps {
  readonly name: string;
  /** True if the room is locked already. */
  readonly isLocked: boolean;
  readonly onKick: (choices: KickChoices) => void;
  readonly onClose: () => void;
}

export function KickDialog({ name, isLocked, onKick, onClose }: KickDialogProps): JSX.Element {
  const [choices, setChoices] = useState<KickChoices>({ locks: false, replacesLinks: false });
  return (
    <ConfirmDialog
      title={t('members-kick-sure', { name })}
      description={t('members-kick-about')}
      confirmLabel={t('members-kick')}
      onConfirm={() => {
        onKick(choices);
      }}
      onClose={onClose}
    >
      {!isLocked && (
        <label class="check">
          <input
            type="checkbox"
            checked={choices.locks}
            onChange={({ currentTarget }) => {
              setChoices({ ...choices, locks: currentTarget.checked });
            }}
          />
          <span>{t('members-kick-lock')}</span>
        </label>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={choices.replacesLinks}
          onChange={({ currentTarget }) => {
            setChoices({ ...choices, replacesLinks: currentTarget.checked });
          }}
        />
        <span>{t('members-kick-replace')}</span>
      </label>
      <p role="status">{describeReturn(isLocked || choices.locks, choices.replacesLinks)}</p>
    </ConfirmDialog>
  );
}

/** Says how the removed member can come back. */
function describeReturn(isLocked: boolean, isReplaced: boolean): string {
  if (isLocked) return t('members-kick-locked');
  return isReplaced ? t('members-kick-replaced') : t('members-kick-open');
}
