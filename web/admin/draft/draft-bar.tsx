// The bar below a list: a summary of the draft, and buttons to discard, review or publish it.

import type { JSX } from 'preact';
import { formatCount } from '../lists/list-model.ts';
import { describeDraft, type Draft } from './list-draft.ts';
import type { ListEditor } from './use-list-editor.ts';

interface Props {
  readonly editor: ListEditor;
  readonly draft: Draft;
  readonly canEdit: boolean;
  readonly onDiscard: () => void;
  readonly onReview: () => void;
  readonly onPublish: () => void;
}

export function DraftBar({
  editor: { problem, warnings, isPublishing },
  draft,
  canEdit,
  onDiscard,
  onReview,
  onPublish,
}: Props): JSX.Element {
  return (
    <section class="draft" aria-label="Draft">
      <div class="draft-text">
        <p role="status">
          <strong>Draft:</strong> {describeDraft(draft)}
        </p>
        {problem !== '' && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {warnings.length > 0 && (
          <p class="warning">
            {formatCount(warnings.length, 'new entry matches', 'new entries match')} common words.
            See Review.
          </p>
        )}
      </div>
      <div class="buttons">
        <button type="button" class="plain" onClick={onDiscard}>
          Discard
        </button>
        <button type="button" class="secondary" onClick={onReview}>
          Review
        </button>
        <button
          type="button"
          class="primary"
          disabled={!canEdit || isPublishing}
          onClick={onPublish}
        >
          {isPublishing ? 'Publishing…' : 'Publish'}
        </button>
      </div>
    </section>
  );
}
