// All lists: what each does, how much is in it, how often it matches; making new ones, and trying a
// text on all of them.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Access } from '../token/admin-access.ts';
import type { Api } from '../filter-api-client.ts';
import { inWords } from '../draft/list-draft.ts';
import { keptDraft, namesOfDrafts } from '../draft/draft-storage.ts';
import { daysKept, lastDays, sumOf } from '../entries/daily-hits.ts';
import { Dialog } from '../ui/modal-dialog.tsx';
import { ImportForm, type FileRead } from './import-form.tsx';
import { NewListForm, openNew } from './new-list-form.tsx';
import { Sparkline } from '../entries/sparkline.tsx';
import { Title } from '../ui/screen-title.tsx';
import { Try } from '../try/text-trial.tsx';
import { actions, counted, listOf, nameFrom, numberOf, type Summary } from './word-list.ts';
import { readOnlyReason } from './list-screen.tsx';

export function Lists({
  api,
  access,
}: {
  readonly api: Api;
  readonly access: Access;
}): JSX.Element {
  const [lists, setLists] = useState<readonly Summary[]>();
  const [problem, setProblem] = useState('');
  const [dialog, setDialog] = useState<'new' | 'import'>();
  const load = async (): Promise<void> => {
    const answered = await api.lists();
    setProblem(answered.ok ? '' : answered.message);
    if (answered.ok) setLists(answered.value);
  };
  useEffect(() => void load(), [api]);
  const taken = (lists ?? []).map(({ name }) => name);
  const drafts = namesOfDrafts();
  const close = (): void => setDialog(undefined);
  const bringIn = (read: FileRead, fileName: string): string => {
    const name = nameFrom(
      typeof read['name'] === 'string' ? read['name'] : fileName === '' ? 'imported' : fileName,
    );
    if (taken.includes(name)) {
      return `There is a list called ${name} already. Open it, and import the file there.`;
    }
    openNew(name, listOf({ replacements: ['***'], ...read }, name));
    return '';
  };

  return (
    <main class="lists">
      <div class="title">
        <Title text="Word lists" />
        <div class="acts start">
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
      <div class="beside">
        <div>
          {lists === undefined && problem === '' && <p class="quiet">Loading …</p>}
          {lists?.length === 0 && (
            <p class="panel none quiet">No list is in force: every message passes as it is.</p>
          )}
          <ul class="cards" aria-label="Word lists">
            {drafts
              .filter((name) => lists !== undefined && !taken.includes(name))
              .map((name) => (
                <li key={name} class="panel">
                  <h2>
                    <a href={`#/lists/${name}`}>{name}</a>
                  </h2>
                  <p>
                    <span class="chip warm">draft</span>{' '}
                    {keptDraft(name)?.base === undefined
                      ? 'of a list that was deleted'
                      : 'of a new list, not in force yet'}
                  </p>
                </li>
              ))}
            {lists?.map((list) => (
              <Card
                key={list.name}
                list={list}
                draft={drafts.includes(list.name) ? keptDraft(list.name) : undefined}
              />
            ))}
          </ul>
        </div>
        <Try
          api={api}
          version={(lists ?? []).map(({ name, version }) => `${name} ${String(version)}`).join()}
        />
      </div>
      {dialog === 'new' && (
        <Dialog title="New list" onClose={close}>
          <NewListForm action="Make it" taken={[...taken, ...drafts]} />
        </Dialog>
      )}
      {dialog === 'import' && (
        <Dialog title="Import a list" wide onClose={close}>
          <ImportForm action="Look it over" onRead={bringIn} />
        </Dialog>
      )}
    </main>
  );
}

function Card({
  list,
  draft,
}: {
  readonly list: Summary;
  readonly draft: ReturnType<typeof keptDraft>;
}): JSX.Element {
  const days = lastDays(list.hits, Date.now());
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
          <span class="chip warm">draft</span> {inWords(draft.draft)}
        </p>
      )}
      <p>
        {counted(list.forbidden, 'entry', 'entries')}, {numberOf(list.allowed)} allowed,{' '}
        {counted(list.replacements, 'replacement')}
      </p>
      <div class="hits-line">
        <Sparkline counts={days} />
        <p>
          <strong>{numberOf(days.at(-1) ?? 0)}</strong> <span class="quiet">today</span>{' '}
          <strong>{numberOf(sumOf(days))}</strong> <span class="quiet">in {daysKept} days</span>
        </p>
      </div>
    </li>
  );
}
