// The actions for one member: write privately, or kick as an owner. For oneself: change the name.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import type { PresenceMember, Problem, Result } from '../../client/index.ts';
import type { Recipient } from '../composer/recipient.ts';
import { reasonText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Sheet } from '../ui/sheet.tsx';

export interface MemberSheetProps {
  readonly member: PresenceMember;
  readonly isSelf: boolean;
  readonly onWrite: (to: Recipient) => void;
  readonly onRename: (name: string) => Promise<Result<unknown>>;
  /** Null unless the user is an owner. */
  readonly onKick: ((member: PresenceMember) => Promise<Result<unknown>>) | null;
  readonly onClose: () => void;
}

export function MemberSheet(props: MemberSheetProps): JSX.Element {
  const { member, isSelf, onWrite, onRename, onKick, onClose } = props;
  const { id } = member;
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  const run = async (action: Promise<Result<unknown>>): Promise<void> => {
    setIsBusy(true);
    const result = await action;
    setIsBusy(false);
    if (result.ok) onClose();
    else setProblem(result);
  };

  return (
    <Sheet title={member.name} onClose={onClose}>
      {isSelf ? (
        <RenameForm
          name={member.name}
          onRename={(name) => {
            if (!isBusy) void run(onRename(name));
          }}
        />
      ) : (
        <MemberActions
          name={member.name}
          onWrite={
            id === null
              ? null
              : () => {
                  onWrite({ id, name: member.name });
                }
          }
          onKick={
            onKick === null
              ? null
              : () => {
                  void run(onKick(member));
                }
          }
        />
      )}
      <p class="problem" role="alert">
        {problem === null ? '' : reasonText(problem)}
      </p>
    </Sheet>
  );
}

interface RenameFormProps {
  readonly name: string;
  readonly onRename: (name: string) => void;
}

function RenameForm({ name, onRename }: RenameFormProps): JSX.Element {
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        const newName = new FormData(event.currentTarget).get('name');
        if (typeof newName === 'string' && newName.trim() !== '') onRename(newName.trim());
      }}
    >
      <label class="field">
        <span>{t('members-new-name')}</span>
        <input
          name="name"
          type="text"
          defaultValue={name}
          maxLength={2 * limits.maxNameCharacters}
          autocomplete="off"
          dir="auto"
        />
      </label>
      <button type="submit" class="primary">
        {t('members-rename')}
      </button>
    </form>
  );
}

interface MemberActionsProps {
  readonly name: string;
  /** Null if the server does not tell the member's id. */
  readonly onWrite: (() => void) | null;
  /** Null unless the user is an owner. */
  readonly onKick: (() => void) | null;
}

function MemberActions({ name, onWrite, onKick }: MemberActionsProps): JSX.Element {
  const [isConfirming, setIsConfirming] = useState(false);
  return (
    <div class="menu-list">
      {onWrite !== null && (
        <button type="button" class="choice" onClick={onWrite}>
          {t('members-write')}
          <small>{t('members-write-hint', { name })}</small>
        </button>
      )}
      {onKick !== null && (
        <button
          type="button"
          class="choice grave"
          onClick={() => {
            setIsConfirming(true);
          }}
        >
          {t('members-kick')}
          <small>{t('members-kick-hint')}</small>
        </button>
      )}
      {onKick !== null && isConfirming && (
        <ConfirmDialog
          title={t('members-kick-sure', { name })}
          description={t('members-kick-hint')}
          confirmLabel={t('members-kick')}
          onConfirm={onKick}
          onClose={() => {
            setIsConfirming(false);
          }}
        />
      )}
    </div>
  );
}
