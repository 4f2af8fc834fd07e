// Word lists from files: opened, or pasted. What comes of it is a draft, to be looked at before it
// goes live.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { formats, readList, type Format } from '../../../functions/core/track/word-filter/index.ts';

export type FileRead = Readonly<Record<string, unknown>>;

const formatNames: Readonly<Record<Format, string>> = {
  json: 'JSON',
  csv: 'CSV',
  text: 'Plain text',
};

interface Props {
  readonly action: string;
  /** Answers what is wrong with it, or nothing. `fileName` without its ending. */
  readonly onRead: (read: FileRead, fileName: string) => string;
  readonly children?: JSX.Element;
}

export function ImportForm({ action, onRead, children }: Props): JSX.Element {
  const [content, setContent] = useState('');
  const [format, setFormat] = useState<Format>('text');
  const [fileName, setFileName] = useState('');
  const [problem, setProblem] = useState('');
  const id = useId();
  const open = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    if (file === undefined) return;
    setContent(await file.text());
    setFormat(file.name.endsWith('.json') ? 'json' : file.name.endsWith('.csv') ? 'csv' : 'text');
    setFileName(file.name.replace(/\.[a-z]+$/i, ''));
    input.value = '';
  };
  const read = (): void => {
    const found = readList(content, format);
    setProblem(
      found.ok
        ? onRead(found.list, fileName)
        : `This cannot be read as ${formatNames[format]}: ${found.problem}.`,
    );
  };
  return (
    <div class="form">
      <div class="acts start">
        <label class="file secondary">
          <input
            type="file"
            class="unseen"
            accept=".json,.csv,.txt"
            onChange={(event) => void open(event.currentTarget)}
          />
          Open a file
        </label>
        {fileName !== '' && <span class="quiet">{fileName}</span>}
      </div>
      <label class="field" for={id}>
        <span>
          or paste it{' '}
          <small>an entry a line, ! before one that is allowed, &gt; before a replacement</small>
        </span>
        <textarea
          id={id}
          rows={6}
          dir="auto"
          spellcheck={false}
          value={content}
          onInput={(event) => setContent(event.currentTarget.value)}
        />
      </label>
      <fieldset class="inline">
        <legend>Format</legend>
        {formats.map((one) => (
          <label key={one} class="choice">
            <input
              type="radio"
              name={id}
              checked={format === one}
              onChange={() => setFormat(one)}
            />
            <span>{formatNames[one]}</span>
          </label>
        ))}
      </fieldset>
      {children}
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="acts">
        <button type="button" class="primary" disabled={content.trim() === ''} onClick={read}>
          {action}
        </button>
      </div>
    </div>
  );
}
