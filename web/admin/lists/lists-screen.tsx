// The overview of all lists: a card each, forms for new lists, and a text to try on all of them.

import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { listDraftNames, loadDraft, type StoredDraft } from '../draft/draft-storage.ts';
import { describeDraft } from '../draft/list-draft.ts';
import { countByDay, hitDays, sum } from '../entries/daily-hits.ts';
import { Sparkline } from '../entries/sparkline.tsx';
import type { FilterApi } from '../filter-api-client.ts';
import type { AdminAccess } from '../token/admin-access.ts';
import { TextTrial } from '../try/text-trial.tsx';
import { Dialog } from '../ui/modal-dialog.tsx';
import { ScreenTitle } from '../ui/screen-title.tsx';
import { ImportForm, type ImportedFields } from './import-form.tsx';
import {
  actions,
  formatCount,
  formatNumber,
  parseList,
  toListName,
  type ListSummary,
} from './list-model.ts';
import { readOnlyReason } from './list-screen.tsx';
import { NewListForm, openNewList } from './new-list-form.tsx';

interface Props {
  readonly api: FilterApi;
  readonly access: AdminAccess;
}

export function ListsScreen({ api, access }: Props): JSX.Element {
  const [lists, setLists] = useState<readonly ListSummary[]>();
  const [problem, setProblem] = useState('');
  const [dialog, setDialog] = useState<'new' | 'import'>();
  const load = useCallback(async (): Promise<void> => {
    const result = await api.getLists();
    setProblem(result.ok ? '' : result.message);
    if (result.ok) setLists(result.value);
  }, [api]);
  useEffect(() => void load(), [load]);

  const names = (lists ?? []).map(({ name }) => name);
  const draftNames = listDraftNames();
  const draftsWithoutList =
    lists === undefined ? [] : draftNames.filter((name) => !names.includes(name));
  const closeDialog = (): void => setDialog(undefined);
  const importList = (fields: ImportedFields, fileName: string): string => {
    const fallback = fileName === '' ? 'imported' : fileName;
    const name = toListName(typeof fields['name'] === 'string' ? fields['name'] : fallback);
    if (names.includes(name)) {
      return `There is already a list called ${name}. Open it and import the file there.`;
    }
    openNewList(name, parseList({ replacements: ['***'], ...fields }, name));
    return '';
  };

  return (
    <main class="lists">
      <div class="title">
        <ScreenTitle text="Word lists" />
        <div class="buttons start">
          <button
            type="button"
            class="primary"
            disabled={!access.canWrite}
            onClick={() => setDialog('new')}
          >
            New list
          </button>
          <button
            type="button"
            class="secondary"
            disabled={!access.canWrite}
            onClick={() => setDialog('import')}
          >
            Import a list
          </button>
        </div>
      </div>
      {!access.canWrite && <p class="note">{readOnlyReason}</p>}
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}{' '}
          <button type="button" class="plain" onClick={() => void load()}>
            Try again
          </button>
        </p>
      )}
      <div class="columns">
        <div>
          {lists === undefined && problem === '' && <p class="quiet">Loading…</p>}
          {lists?.length === 0 && (
            <p class="panel empty quiet">There are no lists. Messages pass unchanged.</p>
          )}
          <ul class="cards" aria-label="Word lists">
            {draftsWithoutList.map((name) => (
              <NewListCard key={name} name={name} />
            ))}
            {lists?.map((list) => (
              <ListCard
                key={list.name}
                list={list}
                draft={draftNames.includes(list.name) ? loadDraft(list.name) : undefined}
              />
            ))}
          </ul>
        </div>
        <TextTrial
          api={api}
          version={(lists ?? []).map(({ name, version }) => `${name} ${String(version)}`).join()}
        />
      </div>
      {dialog === 'new' && (
        <Dialog title="New list" onClose={closeDialog}>
          <NewListForm action="Create" existingNames={[...names, ...draftNames]} />
        </Dialog>
      )}
      {dialog === 'import' && (
        <Dialog title="Import a list" wide onClose={closeDialog}>
          <ImportForm action="Review" onImport={importList} />
        </Dialog>
      )}
    </main>
  );
}

interface NewListCardProps {
  readonly name: string;
}

/** A draft of a list that the server doesn't have. */
function NewListCard({ name }: NewListCardProps): JSX.Element {
  const isDeleted = loadDraft(name)?.base === undefined;
  return (
    <li class="panel">
      <h2>
        <a href={`#/lists/${name}`}>{name}</a>
      </h2>
      <p>
        <span class="chip warning">draft</span>{' '}
        {isDeleted ? 'of a deleted list' : 'of a new list, not published yet'}
      </p>
    </li>
  );
}

interface ListCardProps {
  readonly list: ListSummary;
  readonly draft: StoredDraft | undefined;
}

function ListCard({ list, draft }: ListCardProps): JSX.Element {
  const days = countByDay(list.hits, Date.now());
  const sizes = [
    formatCount(list.forbidden, 'entry', 'entries'),
    `${formatNumber(list.allowed)} allowed`,
    formatCount(list.replacements, 'replacement'),
  ];
  return (
    <li class="panel">
      <h2>
        <a href={`#/lists/${list.name}`}>{list.name}</a>
      </h2>
      <p class="quiet">
        {list.language} · {actions[list.action].label.toLowerCase()} · version {list.version}
      </p>
      {draft !== undefined && (
        <p>
          <span class="chip warning">draft</span> {describeDraft(draft.draft)}
        </p>
      )}
      <p>{sizes.join(', ')}</p>
      <div class="hits-line">
        <Sparkline counts={days} />
        <p>
          <strong>{formatNumber(days.at(-1) ?? 0)}</strong> <span class="quiet">today</span>{' '}
          <strong>{formatNumber(sum(days))}</strong> <span class="quiet">in {hitDays} days</span>
        </p>
      </div>
    </li>
  );
}
