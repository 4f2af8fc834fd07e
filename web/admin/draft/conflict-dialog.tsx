// Someone else published or deleted the list first. Shows their changes and the admin's own, and
// combines both or discards the draft.

import type { JSX } from 'preact';
import type { Conflict } from '../filter-api-client.ts';
import { describeAuthor, formatTime } from '../lists/list-history.tsx';
import type { ListSettings, WordList } from '../lists/list-model.ts';
import { Dialog } from '../ui/modal-dialog.tsx';
import { DraftChanges, formatSetting, settingLabels } from './draft-changes.tsx';
import { describeDraft, diffLists, isEmptyDraft, rebaseDraft, type Draft } from './list-draft.ts';

interface Props {
  readonly conflict: Conflict;
  readonly base: WordList;
  readonly draft: Draft;
  /** The id of this admin's token. */
  readonly tokenId: string;
  readonly onApply: () => void;
  readonly onDiscard: () => void;
  readonly onClose: () => void;
}

export function ConflictDialog({
  conflict: { theirs, change },
  base,
  draft,
  tokenId,
  onApply,
  onDiscard,
  onClose,
}: Props): JSX.Element {
  const author = change === undefined ? '' : ` (${describeChange(change, tokenId)})`;
  return (
    <Dialog
      title={theirs === undefined ? 'This list was deleted' : 'This list has changed'}
      wide
      onClose={onClose}
    >
      {theirs === undefined ? (
        <>
          <p>Someone deleted this list while you were editing it{author}. Your draft is safe.</p>
          <div class="sides">
            <section class="side">
              <h3>Now</h3>
              <p>No list. Creating it again restores the version you edited, with your changes.</p>
            </section>
            <OwnChanges draft={draft} base={base} />
          </div>
        </>
      ) : (
        <>
          <p>
            Someone published version {theirs.version} while you were editing version {base.version}
            {author}. Your draft is safe.
          </p>
          <BothChanges {...{ theirs, base, draft }} />
        </>
      )}
      <div class="buttons">
        <button type="button" class="secondary" onClick={onDiscard}>
          Discard mine
        </button>
        <button type="button" class="primary" onClick={onApply}>
          {labelApply(theirs, draft)}
        </button>
      </div>
    </Dialog>
  );
}

interface BothChangesProps {
  readonly theirs: WordList;
  readonly base: WordList;
  readonly draft: Draft;
}

function BothChanges({ theirs, base, draft }: BothChangesProps): JSX.Element {
  const theirChanges = diffLists(base, theirs);
  const remaining = rebaseDraft(draft, theirs);
  const contestedSettings = (Object.keys(remaining.settings) as (keyof ListSettings)[]).filter(
    (setting) => setting in theirChanges.settings,
  );
  return (
    <>
      <div class="sides">
        <section class="side">
          <h3>Their changes: {describeDraft(theirChanges)}</h3>
          <DraftChanges draft={theirChanges} from={base} />
        </section>
        <OwnChanges draft={draft} base={base} />
      </div>
      {contestedSettings.map((setting) => (
        <p key={setting} class="caution">
          You both changed “{settingLabels[setting]}”: they to {formatSetting(theirs[setting])}, you
          to {formatSetting(remaining.settings[setting])}. Applying yours overrides theirs; you can
          undo that.
        </p>
      ))}
      <p>
        {isEmptyDraft(remaining)
          ? 'They have already made all of your changes.'
          : `Your remaining changes: ${describeDraft(remaining)}.`}
      </p>
    </>
  );
}

interface OwnChangesProps {
  readonly draft: Draft;
  readonly base: WordList;
}

function OwnChanges({ draft, base }: OwnChangesProps): JSX.Element {
  return (
    <section class="side">
      <h3>Your draft: {describeDraft(draft)}</h3>
      <DraftChanges draft={draft} from={base} />
    </section>
  );
}

function describeChange(change: NonNullable<Conflict['change']>, tokenId: string): string {
  // Two people, or two tabs, may share a token.
  const isSameToken = change.by === tokenId;
  const author = isSameToken ? 'with the same token as yours' : describeAuthor(change.by, tokenId);
  return [author, formatTime(change.at)].filter((part) => part !== '').join(', ');
}

function labelApply(theirs: WordList | undefined, draft: Draft): string {
  if (theirs === undefined) return 'Create it again with mine';
  return isEmptyDraft(rebaseDraft(draft, theirs)) ? 'Continue from theirs' : 'Apply mine on top';
}
