// What can be done about one member: write to them alone, as an owner remove them; and to oneself:
// take another name.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import type { PresenceMember, Problem, Result } from '../../client/index.ts';
import { reasonText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Sheet } from '../ui/sheet.tsx';

export interface MemberSheetProps {
  readonly who: PresenceMember;
  readonly self: boolean;
  readonly onWrite: (name: string) => void;
  readonly onRename: (name: string) => Promise<Result<unknown>>;
  /** Null where one may not. */
  readonly onKick: ((who: PresenceMember) => Promise<Result<unknown>>) | null;
  readonly onClose: () => void;
}

export function MemberSheet({
  who,
  self,
  onWrite,
  onRename,
  onKick,
  onClose,
}: MemberSheetProps): JSX.Element {
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const done = async (doing: Promise<Result<unknown>>): Promise<void> => {
    setBusy(true);
    const result = await doing;
    setBusy(false);
    if (result.ok) onClose();
    else setProblem(result);
  };

  return (
    <Sheet title={who.name} onClose={onClose}>
      {self ? (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            const name = new FormData(event.currentTarget).get('name');
            if (!busy && typeof name === 'string' && name.trim() !== '') {
              void done(onRename(name.trim()));
            }
          }}
        >
          <label class="field">
            <span>{t('members-new-name')}</span>
            <input
              name="name"
              type="text"
              defaultValue={who.name}
              maxLength={2 * limits.nameCharacters}
              autocomplete="off"
              dir="auto"
            />
          </label>
          <button type="submit" class="primary">
            {t('members-rename')}
          </button>
        </form>
      ) : (
        <div class="menu-list">
          <button
            type="button"
            class="choice"
            onClick={() => {
              onWrite(who.name);
            }}
          >
            {t('members-write')}
            <small>{t('members-write-hint', { name: who.name })}</small>
          </button>
          {onKick !== null && (
            <button
              type="button"
              class="choice grave"
              onClick={() => {
                setAsked(true);
              }}
            >
              {t('members-kick')}
              <small>{t('members-kick-hint')}</small>
            </button>
          )}
          {onKick !== null && asked && (
            <ConfirmDialog
              title={t('members-kick-sure', { name: who.name })}
              about={t('members-kick-hint')}
              yes={t('members-kick')}
              onYes={() => {
                void done(onKick(who));
              }}
              onDone={() => {
                setAsked(false);
              }}
            />
          )}
        </div>
      )}
      <p class="problem" role="alert">
        {problem === null ? '' : reasonText(problem)}
      </p>
    </Sheet>
  );
}
