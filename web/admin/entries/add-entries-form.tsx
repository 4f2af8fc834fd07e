// Adding texts to a list: one a line, so that many can be pasted at once.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { counted, linesOf } from '../lists/word-list.ts';

interface Props {
  readonly noun: readonly [one: string, many: string];
  readonly hint: string;
  readonly disabled: boolean;
  /** Answers how many were not there before. */
  readonly onAdd: (texts: readonly string[]) => number;
}

export function AddForm({ noun: [one, many], hint, disabled, onAdd }: Props): JSX.Element {
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  const id = useId();
  const texts = linesOf(text);
  const add = (): void => {
    if (texts.length === 0) return;
    const fresh = onAdd(texts);
    const there = texts.length - fresh;
    setSaid(
      [
        ...(fresh > 0 ? [`${counted(fresh, one, many)} added to the draft.`] : []),
        ...(there > 0 ? [`${counted(there, 'was', 'were')} there already.`] : []),
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
        {said}
      </p>
    </form>
  );
}
