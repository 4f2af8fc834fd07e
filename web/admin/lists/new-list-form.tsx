// Names a new list, empty or a copy of another. It is a draft until it is published.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { saveDraft } from '../draft/draft-storage.ts';
import { diffLists } from '../draft/list-draft.ts';
import { defaultSettings, toListName, type WordList } from './list-model.ts';

const validName = /^[a-z0-9](-?[a-z0-9]){0,39}$/;

/** Opens a new list as a draft with the content of another. */
export function openNewList(name: string, content: WordList): void {
  const base: WordList = {
    ...defaultSettings,
    language: content.language,
    name,
    version: 0,
    forbidden: [],
    allowed: [],
    replacements: [],
  };
  const draft = diffLists(base, { ...content, name, version: 0 });
  saveDraft(name, { version: 0, base, draft });
  location.hash = `#/lists/${name}`;
}

interface Props {
  readonly action: string;
  /** The list to copy. */
  readonly original?: WordList | undefined;
  readonly existingNames?: readonly string[];
}

export function NewListForm({ action, original, existingNames = [] }: Props): JSX.Element {
  const [typed, setTyped] = useState('');
  const [language, setLanguage] = useState(original?.language ?? defaultSettings.language);
  const [problem, setProblem] = useState('');
  const id = useId();
  const name = toListName(typed);
  const create = (): void => {
    if (!validName.test(name)) setProblem('Use letters a to z, digits and hyphens.');
    else if (existingNames.includes(name) || name === original?.name) {
      setProblem(`There is already a list called ${name}.`);
    } else {
      const empty = { ...defaultSettings, forbidden: [], allowed: [], replacements: ['***'] };
      openNewList(name, { ...(original ?? empty), name, version: 0, language });
    }
  };

  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      <label class="field" for={id}>
        <span>Name</span>
        <input
          id={id}
          autofocus
          value={typed}
          autocomplete="off"
          autocapitalize="off"
          aria-describedby={`${id}-hint`}
          aria-invalid={problem !== ''}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <p id={`${id}-hint`} class="quiet">
        {name !== '' && name !== typed
          ? `The name will be ${name}.`
          : 'Rooms choose lists by name.'}
      </p>
      <label class="field short" for={`${id}-language`}>
        <span>
          Language <small>a code such as en or pt-BR</small>
        </span>
        <input
          id={`${id}-language`}
          value={language}
          autocomplete="off"
          autocapitalize="off"
          onInput={(event) => setLanguage(event.currentTarget.value.trim())}
        />
      </label>
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="buttons">
        <button type="submit" class="primary">
          {action}
        </button>
      </div>
    </form>
  );
}
