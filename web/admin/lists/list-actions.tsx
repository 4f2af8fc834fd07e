// What can be done with one list as a whole: export it, copy it, bring a file into it, delete it.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Api, Format } from '../filter-api-client.ts';
import { added, applied, between, type Draft } from '../draft/list-draft.ts';
import { download } from '../ui/download-file.ts';
import { dropDraft } from '../draft/draft-storage.ts';
import { counted, listOf, kinds, type WordList } from './word-list.ts';
import { Confirm, Dialog } from '../ui/modal-dialog.tsx';
import { ImportForm } from './import-form.tsx';
import { NewListForm } from './new-list-form.tsx';

interface Props {
  readonly api: Api;
  readonly base: WordList;
  readonly draft: Draft;
  readonly canEdit: boolean;
  readonly onDraft: (draft: Draft) => void;
}

const endings: Readonly<Record<Format, string>> = { json: 'json', csv: 'csv', text: 'txt' };

export function ListTools({ api, base, draft, canEdit, onDraft }: Props): JSX.Element {
  const [dialog, setDialog] = useState<'export' | 'copy' | 'import' | 'delete'>();
  const [isWhole, setWhole] = useState(false);
  const [problem, setProblem] = useState('');
  const close = (): void => {
    setDialog(undefined);
    setProblem('');
  };
  const exportAs = async (format: Format): Promise<void> => {
    const answered = await api.exported(base.name, format);
    if (answered.ok) {
      download(`${base.name}.${endings[format]}`, answered.value);
      close();
    } else setProblem(answered.message);
  };
  const remove = async (): Promise<void> => {
    const answered = await api.remove(base.name, base.version);
    if (answered.ok) {
      dropDraft(base.name);
      location.hash = '#/';
    } else {
      setProblem(
        answered.reason === 'version_conflict'
          ? 'Somebody else has changed the list just now. Look at it again first.'
          : answered.message,
      );
    }
  };
  const bringIn = (read: Readonly<Record<string, unknown>>): string => {
    const file = listOf({ ...applied(base, draft), ...read }, base.name);
    const next = isWhole
      ? between(base, { ...file, replacements: file.replacements })
      : kinds.reduce(
          (all, kind) =>
            added(all, { list: base, kind, texts: listOf(read, base.name)[kind] }).draft,
          draft,
        );
    onDraft(next);
    close();
    return '';
  };
  const isNew = base.version === 0;
  return (
    <div class="acts start">
      <button type="button" class="plain" disabled={!canEdit} onClick={() => setDialog('import')}>
        Import
      </button>
      {!isNew && (
        <button type="button" class="plain" onClick={() => setDialog('export')}>
          Export
        </button>
      )}
      {!isNew && (
        <button type="button" class="plain" disabled={!canEdit} onClick={() => setDialog('copy')}>
          Copy
        </button>
      )}
      {!isNew && (
        <button
          type="button"
          class="plain risky"
          disabled={!canEdit}
          onClick={() => setDialog('delete')}
        >
          Delete
        </button>
      )}
      {dialog === 'export' && (
        <Dialog title={`Export ${base.name}`} onClose={close}>
          <p>
            Version {base.version}, as it is in force. From each of these it can be imported again
            as it was.
          </p>
          <p class="problem" role="alert">
            {problem}
          </p>
          <div class="acts start">
            <button type="button" class="secondary" onClick={() => void exportAs('text')}>
              Plain text
            </button>
            <button type="button" class="secondary" onClick={() => void exportAs('csv')}>
              CSV
            </button>
            <button type="button" class="secondary" onClick={() => void exportAs('json')}>
              JSON
            </button>
          </div>
        </Dialog>
      )}
      {dialog === 'copy' && (
        <Dialog title={`Copy ${base.name}`} onClose={close}>
          <NewListForm action="Copy" like={applied(base, draft)} />
        </Dialog>
      )}
      {dialog === 'import' && (
        <Dialog title={`Import into ${base.name}`} wide onClose={close}>
          <ImportForm action="Import into the draft" onRead={bringIn}>
            <fieldset class="inline">
              <legend>What is in the file</legend>
              <label class="choice">
                <input
                  type="radio"
                  name="how"
                  checked={!isWhole}
                  onChange={() => setWhole(false)}
                />
                <span>is added</span>
              </label>
              <label class="choice">
                <input type="radio" name="how" checked={isWhole} onChange={() => setWhole(true)} />
                <span>becomes the list</span>
              </label>
            </fieldset>
          </ImportForm>
        </Dialog>
      )}
      {dialog === 'delete' && (
        <Confirm
          title={`Delete ${base.name}?`}
          action="Delete"
          danger
          onConfirm={() => void remove()}
          onClose={close}
        >
          <p>
            Its {counted(base.forbidden.length, 'entry', 'entries')} are no longer filtered, within
            5 seconds. The history stays, and any version can be brought back.
          </p>
          <p class="problem" role="alert">
            {problem}
          </p>
        </Confirm>
      )}
    </div>
  );
}
