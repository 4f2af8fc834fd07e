// The versions of a list: when, by whom and how much; each can be compared with what stands now,
// and brought back.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Api, Version } from '../filter-api-client.ts';
import { between, inWords, isEmpty, type Draft } from '../draft/list-draft.ts';
import { counted, type WordList } from './word-list.ts';
import { Confirm, Dialog } from '../ui/modal-dialog.tsx';
import { Difference } from '../draft/draft-changes.tsx';

interface Props {
  readonly api: Api;
  readonly name: string;
  /** Undefined: the list was deleted. */
  readonly now: WordList | undefined;
  readonly me: string;
  readonly canWrite: boolean;
  readonly hasDraft: boolean;
  readonly onBroughtBack: (version: number, from: number) => void;
}

type Compared = { readonly version: number; readonly list: WordList; readonly draft: Draft };

export const whenOf = (at: string | null): string =>
  at === null
    ? 'with the program'
    : new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
export const whoOf = (by: string | null, me: string): string =>
  by === null ? '' : by === me ? 'by you' : `by token ${by.slice(0, 8)}…`;

export function History({
  api,
  name,
  now,
  me,
  canWrite,
  hasDraft,
  onBroughtBack,
}: Props): JSX.Element {
  const [versions, setVersions] = useState<readonly Version[]>();
  const [problem, setProblem] = useState('');
  const [compared, setCompared] = useState<Compared>();
  const [wanted, setWanted] = useState<number>();
  useEffect(() => {
    let stale = false;
    void api.history(name).then((answered) => {
      if (stale) return;
      if (answered.ok) setVersions(answered.value);
      else setProblem(answered.message);
    });
    return () => {
      stale = true;
    };
  }, [api, name, now?.version]);

  const compare = async (version: number): Promise<void> => {
    const answered = await api.list(name, version);
    if (!answered.ok || now === undefined) setProblem(answered.ok ? '' : answered.message);
    else {
      setCompared({ version, list: answered.value.list, draft: between(answered.value.list, now) });
    }
  };
  const bringBack = async (version: number): Promise<void> => {
    setWanted(undefined);
    const answered = await api.rollback(name, version, now?.version);
    if (answered.ok) onBroughtBack(answered.value.version, version);
    else {
      setProblem(
        answered.reason === 'version_conflict'
          ? 'Somebody else has changed the list just now. Load the page again, and look at what they did first.'
          : answered.message,
      );
    }
  };

  return (
    <div class="history">
      <p class="problem" role="alert">
        {problem}
      </p>
      {versions === undefined && problem === '' && <p class="quiet">Loading …</p>}
      <ol>
        {versions?.map(({ version, at, by, entries, added, removed, gone }, index) => (
          <li key={version}>
            <div>
              <strong>Version {version}</strong>
              {index === 0 && !gone && <span class="chip">in force</span>}
              <p class="quiet">{[whenOf(at), whoOf(by, me)].join(' ')}</p>
              <p>
                {gone
                  ? 'deleted'
                  : at === null
                    ? counted(entries, 'entry', 'entries')
                    : `${counted(added, 'added', 'added')}, ${counted(removed, 'removed', 'removed')}; ${counted(entries, 'entry', 'entries')}`}
              </p>
            </div>
            {!gone && index > 0 && (
              <div class="acts">
                {now !== undefined && (
                  <button
                    type="button"
                    class="plain"
                    aria-label={`Compare version ${String(version)} with now`}
                    onClick={() => void compare(version)}
                  >
                    Compare with now
                  </button>
                )}
                <button
                  type="button"
                  class="secondary"
                  aria-label={`Bring version ${String(version)} back`}
                  disabled={!canWrite}
                  onClick={() => setWanted(version)}
                >
                  Bring back
                </button>
              </div>
            )}
          </li>
        ))}
      </ol>
      {compared !== undefined && (
        <Dialog
          title={`From version ${String(compared.version)} to now`}
          wide
          onClose={() => setCompared(undefined)}
        >
          <p>
            {isEmpty(compared.draft)
              ? 'They are the same.'
              : `Since then: ${inWords(compared.draft)}.`}
          </p>
          <Difference draft={compared.draft} from={compared.list} />
        </Dialog>
      )}
      {wanted !== undefined && (
        <Confirm
          title={`Bring version ${String(wanted)} back?`}
          action="Bring it back"
          onConfirm={() => void bringBack(wanted)}
          onClose={() => setWanted(undefined)}
        >
          <p>
            It becomes the newest version and is in force within 5 seconds. What stands now stays in
            the history.
          </p>
          {hasDraft && <p>Your draft is kept, and is then one on that version.</p>}
        </Confirm>
      )}
    </div>
  );
}
