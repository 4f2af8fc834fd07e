// What may be meant, above the field; the field keeps the focus and says which one is chosen (the
// listbox pattern of ARIA's combobox).

import type { JSX } from 'preact';
import type { Suggestion } from './suggestions.ts';
import { t } from '../texts/texts.ts';

export interface SuggestionListProps {
  readonly id: string;
  readonly options: readonly Suggestion[];
  readonly chosen: number;
  readonly onTake: (index: number) => void;
}

export const optionId = (list: string, index: number): string => `${list}-${String(index)}`;

export function SuggestionList({ id, options, chosen, onTake }: SuggestionListProps): JSX.Element {
  return (
    <ul id={id} class="suggestions" role="listbox" aria-label={t('composer-suggestions')}>
      {options.map((option, index) => (
        <li
          key={option.insert}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === chosen}
          // The field keeps the focus, and a phone its keyboard.
          onPointerDown={(event) => {
            event.preventDefault();
          }}
          onClick={() => {
            onTake(index);
          }}
        >
          <Shown option={option} />
        </li>
      ))}
    </ul>
  );
}

function Shown({ option }: { readonly option: Suggestion }): JSX.Element {
  if (option.kind === 'emoji') {
    return (
      <>
        <span class="emoji">{option.emoji}</span> <span>:{option.name}:</span>
      </>
    );
  }
  if (option.kind === 'name') return <bdi>{option.name}</bdi>;
  return (
    <>
      <b>/{option.command}</b> <span class="quiet">{t(`help-${option.command}`)}</span>
    </>
  );
}
