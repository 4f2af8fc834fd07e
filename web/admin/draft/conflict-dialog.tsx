// Somebody else was quicker: what they did, what one wanted oneself, and how both come together.
// Nothing of either is lost.

import type { JSX } from 'preact';
import { between, inWords, isEmpty, rebased, type Draft } from './list-draft.ts';
import type { Overtaken } from '../filter-api-client.ts';
import type { Settings, WordList } from '../lists/word-list.ts';
import { Dialog } from '../ui/modal-dialog.tsx';
import { Difference, settingNames, settingText } from './draft-changes.tsx';
import { whenOf, whoOf } from '../lists/list-history.tsx';

interface Props {
  readonly overtaken: Overtaken;
  readonly base: WordList;
  readonly draft: Draft;
  readonly me: string;
  /** One's own changes become a draft on theirs. */
  readonly onApply: () => void;
  readonly onGiveUp: () => void;
  readonly onClose: () => void;
}

export function Conflict({
  overtaken: { theirs, change },
  base,
  draft,
  me,
  onApply,
  onGiveUp,
  onClose,
}: Props): JSX.Element {
  // Two people, or two tabs, may share a token.
  const by = change?.by === me ? 'with the same token as yours' : whoOf(change?.by ?? null, me);
  const who =
    change === undefined ? '' : [by, whenOf(change.at)].filter((part) => part !== '').join(', ');
  const done = theirs === undefined ? undefined : between(base, theirs);
  const left = theirs === undefined ? draft : rebased(draft, theirs);
  const contested =
    done === undefined
      ? []
      : (Object.keys(left.settings) as (keyof Settings)[]).filter((name) => name in done.settings);
  return (
    <Dialog
      title={
        theirs === undefined
          ? 'Somebody else has deleted this list'
          : 'Somebody else has changed this list'
      }
      wide
      onClose={onClose}
    >
      <p>
        {theirs === undefined
          ? 'It was deleted'
          : `Version ${String(theirs.version)} stands now, where you began from ${String(base.version)}`}
        {who === '' ? '' : ` (${who})`}. Nothing of your draft is lost.
      </p>
      <div class="sides">
        <section class="side">
          <h3>
            {theirs === undefined
              ? 'What stands now'
              : `What they did: ${done === undefined ? '' : inWords(done)}`}
          </h3>
          {done === undefined ? (
            <p>Nothing: making it again brings back what you began from, with your changes.</p>
          ) : (
            <Difference draft={done} from={base} />
          )}
        </section>
        <section class="side">
          <h3>Your draft: {inWords(draft)}</h3>
          <Difference draft={draft} from={base} />
        </section>
      </div>
      {contested.map((name) => (
        <p key={name} class="caution">
          Both have changed “{settingNames[name]}”: they to {settingText(theirs?.[name])}, you to{' '}
          {settingText(left.settings[name])}. Applying yours sets yours; you can undo that.
        </p>
      ))}
      <p>
        {isEmpty(left)
          ? 'They have made all of your changes already.'
          : theirs === undefined
            ? ''
            : `On top of theirs remain: ${inWords(left)}.`}
      </p>
      <div class="acts">
        <button type="button" class="secondary" onClick={onGiveUp}>
          Discard mine
        </button>
        <button type="button" class="primary" onClick={onApply}>
          {theirs === undefined
            ? 'Make it again, with mine'
            : isEmpty(left)
              ? 'Go on from theirs'
              : 'Apply mine on top'}
        </button>
      </div>
    </Dialog>
  );
}
