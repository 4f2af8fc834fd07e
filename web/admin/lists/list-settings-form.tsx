// What a list does with its matches. Each choice says what it means.

import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { actions, tellings, type Action, type Settings, type Telling } from './word-list.ts';

interface Props {
  readonly settings: Settings;
  readonly canEdit: boolean;
  readonly onChange: (changed: Partial<Settings>) => void;
}

export function SettingsForm({ settings, canEdit, onChange }: Props): JSX.Element {
  const id = useId();
  return (
    <div class="form settings">
      <fieldset disabled={!canEdit}>
        <legend>What becomes of a match</legend>
        {(Object.keys(actions) as Action[]).map((action) => (
          <label key={action} class="choice">
            <input
              type="radio"
              name={`${id}-action`}
              checked={settings.action === action}
              onChange={() => onChange({ action })}
            />
            <span>
              <strong>{actions[action].label}</strong>{' '}
              <span class="quiet">{actions[action].does}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset disabled={!canEdit}>
        <legend>What the sender is told</legend>
        {(Object.keys(tellings) as Telling[]).map((tell) => (
          <label key={tell} class="choice">
            <input
              type="radio"
              name={`${id}-tell`}
              checked={settings.tell === tell}
              onChange={() => onChange({ tell })}
            />
            <span>{tellings[tell]}</span>
          </label>
        ))}
      </fieldset>
      <fieldset disabled={!canEdit}>
        <legend>Where entries are found</legend>
        <label class="choice">
          <input
            type="checkbox"
            checked={settings.anywhere}
            onChange={(event) => onChange({ anywhere: event.currentTarget.checked })}
          />
          <span>
            Inside words too{' '}
            <span class="quiet">for languages that put no spaces between words</span>
          </span>
        </label>
        <label class="field short">
          <span>
            Language <small>a tag such as en or pt-BR</small>
          </span>
          <input
            value={settings.language}
            autocomplete="off"
            spellcheck={false}
            autocapitalize="off"
            onInput={(event) => onChange({ language: event.currentTarget.value.trim() })}
          />
        </label>
      </fieldset>
    </div>
  );
}
