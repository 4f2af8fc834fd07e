// The suggestions above the field. The field keeps the focus and names the chosen one (the listbox
// of ARIA's combobox pattern).

import type { JSX } from 'preact';
import { t } from '../texts/texts.ts';
import type { Suggestion } from './suggestions.ts';

export interface SuggestionListProps {
  readonly id: string;
  readonly options: readonly Suggestion[];
  readonly chosen: number;
  readonly onAccept: (index: number) => void;
}

export const optionId = (listId: string, index: number): string => `${listId}-${String(index)}`;

export function SuggestionList(props: SuggestionListProps): JSX.Element {
  const { id, options, chosen, onAccept } = props;
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
            onAccept(index);
          }}
        >
          <SuggestionText option={option} />
        </li>
      ))}
    </ul>
  );
}

interface SuggestionTextProps {
  readonly option: Suggestion;
}

function SuggestionText({ option }: SuggestionTextProps): JSX.Element {
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
