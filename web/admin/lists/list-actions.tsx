// Actions on a whole list: import a file into it, export, copy and delete it.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { deleteDraft } from '../draft/draft-storage.ts';
import { addTexts, applyDraft, diffLists, type Draft } from '../draft/list-draft.ts';
import type { FilterApi, Format } from '../filter-api-client.ts';
import { downloadFile } from '../ui/download-file.ts';
import { ConfirmDialog, Dialog } from '../ui/modal-dialog.tsx';
import { formatLabels, ImportForm, type ImportedFields } from './import-form.tsx';
import { formatCount, parseList, textKinds, type WordList } from './list-model.ts';
import { NewListForm } from './new-list-form.tsx';

const extensions: Readonly<Record<Format, string>> = { json: 'json', csv: 'csv', text: 'txt' };
const exportFormats: readonly Format[] = ['text', 'csv', 'json'];

interface Props {
  readonly api: FilterApi;
  readonly base: WordList;
  readonly draft: Draft;
  readonly canEdit: boolean;
  readonly onDraft: (draft: Draft) => void;
}

export function ListActions({ api, base, draft, canEdit, onDraft }: Props): JSX.Element {
  const [dialog, setDialog] = useState<'export' | 'copy' | 'import' | 'delete'>();
  const isNew = base.version === 0;
  const closeDialog = (): void => setDialog(undefined);
  return (
    <div class="buttons start">
      <button type="button" class="plain" disabled={!canEdit} onClick={() => setDialog('import')}>
        Import
      </button>
      {!isNew && (
        <>
          <button type="button" class="plain" onClick={() => setDialog('export')}>
            Export
          </button>
          <button type="button" class="plain" disabled={!canEdit} onClick={() => setDialog('copy')}>
            Copy
          </button>
          <button
            type="button"
            class="plain dangerous"
            disabled={!canEdit}
            onClick={() => setDialog('delete')}
          >
            Delete
          </button>
        </>
      )}
      {dialog === 'export' && <ExportDialog api={api} list={base} onClose={closeDialog} />}
      {dialog === 'copy' && (
        <Dialog title={`Copy ${base.name}`} onClose={closeDialog}>
          <NewListForm action="Copy" original={applyDraft(base, draft)} />
        </Dialog>
      )}
      {dialog === 'import' && <ImportDialog {...{ base, draft, onDraft }} onClose={closeDialog} />}
      {dialog === 'delete' && <DeleteDialog api={api} list={base} onClose={closeDialog} />}
    </div>
  );
}

interface ListDialogProps {
  readonly api: FilterApi;
  readonly list: WordList;
  readonly onClose: () => void;
}

function ExportDialog({ api, list, onClose }: ListDialogProps): JSX.Element {
  const [problem, setProblem] = useState('');
  const exportAs = async (format: Format): Promise<void> => {
    const result = await api.exportList(list.name, format);
    if (result.ok) {
      downloadFile(`${list.name}.${extensions[format]}`, result.value);
      onClose();
    } else setProblem(result.message);
  };
  return (
    <Dialog title={`Export ${list.name}`} onClose={onClose}>
      <p>Exports version {list.version}, which is live. You can import each format again.</p>
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="buttons start">
        {exportFormats.map((format) => (
          <button
            key={format}
            type="button"
            class="secondary"
            onClick={() => void exportAs(format)}
          >
            {formatLabels[format]}
          </button>
        ))}
      </div>
    </Dialog>
  );
}

interface ImportDialogProps {
  readonly base: WordList;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onClose: () => void;
}

function ImportDialog({ base, draft, onDraft, onClose }: ImportDialogProps): JSX.Element {
  const [replacesAll, setReplacesAll] = useState(false);
  const importFile = (fields: ImportedFields): string => {
    onDraft(replacesAll ? replaceList(base, draft, fields) : mergeIntoList(base, draft, fields));
    onClose();
    return '';
  };
  return (
    <Dialog title={`Import into ${base.name}`} wide onClose={onClose}>
      <ImportForm action="Import into the draft" onImport={importFile}>
        <fieldset class="inline">
          <legend>The file’s content</legend>
          <label class="choice">
            <input
              type="radio"
              name="import-mode"
              checked={!replacesAll}
              onChange={() => setReplacesAll(false)}
            />
            <span>is added to the list</span>
          </label>
          <label class="choice">
            <input
              type="radio"
              name="import-mode"
              checked={replacesAll}
              onChange={() => setReplacesAll(true)}
            />
            <span>replaces the list</span>
          </label>
        </fieldset>
      </ImportForm>
    </Dialog>
  );
}

/** Makes the file the list. Fields that it leaves out keep their values. */
const replaceList = (base: WordList, draft: Draft, fields: ImportedFields): Draft =>
  diffLists(base, parseList({ ...applyDraft(base, draft), ...fields }, base.name));

function mergeIntoList(base: WordList, draft: Draft, fields: ImportedFields): Draft {
  const imported = parseList(fields, base.name);
  return textKinds.reduce(
    (merged, kind) => addTexts(merged, { list: base, kind, texts: imported[kind] }).draft,
    draft,
  );
}

function DeleteDialog({ api, list, onClose }: ListDialogProps): JSX.Element {
  const [problem, setProblem] = useState('');
  const deleteList = async (): Promise<void> => {
    const result = await api.deleteList(list.name, list.version);
    if (result.ok) {
      deleteDraft(list.name);
      location.hash = '#/';
    } else {
      setProblem(
        result.reason === 'version_conflict'
          ? 'Someone else just changed this list. Check their changes first.'
          : result.message,
      );
    }
  };
  return (
    <ConfirmDialog
      title={`Delete ${list.name}?`}
      action="Delete"
      danger
      onConfirm={() => void deleteList()}
      onClose={onClose}
    >
      <p>
        The filter stops using its {formatCount(list.forbidden.length, 'entry', 'entries')} within 5
        seconds. The history stays, and you can restore any version.
      </p>
      <p class="problem" role="alert">
        {problem}
      </p>
    </ConfirmDialog>
  );
}
