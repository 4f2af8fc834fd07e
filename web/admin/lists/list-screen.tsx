// One list: its entries, allowed ones and replacements, what it does, and its history; a text tried
// beside it, and the draft below.

import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Access } from '../token/admin-access.ts';
import type { Api } from '../filter-api-client.ts';
import { added, inWords, isEmpty, removed, undone, withSettings } from '../draft/list-draft.ts';
import { useEditor, type Editor, type Opened } from '../draft/use-list-editor.ts';
import { AddForm } from '../entries/add-entries-form.tsx';
import { Conflict } from '../draft/conflict-dialog.tsx';
import { Confirm } from '../ui/modal-dialog.tsx';
import { kindNames } from '../draft/draft-changes.tsx';
import { Entries } from '../entries/entry-table.tsx';
import { History } from './list-history.tsx';
import { ListTools } from './list-actions.tsx';
import { Review } from '../draft/review-dialog.tsx';
import { SettingsForm } from './list-settings-form.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { focusTitle, Title } from '../ui/screen-title.tsx';
import { Try } from '../try/text-trial.tsx';
import { rowsOf } from '../entries/entry-rows.ts';
import {
  actions,
  counted,
  kinds,
  numberOf,
  type Kind,
  type Settings,
  type WordList,
} from './word-list.ts';

interface Props {
  readonly api: Api;
  readonly access: Access;
  readonly name: string;
}

const nouns: Readonly<Record<Kind, readonly [string, string]>> = {
  forbidden: ['entry', 'entries'],
  allowed: ['allowed entry', 'allowed entries'],
  replacements: ['replacement', 'replacements'],
};
const hints: Readonly<Record<Kind, string>> = {
  forbidden: 'a word or phrase a line; word* for all that begin so, *word that end so',
  allowed: 'let through though an entry is in it, one a line',
  replacements: 'one is drawn for each match; one a line',
};

export const readOnlyReason =
  'Your token may only read (filters:read). To change lists, open this page with one that may write (filters:write).';

export function List({ api, access, name }: Props): JSX.Element {
  const editor = useEditor(api, name);
  const { opened, whole } = editor;
  return (
    <main class="list">
      <nav aria-label="Where you are">
        <a class="back" href="#/">
          All lists
        </a>
      </nav>
      {opened === undefined || whole === undefined ? (
        <Without {...{ api, access, name, editor }} />
      ) : (
        <Within {...{ api, access, editor, opened, whole }} />
      )}
    </main>
  );
}

function Without({ api, access, name, editor }: Props & { readonly editor: Editor }): JSX.Element {
  if (!editor.isMissing) {
    return (
      <>
        {editor.problem === '' ? (
          <p class="quiet">Loading …</p>
        ) : (
          <p class="problem" role="alert">
            {editor.problem}
          </p>
        )}
      </>
    );
  }
  return (
    <>
      <Title text={name} />
      <p class="lead">
        There is no list of this name now. If there was one, it can be brought back.
      </p>
      <History
        {...{ api, name }}
        now={undefined}
        me={access.id}
        canWrite={access.canWrite}
        hasDraft={false}
        onBroughtBack={(version) =>
          void editor.reload(`Version ${String(version)} is in force within 5 seconds.`)
        }
      />
    </>
  );
}

interface WithinProps {
  readonly api: Api;
  readonly access: Access;
  readonly editor: Editor;
  readonly opened: Opened;
  readonly whole: WordList;
}

function Within({ api, access, editor, opened, whole }: WithinProps): JSX.Element {
  const { base, draft } = opened;
  const [sample, setSample] = useState('');
  const [dialog, setDialog] = useState<'review' | 'discard'>();
  const hasDraft = !isEmpty(draft) || base.version === 0;
  const canEdit = access.canWrite;
  useEffect(() => {
    // The button that was pressed has gone with the draft.
    if (!hasDraft && document.activeElement === document.body) focusTitle();
  }, [hasDraft]);
  const undo = (
    change: { readonly kind: Kind; readonly key: string } | { readonly setting: keyof Settings },
  ): void =>
    editor.edit(
      'setting' in change
        ? withSettings(draft, base, { [change.setting]: base[change.setting] })
        : undone(draft, change.kind, change.key),
    );
  const close = (): void => setDialog(undefined);
  const write = async (): Promise<void> => {
    if (await editor.write()) close();
  };
  const tabs = [
    ...kinds.map((kind) => ({
      id: kind,
      label: kindNames[kind],
      count: numberOf(whole[kind].length),
      panel: () => <Texts kind={kind} {...{ editor, opened, canEdit }} />,
    })),
    {
      id: 'settings',
      label: 'Settings',
      panel: () => (
        <SettingsForm
          settings={whole}
          canEdit={canEdit}
          onChange={(changed) => editor.edit(withSettings(draft, base, changed))}
        />
      ),
    },
    ...(base.version === 0
      ? []
      : [
          {
            id: 'history',
            label: 'History',
            panel: () => (
              <History
                {...{ api, hasDraft }}
                name={base.name}
                now={base}
                me={access.id}
                canWrite={canEdit}
                onBroughtBack={(version, from) =>
                  void editor.reload(
                    `Version ${String(from)} is back as version ${String(version)}, and in force within 5 seconds.`,
                  )
                }
              />
            ),
          },
        ]),
  ];

  return (
    <>
      <div class="title">
        <Title text={base.name} />
        <p class="quiet">
          {base.version === 0
            ? 'New, not in force yet'
            : `Version ${String(base.version)} in force`}{' '}
          · {whole.language} · {actions[whole.action].label.toLowerCase()}
        </p>
        <ListTools {...{ api, base, draft, canEdit }} onDraft={editor.edit} />
      </div>
      {!canEdit && <p class="note">{readOnlyReason}</p>}
      <p class="said" role="status">
        {editor.said}
      </p>
      <div class="beside">
        <div class="panel">
          <Tabs label={`Parts of ${base.name}`} tabs={tabs} />
        </div>
        <Try
          api={api}
          draft={hasDraft ? whole : undefined}
          version={`${base.name} ${String(base.version)}`}
        />
      </div>
      {hasDraft && (
        <section class="draft" aria-label="Draft">
          <div class="draft-says">
            <p role="status">
              <strong>Draft:</strong> {inWords(draft)}
            </p>
            {editor.problem !== '' && (
              <p class="problem" role="alert">
                {editor.problem}
              </p>
            )}
            {editor.warnings.length > 0 && (
              <p class="warm">
                {counted(editor.warnings.length, 'new entry catches', 'new entries catch')} common
                words: look at “Review”.
              </p>
            )}
          </div>
          <div class="acts">
            <button type="button" class="plain" onClick={() => setDialog('discard')}>
              Discard
            </button>
            <button type="button" class="secondary" onClick={() => setDialog('review')}>
              Review
            </button>
            <button
              type="button"
              class="primary"
              disabled={!canEdit || editor.isWriting}
              onClick={() => void write()}
            >
              {editor.isWriting ? 'Saving …' : 'Put in force'}
            </button>
          </div>
        </section>
      )}
      {dialog === 'review' && (
        <Review
          {...{ api, base, draft, whole, sample }}
          warnings={editor.warnings}
          problem={editor.problem}
          canWrite={canEdit && !editor.isWriting}
          onSample={setSample}
          onUndo={undo}
          onWrite={() => void write()}
          onClose={close}
        />
      )}
      {dialog === 'discard' && (
        <Confirm
          title="Discard your draft?"
          action="Discard"
          danger
          onClose={close}
          onConfirm={() => {
            close();
            editor.discard();
          }}
        >
          <p>
            {base.version === 0
              ? 'The new list is not made.'
              : `What you have changed is lost: ${inWords(draft)}.`}
          </p>
        </Confirm>
      )}
      {editor.overtaken !== undefined && (
        <Conflict
          overtaken={editor.overtaken}
          {...{ base, draft }}
          me={access.id}
          onApply={editor.applyOnTop}
          onGiveUp={editor.takeTheirs}
          onClose={editor.closeOvertaken}
        />
      )}
    </>
  );
}

function Texts({
  kind,
  editor,
  opened,
  canEdit,
}: {
  readonly kind: Kind;
  readonly editor: Editor;
  readonly opened: Opened;
  readonly canEdit: boolean;
}): JSX.Element {
  const { base, draft, hits } = opened;
  const rows = useMemo(
    () => rowsOf({ list: base, kind, draft, hits, now: Date.now() }),
    [base, kind, draft, hits],
  );
  return (
    <>
      <AddForm
        noun={nouns[kind]}
        hint={hints[kind]}
        disabled={!canEdit}
        onAdd={(texts) => {
          const done = added(draft, { list: base, kind, texts });
          editor.edit(done.draft);
          return done.added;
        }}
      />
      <Entries
        rows={rows}
        noun={nouns[kind]}
        hasHits={kind === 'forbidden'}
        canEdit={canEdit}
        onRemove={(texts) => editor.edit(removed(draft, { list: base, kind, texts }))}
        onUndo={(key) => editor.edit(undone(draft, kind, key))}
      />
    </>
  );
}
