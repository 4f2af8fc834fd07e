// A list's settings: the action for a match, the sender's view, and matching inside words.

import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import {
  actions,
  tellOptions,
  type Action,
  type ListSettings,
  type TellOption,
} from './list-model.ts';

interface Props {
  readonly settings: ListSettings;
  readonly canEdit: boolean;
  readonly onChange: (changes: Partial<ListSettings>) => void;
}

export function ListSettingsForm({ settings, canEdit, onChange }: Props): JSX.Element {
  const id = useId();
  return (
    <div class="form settings">
      <fieldset disabled={!canEdit}>
        <legend>What happens to a match</legend>
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
              <span class="quiet">{actions[action].description}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset disabled={!canEdit}>
        <legend>What the sender sees</legend>
        {(Object.keys(tellOptions) as TellOption[]).map((tell) => (
          <label key={tell} class="choice">
            <input
              type="radio"
              name={`${id}-tell`}
              checked={settings.tell === tell}
              onChange={() => onChange({ tell })}
            />
            <span>{tellOptions[tell]}</span>
          </label>
        ))}
      </fieldset>
      <fieldset disabled={!canEdit}>
        <legend>Where entries match</legend>
        <label class="choice">
          <input
            type="checkbox"
            checked={settings.anywhere}
            onChange={(event) => onChange({ anywhere: event.currentTarget.checked })}
          />
          <span>
            Also inside words <span class="quiet">For languages without spaces between words.</span>
          </span>
        </label>
        <label class="field short">
          <span>
            Language <small>a code such as en or pt-BR</small>
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
