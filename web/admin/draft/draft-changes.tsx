// What a draft changes, or what lies between two versions: added and removed texts of each kind,
// and settings. Where it is one's own draft each change can be undone by itself.

import type { JSX } from 'preact';
import type { Draft } from './list-draft.ts';
import { kinds, numberOf, type Kind, type Settings } from '../lists/word-list.ts';

/** Before the button goes: to the next one, or to the head of the dialog. */
function focusNext(button: HTMLElement): void {
  const item = button.closest('li');
  const next =
    (item?.nextElementSibling ?? item?.previousElementSibling)?.querySelector('button') ??
    button.closest('dialog')?.querySelector<HTMLElement>('h2');
  next?.focus();
}

/** More would be no help to anybody, and slow. */
const shownMost = 200;

export const kindNames: Readonly<Record<Kind, string>> = {
  forbidden: 'Entries',
  allowed: 'Allowed',
  replacements: 'Replacements',
};
export const settingNames: Readonly<Record<keyof Settings, string>> = {
  language: 'Language',
  action: 'Action',
  tell: 'Senders are told',
  anywhere: 'Inside words too',
};
export const settingText = (value: string | boolean | undefined): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value ?? '');

interface Props {
  readonly draft: Draft;
  readonly from: Settings;
  readonly onUndo?:
    | ((
        undo: { readonly kind: Kind; readonly key: string } | { readonly setting: keyof Settings },
      ) => void)
    | undefined;
}

export function Difference({ draft, from, onUndo }: Props): JSX.Element {
  const settings = Object.entries(draft.settings) as [keyof Settings, string | boolean][];
  return (
    <div class="difference">
      {settings.length > 0 && (
        <ul>
          {settings.map(([name, value]) => (
            <li key={name}>
              <span class="what">
                {settingNames[name]}: <del>{settingText(from[name])}</del>{' '}
                <ins>{settingText(value)}</ins>
              </span>
              {onUndo !== undefined && (
                <button
                  type="button"
                  class="plain"
                  aria-label={`Undo: ${settingNames[name]}`}
                  onClick={(event) => {
                    focusNext(event.currentTarget);
                    onUndo({ setting: name });
                  }}
                >
                  Undo
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {kinds.map((kind) => (
        <Texts
          key={kind}
          kind={kind}
          draft={draft}
          onUndo={onUndo === undefined ? undefined : (key) => onUndo({ kind, key })}
        />
      ))}
    </div>
  );
}

function Texts({
  kind,
  draft,
  onUndo,
}: {
  readonly kind: Kind;
  readonly draft: Draft;
  readonly onUndo: ((key: string) => void) | undefined;
}): JSX.Element | null {
  const { added, removed } = draft[kind];
  const all = [
    ...[...added].map(([key, text]) => ({ key, text, sign: '+' })),
    ...[...removed].map(([key, text]) => ({ key, text, sign: '−' })),
  ];
  if (all.length === 0) return null;
  return (
    <>
      <h3>{kindNames[kind]}</h3>
      <ul>
        {all.slice(0, shownMost).map(({ key, text, sign }) => (
          <li key={sign + key} class={sign === '+' ? 'come' : 'gone'}>
            <span class="what">
              <span class="sign" aria-hidden="true">
                {sign}
              </span>
              <span class="unseen">{sign === '+' ? 'added: ' : 'removed: '}</span>
              <span dir="auto">{text}</span>
            </span>
            {onUndo !== undefined && (
              <button
                type="button"
                class="plain"
                aria-label={`Undo: ${text}`}
                onClick={(event) => {
                  focusNext(event.currentTarget);
                  onUndo(key);
                }}
              >
                Undo
              </button>
            )}
          </li>
        ))}
      </ul>
      {all.length > shownMost && <p class="quiet">and {numberOf(all.length - shownMost)} more</p>}
    </>
  );
}
