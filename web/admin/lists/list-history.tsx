// The versions of a list: their times, authors and sizes. Each can be compared with the current one
// and restored.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { DraftChanges } from '../draft/draft-changes.tsx';
import { describeDraft, diffLists, isEmptyDraft, type Draft } from '../draft/list-draft.ts';
import type { FilterApi, ListVersion } from '../filter-api-client.ts';
import { ConfirmDialog, Dialog } from '../ui/modal-dialog.tsx';
import { formatCount, type WordList } from './list-model.ts';

interface Props {
  readonly api: FilterApi;
  readonly name: string;
  /** Undefined if the list was deleted. */
  readonly current: WordList | undefined;
  /** The id of this admin's token. */
  readonly tokenId: string;
  readonly canWrite: boolean;
  readonly hasDraft: boolean;
  readonly onRestored: (version: number, from: number) => void;
}

interface Comparison {
  readonly version: number;
  readonly list: WordList;
  readonly changes: Draft;
}

export function ListHistory({
  api,
  name,
  current,
  tokenId,
  canWrite,
  hasDraft,
  onRestored,
}: Props): JSX.Element {
  const [versions, setVersions] = useState<readonly ListVersion[]>();
  const [problem, setProblem] = useState('');
  const [comparison, setComparison] = useState<Comparison>();
  const [versionToRestore, setVersionToRestore] = useState<number>();
  const currentVersion = current?.version;

  useEffect(() => {
    let isStale = false;
    void api.getHistory(name).then((result) => {
      if (isStale) return;
      if (result.ok) setVersions(result.value);
      else setProblem(result.message);
    });
    return () => {
      isStale = true;
    };
  }, [api, name, currentVersion]);

  const compare = async (version: number): Promise<void> => {
    const result = await api.getList(name, version);
    if (!result.ok) setProblem(result.message);
    else if (current !== undefined) {
      const { list } = result.value;
      setProblem('');
      setComparison({ version, list, changes: diffLists(list, current) });
    }
  };

  const restore = async (version: number): Promise<void> => {
    setVersionToRestore(undefined);
    const result = await api.rollback(name, version, currentVersion);
    if (result.ok) onRestored(result.value.version, version);
    else {
      setProblem(
        result.reason === 'version_conflict'
          ? 'Someone else just changed this list. Reload the page and check their changes first.'
          : result.message,
      );
    }
  };

  return (
    <div class="history">
      <p class="problem" role="alert">
        {problem}
      </p>
      {versions === undefined && problem === '' && <p class="quiet">Loading…</p>}
      <ol>
        {versions?.map((version, index) => (
          <VersionItem
            key={version.version}
            {...{ version, tokenId, canWrite }}
            isLatest={index === 0}
            onCompare={current === undefined ? undefined : () => void compare(version.version)}
            onRestore={() => setVersionToRestore(version.version)}
          />
        ))}
      </ol>
      {comparison !== undefined && (
        <ComparisonDialog comparison={comparison} onClose={() => setComparison(undefined)} />
      )}
      {versionToRestore !== undefined && (
        <ConfirmDialog
          title={`Restore version ${String(versionToRestore)}?`}
          action="Restore"
          onConfirm={() => void restore(versionToRestore)}
          onClose={() => setVersionToRestore(undefined)}
        >
          <p>
            It becomes the newest version and is live within 5 seconds. The current version stays in
            the history.
          </p>
          {hasDraft && <p>Your draft stays. It then applies to the restored version.</p>}
        </ConfirmDialog>
      )}
    </div>
  );
}

interface VersionItemProps {
  readonly version: ListVersion;
  readonly isLatest: boolean;
  readonly tokenId: string;
  readonly canWrite: boolean;
  /** Undefined if there is no current version to compare with. */
  readonly onCompare: (() => void) | undefined;
  readonly onRestore: () => void;
}

function VersionItem({
  version,
  isLatest,
  tokenId,
  canWrite,
  onCompare,
  onRestore,
}: VersionItemProps): JSX.Element {
  const { at, by, gone: isDeletion } = version;
  const number = String(version.version);
  return (
    <li>
      <div>
        <strong>Version {number}</strong>
        {isLatest && !isDeletion && <span class="chip">live</span>}
        <p class="quiet">{[formatTime(at), describeAuthor(by, tokenId)].join(' ')}</p>
        <p>{describeVersion(version)}</p>
      </div>
      {!isDeletion && !isLatest && (
        <div class="buttons">
          {onCompare !== undefined && (
            <button
              type="button"
              class="plain"
              aria-label={`Compare version ${number} with the current version`}
              onClick={onCompare}
            >
              Compare
            </button>
          )}
          <button
            type="button"
            class="secondary"
            aria-label={`Restore version ${number}`}
            disabled={!canWrite}
            onClick={onRestore}
          >
            Restore
          </button>
        </div>
      )}
    </li>
  );
}

interface ComparisonDialogProps {
  readonly comparison: Comparison;
  readonly onClose: () => void;
}

function ComparisonDialog({ comparison, onClose }: ComparisonDialogProps): JSX.Element {
  const { version, list, changes } = comparison;
  return (
    <Dialog title={`Changes since version ${String(version)}`} wide onClose={onClose}>
      <p>
        {isEmptyDraft(changes) ? 'Nothing has changed.' : `Since then: ${describeDraft(changes)}.`}
      </p>
      <DraftChanges draft={changes} from={list} />
    </Dialog>
  );
}

function describeVersion({ at, entries, added, removed, gone }: ListVersion): string {
  if (gone) return 'deleted';
  const total = formatCount(entries, 'entry', 'entries');
  if (at === null) return total;
  const changes = [
    formatCount(added, 'added', 'added'),
    formatCount(removed, 'removed', 'removed'),
  ];
  return `${changes.join(', ')}; ${total}`;
}

export const formatTime = (at: string | null): string =>
  at === null
    ? 'built in'
    : new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export function describeAuthor(by: string | null, tokenId: string): string {
  if (by === null) return '';
  return by === tokenId ? 'by you' : `by token ${by.slice(0, 8)}…`;
}
