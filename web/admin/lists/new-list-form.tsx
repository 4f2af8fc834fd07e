// Naming a new list, empty or like another. It is a draft until it is put in force.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { between } from '../draft/list-draft.ts';
import { keepDraft } from '../draft/draft-storage.ts';
import { nameFrom, standard, type WordList } from './word-list.ts';

const goodName = /^[a-z0-9](-?[a-z0-9]){0,39}$/;

/** Opens a new list as a draft. */
export function openNew(name: string, like: WordList): void {
  const base: WordList = {
    ...standard,
    language: like.language,
    name,
    version: 0,
    forbidden: [],
    allowed: [],
    replacements: [],
  };
  keepDraft(name, { version: 0, base, draft: between(base, { ...like, name, version: 0 }) });
  location.hash = `#/lists/${name}`;
}

export function NewListForm({
  action,
  like,
  taken = [],
  suggested = '',
}: {
  readonly action: string;
  readonly like?: WordList | undefined;
  readonly taken?: readonly string[];
  readonly suggested?: string;
}): JSX.Element {
  const [typed, setTyped] = useState(suggested);
  const [language, setLanguage] = useState(like?.language ?? standard.language);
  const [problem, setProblem] = useState('');
  const id = useId();
  const name = nameFrom(typed);
  const make = (): void => {
    if (!goodName.test(name)) setProblem('A name has letters a to z, digits and hyphens.');
    else if (taken.includes(name) || name === like?.name) {
      setProblem(`There is a list called ${name} already.`);
    } else {
      openNew(name, {
        ...(like ?? { ...standard, forbidden: [], allowed: [], replacements: ['***'] }),
        name,
        version: 0,
        language,
      });
    }
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        make();
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
          aria-describedby={`${id}-as`}
          aria-invalid={problem !== ''}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <p id={`${id}-as`} class="quiet">
        {name !== '' && name !== typed
          ? `It is called ${name}.`
          : 'Rooms can choose lists by their names.'}
      </p>
      <label class="field short" for={`${id}-language`}>
        <span>
          Language <small>a tag such as en or pt-BR</small>
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
      <div class="acts">
        <button type="submit" class="primary">
          {action}
        </button>
      </div>
    </form>
  );
}
