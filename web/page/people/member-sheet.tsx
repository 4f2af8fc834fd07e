// The actions for one member: write privately, or kick as an owner. For oneself: change the name.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import type { PresenceMember, Result } from '../../client/index.ts';
import type { Recipient } from '../composer/recipient.ts';
import { nameProblemText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';
import { Sheet } from '../ui/sheet.tsx';
import { KickDialog } from './kick-dialog.tsx';
import type { KickChoices } from './kick-member.ts';

export interface MemberSheetProps {
  readonly member: PresenceMember;
  readonly isSelf: boolean;
  readonly onWrite: (to: Recipient) => void;
  readonly onRename: (name: string) => Promise<Result<unknown>>;
  /** True if the room is locked. */
  readonly isLocked: boolean;
  /** Returns the text of what failed, or null. Null unless the user is an owner. */
  readonly onKick:
    ((member: PresenceMember, choices: KickChoices) => Promise<string | null>) | null;
  readonly onClose: () => void;
}

export function MemberSheet(props: MemberSheetProps): JSX.Element {
  const { member, isSelf, isLocked, onWrite, onRename, onKick, onClose } = props;
  const { id } = member;
  const [problem, setProblem] = useState('');
  const [isBusy, setIsBusy] = useState(false);

  /** `action` returns the text of what failed, or null. */
  const run = async (action: Promise<string | null>): Promise<void> => {
    setIsBusy(true);
    const failure = await action;
    setIsBusy(false);
    if (failure === null) onClose();
    else setProblem(failure);
  };

  return (
    <Sheet title={member.name} onClose={onClose}>
      {member.isBot && <p>{t('members-bot-hint', { name: member.name })}</p>}
      {isSelf ? (
        <RenameForm
          name={member.name}
          onRename={(name) => {
            if (!isBusy) void run(onRename(name).then(describeFailure));
          }}
        />
      ) : (
        <MemberActions
          name={member.name}
          isLocked={isLocked}
          onWrite={
            id === null || member.isBot
              ? null
              : () => {
                  onWrite({ id, name: member.name });
                }
          }
          onKick={
            onKick === null
              ? null
              : (choices) => {
                  if (!isBusy) void run(onKick(member, choices));
                }
          }
        />
      )}
      <p class="problem" role="alert">
        {problem}
      </p>
    </Sheet>
  );
}

const describeFailure = (result: Result<unknown>): string | null =>
  result.ok ? null : nameProblemText(result);

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
  /** Null for a bot, and if the server does not tell the member's id. */
  readonly onWrite: (() => void) | null;
  readonly isLocked: boolean;
  /** Null unless the user is an owner. */
  readonly onKick: ((choices: KickChoices) => void) | null;
}

function MemberActions({ name, isLocked, onWrite, onKick }: MemberActionsProps): JSX.Element {
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
        <KickDialog
          name={name}
          isLocked={isLocked}
          onKick={onKick}
          onClose={() => {
            setIsConfirming(false);
          }}
        />
      )}
    </div>
  );
}
