// Shows the changes of a draft, or between two versions: texts of each kind, and settings. The
// changes of an admin's own draft can be undone one by one.

import type { JSX } from 'preact';
import { formatNumber, textKinds, type ListSettings, type TextKind } from '../lists/list-model.ts';
import type { Draft, DraftChange } from './list-draft.ts';

/** A longer list is slow, and nobody reads it. */
const maxShown = 200;

export const kindLabels: Readonly<Record<TextKind, string>> = {
  forbidden: 'Entries',
  allowed: 'Allowed',
  replacements: 'Replacements',
};

export const settingLabels: Readonly<Record<keyof ListSettings, string>> = {
  language: 'Language',
  action: 'Action',
  tell: 'Shown to the sender',
  anywhere: 'Match inside words',
};

export function formatSetting(value: string | boolean | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value ?? '';
}

interface Props {
  readonly draft: Draft;
  readonly from: ListSettings;
  readonly onUndo?: ((change: DraftChange) => void) | undefined;
}

export function DraftChanges({ draft, from, onUndo }: Props): JSX.Element {
  const settings = Object.entries(draft.settings) as [keyof ListSettings, string | boolean][];
  return (
    <div class="difference">
      {settings.length > 0 && (
        <ul>
          {settings.map(([setting, value]) => (
            <li key={setting}>
              <span class="label">
                {settingLabels[setting]}: <del>{formatSetting(from[setting])}</del>{' '}
                <ins>{formatSetting(value)}</ins>
              </span>
              {onUndo !== undefined && (
                <UndoButton label={settingLabels[setting]} onUndo={() => onUndo({ setting })} />
              )}
            </li>
          ))}
        </ul>
      )}
      {textKinds.map((kind) => (
        <ChangedTexts
          key={kind}
          kind={kind}
          draft={draft}
          onUndo={onUndo === undefined ? undefined : (key) => onUndo({ kind, key })}
        />
      ))}
    </div>
  );
}

interface ChangedTextsProps {
  readonly kind: TextKind;
  readonly draft: Draft;
  readonly onUndo: ((key: string) => void) | undefined;
}

function ChangedTexts({ kind, draft, onUndo }: ChangedTextsProps): JSX.Element | null {
  const { added, removed } = draft[kind];
  const changes = [
    ...[...added].map(([key, text]) => ({ key, text, isAdded: true })),
    ...[...removed].map(([key, text]) => ({ key, text, isAdded: false })),
  ];
  if (changes.length === 0) return null;
  return (
    <>
      <h3>{kindLabels[kind]}</h3>
      <ul>
        {changes.slice(0, maxShown).map(({ key, text, isAdded }) => (
          <li key={`${isAdded ? '+' : '-'}${key}`} class={isAdded ? 'added' : 'removed'}>
            <span class="label">
              <span class="sign" aria-hidden="true">
                {isAdded ? '+' : '−'}
              </span>
              <span class="unseen">{isAdded ? 'added: ' : 'removed: '}</span>
              <span dir="auto">{text}</span>
            </span>
            {onUndo !== undefined && <UndoButton label={text} onUndo={() => onUndo(key)} />}
          </li>
        ))}
      </ul>
      {changes.length > maxShown && (
        <p class="quiet">and {formatNumber(changes.length - maxShown)} more</p>
      )}
    </>
  );
}

interface UndoButtonProps {
  readonly label: string;
  readonly onUndo: () => void;
}

function UndoButton({ label, onUndo }: UndoButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="plain"
      aria-label={`Undo: ${label}`}
      onClick={(event) => {
        focusNextButton(event.currentTarget);
        onUndo();
      }}
    >
      Undo
    </button>
  );
}

/** Focuses the next change, or the dialog's heading, before this button disappears. */
function focusNextButton(button: HTMLElement): void {
  const item = button.closest('li');
  const neighbor = item?.nextElementSibling ?? item?.previousElementSibling;
  const next =
    neighbor?.querySelector('button') ?? button.closest('dialog')?.querySelector<HTMLElement>('h2');
  next?.focus();
}
