// A draft before it goes live: all its changes, what is warned of, a sample tried under it; and
// then it is put in force.

import type { JSX } from 'preact';
import type { Api, Warning } from '../filter-api-client.ts';
import { inWords, isEmpty, type Draft } from './list-draft.ts';
import type { Kind, Settings, WordList } from '../lists/word-list.ts';
import { Dialog } from '../ui/modal-dialog.tsx';
import { Difference } from './draft-changes.tsx';
import { DryRun } from '../try/sample-trial.tsx';
import { Warnings } from './common-word-warnings.tsx';

interface Props {
  readonly api: Api;
  readonly base: WordList;
  readonly draft: Draft;
  readonly whole: WordList;
  readonly warnings: readonly Warning[];
  readonly problem: string;
  readonly canWrite: boolean;
  readonly sample: string;
  readonly onSample: (sample: string) => void;
  readonly onUndo: (
    undo: { readonly kind: Kind; readonly key: string } | { readonly setting: keyof Settings },
  ) => void;
  readonly onWrite: () => void;
  readonly onClose: () => void;
}

export function Review({
  api,
  base,
  draft,
  whole,
  warnings,
  problem,
  canWrite,
  sample,
  onSample,
  onUndo,
  onWrite,
  onClose,
}: Props): JSX.Element {
  return (
    <Dialog title="Before it goes live" wide onClose={onClose}>
      <p role="status">Your draft: {inWords(draft)}.</p>
      <p class="problem" role="alert">
        {problem}
      </p>
      <Warnings warnings={warnings} />
      <Difference draft={draft} from={base} onUndo={onUndo} />
      <DryRun api={api} draft={whole} sample={sample} onSample={onSample} />
      <div class="acts">
        <button type="button" class="secondary" onClick={onClose}>
          Go on editing
        </button>
        <button
          type="button"
          class="primary"
          disabled={!canWrite || (isEmpty(draft) && base.version > 0)}
          onClick={onWrite}
        >
          Put in force
        </button>
      </div>
    </Dialog>
  );
}
