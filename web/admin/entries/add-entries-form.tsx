// Adds texts to a list, one per line, so many can be pasted together.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { formatCount, splitLines } from '../lists/list-model.ts';

interface Props {
  readonly noun: readonly [one: string, many: string];
  readonly hint: string;
  readonly disabled: boolean;
  /** Returns the number of texts that are new. */
  readonly onAdd: (texts: readonly string[]) => number;
}

export function AddEntriesForm({ noun: [one, many], hint, disabled, onAdd }: Props): JSX.Element {
  const [text, setText] = useState('');
  const [notice, setNotice] = useState('');
  const id = useId();
  const texts = splitLines(text);
  const add = (): void => {
    if (texts.length === 0) return;
    const addedCount = onAdd(texts);
    const existingCount = texts.length - addedCount;
    setNotice(
      [
        ...(addedCount > 0 ? [`${formatCount(addedCount, one, many)} added to the draft.`] : []),
        ...(existingCount > 0
          ? [`${formatCount(existingCount, 'is', 'are')} already in the list.`]
          : []),
      ].join(' '),
    );
    setText('');
  };
  return (
    <form
      class="add"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <label class="field" for={id}>
        <span>
          Add {many} <small>{hint}</small>
        </span>
      </label>
      <div class="add-row">
        <textarea
          id={id}
          rows={Math.min(8, Math.max(1, text.split('\n').length))}
          dir="auto"
          autocapitalize="off"
          spellcheck={false}
          disabled={disabled}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            add();
          }}
        />
        <button type="submit" class="secondary" disabled={disabled}>
          {texts.length > 1 ? `Add ${String(texts.length)}` : 'Add'}
        </button>
      </div>
      <p class="said" role="status">
        {notice}
      </p>
    </form>
  );
}
