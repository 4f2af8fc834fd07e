// Reviews a draft before it is published: its changes, warnings, and a sample tried with it.

import type { JSX } from 'preact';
import type { CommonWordWarning, FilterApi } from '../filter-api-client.ts';
import type { WordList } from '../lists/list-model.ts';
import { SampleTrial } from '../try/sample-trial.tsx';
import { Dialog } from '../ui/modal-dialog.tsx';
import { DraftChanges } from './draft-changes.tsx';
import { describeDraft, isEmptyDraft, type Draft, type DraftChange } from './list-draft.ts';
import { WarningList } from './warning-list.tsx';

interface Props {
  readonly api: FilterApi;
  readonly base: WordList;
  readonly draft: Draft;
  readonly edited: WordList;
  readonly warnings: readonly CommonWordWarning[];
  readonly problem: string;
  readonly canPublish: boolean;
  readonly sample: string;
  readonly onSample: (sample: string) => void;
  readonly onUndo: (change: DraftChange) => void;
  readonly onPublish: () => void;
  readonly onClose: () => void;
}

export function ReviewDialog({
  api,
  base,
  draft,
  edited,
  warnings,
  problem,
  canPublish,
  sample,
  onSample,
  onUndo,
  onPublish,
  onClose,
}: Props): JSX.Element {
  const hasChanges = !isEmptyDraft(draft) || base.version === 0;
  return (
    <Dialog title="Review your draft" wide onClose={onClose}>
      <p role="status">Your draft: {describeDraft(draft)}.</p>
      <p class="problem" role="alert">
        {problem}
      </p>
      <WarningList warnings={warnings} />
      <DraftChanges draft={draft} from={base} onUndo={onUndo} />
      <SampleTrial api={api} draft={edited} sample={sample} onSample={onSample} />
      <div class="buttons">
        <button type="button" class="secondary" onClick={onClose}>
          Keep editing
        </button>
        <button
          type="button"
          class="primary"
          disabled={!canPublish || !hasChanges}
          onClick={onPublish}
        >
          Publish
        </button>
      </div>
    </Dialog>
  );
}
