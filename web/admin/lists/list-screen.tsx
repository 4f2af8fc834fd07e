// One list: its texts, settings and history, a text to try next to them, and the draft below.

import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { ConflictDialog } from '../draft/conflict-dialog.tsx';
import { kindLabels } from '../draft/draft-changes.tsx';
import { DraftBar } from '../draft/draft-bar.tsx';
import {
  addTexts,
  changeSettings,
  describeDraft,
  isEmptyDraft,
  removeTexts,
  undoChange,
  type DraftChange,
} from '../draft/list-draft.ts';
import { ReviewDialog } from '../draft/review-dialog.tsx';
import { useListEditor, type ListEditor, type OpenList } from '../draft/use-list-editor.ts';
import { AddEntriesForm } from '../entries/add-entries-form.tsx';
import { createRows } from '../entries/entry-rows.ts';
import { EntryTable } from '../entries/entry-table.tsx';
import type { FilterApi } from '../filter-api-client.ts';
import type { AdminAccess } from '../token/admin-access.ts';
import { TextTrial } from '../try/text-trial.tsx';
import { ConfirmDialog } from '../ui/modal-dialog.tsx';
import { focusTitle, ScreenTitle } from '../ui/screen-title.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { ListActions } from './list-actions.tsx';
import { ListHistory } from './list-history.tsx';
import { actions, formatNumber, textKinds, type TextKind, type WordList } from './list-model.ts';
import { ListSettingsForm } from './list-settings-form.tsx';

const nouns: Readonly<Record<TextKind, readonly [one: string, many: string]>> = {
  forbidden: ['entry', 'entries'],
  allowed: ['allowed entry', 'allowed entries'],
  replacements: ['replacement', 'replacements'],
};
const hints: Readonly<Record<TextKind, string>> = {
  forbidden: 'One word or phrase per line. word* matches beginnings, *word endings.',
  allowed: 'Let through even if they contain an entry. One per line.',
  replacements: 'The filter picks one for each match. One per line.',
};

export const readOnlyReason =
  'Your token is read-only (filters:read). ' +
  'To change lists, open this page with a token that can write (filters:write).';

interface Props {
  readonly api: FilterApi;
  readonly access: AdminAccess;
  readonly name: string;
}

export function ListScreen({ api, access, name }: Props): JSX.Element {
  const editor = useListEditor(api, name);
  const { open, edited } = editor;
  return (
    <main class="list">
      <nav aria-label="Breadcrumb">
        <a class="back" href="#/">
          All lists
        </a>
      </nav>
      {open === undefined || edited === undefined ? (
        <UnavailableList {...{ api, access, name, editor }} />
      ) : (
        <OpenListView {...{ api, access, editor, open, edited }} />
      )}
    </main>
  );
}

interface UnavailableListProps extends Props {
  readonly editor: ListEditor;
}

/** Shows that the list is loading, failed to load, or doesn't exist. */
function UnavailableList({ api, access, name, editor }: UnavailableListProps): JSX.Element {
  if (editor.isMissing) {
    return (
      <>
        <ScreenTitle text={name} />
        <p class="lead">There is no list with this name. You can restore one that was deleted.</p>
        <ListHistory
          {...{ api, name }}
          current={undefined}
          tokenId={access.id}
          canWrite={access.canWrite}
          hasDraft={false}
          onRestored={(version) =>
            void editor.reload(`Version ${String(version)} is live within 5 seconds.`)
          }
        />
      </>
    );
  }
  if (editor.problem === '') return <p class="quiet">Loading…</p>;
  return (
    <p class="problem" role="alert">
      {editor.problem}
    </p>
  );
}

interface OpenListProps {
  readonly api: FilterApi;
  readonly access: AdminAccess;
  readonly editor: ListEditor;
  readonly open: OpenList;
  readonly edited: WordList;
}

function OpenListView({ api, access, editor, open, edited }: OpenListProps): JSX.Element {
  const { base, draft } = open;
  const [sample, setSample] = useState('');
  const [dialog, setDialog] = useState<'review' | 'discard'>();
  const isNew = base.version === 0;
  const hasDraft = !isEmptyDraft(draft) || isNew;
  const canEdit = access.canWrite;

  useEffect(() => {
    // The draft's buttons disappear with it, and the focus with them.
    if (!hasDraft && document.activeElement === document.body) focusTitle();
  }, [hasDraft]);

  const undo = (change: DraftChange): void =>
    editor.edit(
      'setting' in change
        ? changeSettings(draft, base, { [change.setting]: base[change.setting] })
        : undoChange(draft, change.kind, change.key),
    );
  const closeDialog = (): void => setDialog(undefined);
  const publish = async (): Promise<void> => {
    if (await editor.publish()) closeDialog();
  };

  const textTabs = textKinds.map((kind) => ({
    id: kind,
    label: kindLabels[kind],
    count: formatNumber(edited[kind].length),
    panel: () => <ListTexts kind={kind} {...{ editor, open, canEdit }} />,
  }));
  const settingsTab = {
    id: 'settings',
    label: 'Settings',
    panel: () => (
      <ListSettingsForm
        settings={edited}
        canEdit={canEdit}
        onChange={(changes) => editor.edit(changeSettings(draft, base, changes))}
      />
    ),
  };
  const historyTab = {
    id: 'history',
    label: 'History',
    panel: () => (
      <ListHistory
        {...{ api, hasDraft }}
        name={base.name}
        current={base}
        tokenId={access.id}
        canWrite={canEdit}
        onRestored={(version, from) =>
          void editor.reload(
            `Restored version ${String(from)} as version ${String(version)}. ` +
              'It is live within 5 seconds.',
          )
        }
      />
    ),
  };
  const tabs = [...textTabs, settingsTab, ...(isNew ? [] : [historyTab])];

  return (
    <>
      <div class="title">
        <ScreenTitle text={base.name} />
        <p class="quiet">
          {isNew ? 'New, not published yet' : `Version ${String(base.version)}, live`} ·{' '}
          {edited.language} · {actions[edited.action].label.toLowerCase()}
        </p>
        <ListActions {...{ api, base, draft, canEdit }} onDraft={editor.edit} />
      </div>
      {!canEdit && <p class="note">{readOnlyReason}</p>}
      <p class="said" role="status">
        {editor.notice}
      </p>
      <div class="columns">
        <div class="panel">
          <Tabs label={`Parts of ${base.name}`} tabs={tabs} />
        </div>
        <TextTrial
          api={api}
          draft={hasDraft ? edited : undefined}
          version={`${base.name} ${String(base.version)}`}
        />
      </div>
      {hasDraft && (
        <DraftBar
          {...{ editor, draft, canEdit }}
          onDiscard={() => setDialog('discard')}
          onReview={() => setDialog('review')}
          onPublish={() => void publish()}
        />
      )}
      {dialog === 'review' && (
        <ReviewDialog
          {...{ api, base, draft, edited, sample }}
          warnings={editor.warnings}
          problem={editor.problem}
          canPublish={canEdit && !editor.isPublishing}
          onSample={setSample}
          onUndo={undo}
          onPublish={() => void publish()}
          onClose={closeDialog}
        />
      )}
      {dialog === 'discard' && (
        <ConfirmDialog
          title="Discard your draft?"
          action="Discard"
          danger
          onClose={closeDialog}
          onConfirm={() => {
            closeDialog();
            editor.discard();
          }}
        >
          <p>
            {isNew
              ? "The new list won't be created."
              : `You'll lose your changes: ${describeDraft(draft)}.`}
          </p>
        </ConfirmDialog>
      )}
      {editor.conflict !== undefined && (
        <ConflictDialog
          conflict={editor.conflict}
          {...{ base, draft }}
          tokenId={access.id}
          onApply={editor.applyMine}
          onDiscard={editor.discardMine}
          onClose={editor.closeConflict}
        />
      )}
    </>
  );
}

interface ListTextsProps {
  readonly kind: TextKind;
  readonly editor: ListEditor;
  readonly open: OpenList;
  readonly canEdit: boolean;
}

function ListTexts({ kind, editor, open, canEdit }: ListTextsProps): JSX.Element {
  const { base, draft, hits } = open;
  const rows = useMemo(
    () => createRows({ list: base, kind, draft, hits, now: Date.now() }),
    [base, kind, draft, hits],
  );
  return (
    <>
      <AddEntriesForm
        noun={nouns[kind]}
        hint={hints[kind]}
        disabled={!canEdit}
        onAdd={(texts) => {
          const result = addTexts(draft, { list: base, kind, texts });
          editor.edit(result.draft);
          return result.added;
        }}
      />
      <EntryTable
        rows={rows}
        noun={nouns[kind]}
        hasHits={kind === 'forbidden'}
        canEdit={canEdit}
        onRemove={(texts) => editor.edit(removeTexts(draft, { list: base, kind, texts }))}
        onUndo={(key) => editor.edit(undoChange(draft, kind, key))}
      />
    </>
  );
}
