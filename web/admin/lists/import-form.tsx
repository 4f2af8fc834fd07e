// Reads a word list from a file or from pasted text. The result becomes a draft, to be reviewed
// before it is published.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { formats, readList, type Format } from '../../../functions/core/track/word-filter/index.ts';

export type ImportedFields = Readonly<Record<string, unknown>>;

export const formatLabels: Readonly<Record<Format, string>> = {
  json: 'JSON',
  csv: 'CSV',
  text: 'Plain text',
};

interface Props {
  readonly action: string;
  /** Returns a problem, or an empty text. The file name has no extension. */
  readonly onImport: (fields: ImportedFields, fileName: string) => string;
  readonly children?: JSX.Element;
}

export function ImportForm({ action, onImport, children }: Props): JSX.Element {
  const [content, setContent] = useState('');
  const [format, setFormat] = useState<Format>('text');
  const [fileName, setFileName] = useState('');
  const [problem, setProblem] = useState('');
  const id = useId();
  const openFile = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    if (file === undefined) return;
    setContent(await file.text());
    setFormat(guessFormat(file.name));
    setFileName(file.name.replace(/\.[a-z]+$/i, ''));
    input.value = '';
  };
  const importContent = (): void => {
    const read = readList(content, format);
    setProblem(
      read.ok
        ? onImport(read.list, fileName)
        : `This isn't valid ${formatLabels[format]}: ${read.problem}.`,
    );
  };

  return (
    <div class="form">
      <div class="buttons start">
        <label class="file secondary">
          <input
            type="file"
            class="unseen"
            accept=".json,.csv,.txt"
            onChange={(event) => void openFile(event.currentTarget)}
          />
          Open a file
        </label>
        {fileName !== '' && <span class="quiet">{fileName}</span>}
      </div>
      <label class="field" for={id}>
        <span>
          Or paste it here{' '}
          <small>One entry per line. Start allowed entries with !, replacements with &gt;.</small>
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
        {formats.map((option) => (
          <label key={option} class="choice">
            <input
              type="radio"
              name={id}
              checked={format === option}
              onChange={() => setFormat(option)}
            />
            <span>{formatLabels[option]}</span>
          </label>
        ))}
      </fieldset>
      {children}
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          disabled={content.trim() === ''}
          onClick={importContent}
        >
          {action}
        </button>
      </div>
    </div>
  );
}

function guessFormat(fileName: string): Format {
  if (fileName.endsWith('.json')) return 'json';
  return fileName.endsWith('.csv') ? 'csv' : 'text';
}
