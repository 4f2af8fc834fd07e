// The state of one list while an admin edits it: the published version, the draft, and publishing.
// lists/list-screen.tsx shows it.

import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type {
  ApiError,
  CommonWordWarning,
  Conflict,
  FilterApi,
  ListWithHits,
} from '../filter-api-client.ts';
import { textKinds, type WordList } from '../lists/list-model.ts';
import { requestAfterPause } from '../ui/request-after-pause.ts';
import { deleteDraft, loadDraft, saveDraft } from './draft-storage.ts';
import {
  applyDraft,
  diffLists,
  emptyDraft,
  isEmptyDraft,
  rebaseDraft,
  type Draft,
} from './list-draft.ts';

const checkPauseMs = 400;

export interface OpenList {
  /** The version that the draft changes. */
  readonly base: WordList;
  readonly hits: ListWithHits['hits'];
  readonly draft: Draft;
}

export interface ListEditor {
  /** Undefined while loading, and if there is no such list. */
  readonly open: OpenList | undefined;
  /** The list with the draft's changes. */
  readonly edited: WordList | undefined;
  readonly isMissing: boolean;
  readonly isPublishing: boolean;
  readonly problem: string;
  readonly notice: string;
  readonly warnings: readonly CommonWordWarning[];
  readonly conflict: Conflict | undefined;
  readonly edit: (draft: Draft) => void;
  readonly discard: () => void;
  /** Resolves to false if the draft has an error to fix first. */
  readonly publish: () => Promise<boolean>;
  /** Resolves a conflict: the draft moves to the version that someone else published. */
  readonly applyMine: () => void;
  /** Resolves a conflict: the draft is discarded. */
  readonly discardMine: () => void;
  readonly closeConflict: () => void;
  readonly reload: (notice: string) => Promise<void>;
}

export function useListEditor(api: FilterApi, name: string): ListEditor {
  const [open, setOpen] = useState<OpenList>();
  const [isMissing, setMissing] = useState(false);
  const [isPublishing, setPublishing] = useState(false);
  const [problem, setProblem] = useState('');
  const [notice, setNotice] = useState('');
  const [conflict, setConflict] = useState<Conflict>();
  const { base, draft } = open ?? {};
  const edited = useMemo(
    () => (base === undefined || draft === undefined ? undefined : applyDraft(base, draft)),
    [base, draft],
  );
  const hasChanges = draft !== undefined && !isEmptyDraft(draft);
  const check = useDraftCheck(api, hasChanges ? edited : undefined);

  const show = useCallback(
    (next: OpenList): void => {
      setOpen(next);
      setMissing(false);
      const isNew = next.base.version === 0;
      if (isEmptyDraft(next.draft) && !isNew) {
        deleteDraft(name);
        return;
      }
      saveDraft(name, {
        version: next.base.version,
        draft: next.draft,
        ...(isNew ? { base: next.base } : {}),
      });
    },
    [name],
  );

  const reload = useCallback(
    async (reloadNotice: string): Promise<void> => {
      const stored = loadDraft(name);
      if (stored?.base !== undefined) {
        show({ base: stored.base, hits: {}, draft: stored.draft });
        return;
      }
      const result = await api.getList(name);
      setProblem(result.ok || result.reason === 'not_found' ? '' : result.message);
      if (!result.ok) {
        setMissing(result.reason === 'not_found');
        return;
      }
      const { list, hits } = result.value;
      const isStale = stored !== undefined && stored.version !== list.version;
      setNotice(
        reloadNotice === '' && isStale
          ? `Someone published version ${String(list.version)} while you were editing ` +
              `version ${String(stored.version)}. Your draft now applies to the new version.`
          : reloadNotice,
      );
      const nextDraft = stored === undefined ? emptyDraft : rebaseDraft(stored.draft, list);
      show({ base: list, hits, draft: nextDraft });
    },
    [api, name, show],
  );
  useEffect(() => void reload(''), [reload]);

  const publish = async (): Promise<boolean> => {
    if (open === undefined || edited === undefined || isPublishing) return false;
    setPublishing(true);
    const result = await api.publish(open.base, open.draft, edited);
    // A deleted list is a conflict too: the server can't edit it, and someone else deleted it.
    const isConflict =
      !result.ok && (result.reason === 'version_conflict' || result.reason === 'not_found');
    const nextConflict = isConflict ? await loadConflict(api, name) : undefined;
    setPublishing(false);
    setNotice('');
    setProblem(result.ok || isConflict ? '' : describeProblem(result, edited));
    setConflict(nextConflict);
    if (!result.ok) return isConflict;

    const { version, warnings } = result.value;
    show({ base: { ...edited, version }, hits: open.hits, draft: emptyDraft });
    const caution = warnings.length > 0 ? ' Some new entries match common words.' : '';
    setNotice(`Version ${String(version)} is live within 5 seconds.${caution}`);
    return true;
  };

  const applyMine = (): void => {
    setConflict(undefined);
    if (open === undefined || edited === undefined || conflict === undefined) return;
    const { theirs } = conflict;
    if (theirs === undefined) {
      const empty = { ...open.base, version: 0, forbidden: [], allowed: [], replacements: [] };
      show({ ...open, base: empty, draft: diffLists(empty, edited) });
      setNotice('Your draft creates the list again.');
      return;
    }
    show({ ...open, base: theirs, draft: rebaseDraft(open.draft, theirs) });
    const version = String(theirs.version);
    setNotice(`Your draft now applies to version ${version}. Check it, then publish it.`);
  };

  const discardMine = (): void => {
    const theirs = conflict?.theirs;
    setConflict(undefined);
    deleteDraft(name);
    if (open !== undefined && theirs !== undefined) {
      show({ ...open, base: theirs, draft: emptyDraft });
    } else location.hash = '#/';
  };

  return {
    open,
    edited,
    isMissing,
    isPublishing,
    notice,
    conflict,
    publish,
    applyMine,
    discardMine,
    reload,
    problem: problem === '' ? check.problem : problem,
    warnings: check.warnings,
    edit: (nextDraft) => {
      setProblem('');
      if (open !== undefined) show({ ...open, draft: nextDraft });
    },
    discard: () => {
      setProblem('');
      setNotice('Draft discarded.');
      deleteDraft(name);
      if (open?.base.version === 0) location.hash = '#/';
      else if (open !== undefined) show({ ...open, draft: emptyDraft });
    },
    closeConflict: () => setConflict(undefined),
  };
}

interface DraftCheck {
  readonly problem: string;
  readonly warnings: readonly CommonWordWarning[];
}

const unchecked: DraftCheck = { problem: '', warnings: [] };

/** Has the server check a draft before it is published: invalid entries and common words. */
function useDraftCheck(api: FilterApi, edited: WordList | undefined): DraftCheck {
  const [check, setCheck] = useState(unchecked);
  useEffect(() => {
    setCheck(unchecked);
    if (edited === undefined) return undefined;
    return requestAfterPause({
      pauseMs: checkPauseMs,
      request: () => api.dryRun(edited, []),
      onResult: (result) => {
        const isInvalid = !result.ok && result.reason === 'invalid_payload';
        setCheck({
          problem: isInvalid ? describeProblem(result, edited) : '',
          warnings: result.ok ? result.value.warnings : [],
        });
      },
    });
  }, [api, edited]);
  return check;
}

async function loadConflict(api: FilterApi, name: string): Promise<Conflict> {
  const [list, history] = await Promise.all([api.getList(name), api.getHistory(name)]);
  return {
    theirs: list.ok ? list.value.list : undefined,
    change: history.ok ? history.value[0] : undefined,
  };
}

/** Replaces the server's path, such as `forbidden.12`, by the entry itself. @internal */
export function describeProblem({ message, reason }: ApiError, edited: WordList): string {
  if (reason !== 'invalid_payload') return message;
  const [, kindName, index, detail] =
    /^(?:draft\.)?([a-z]+)(?:\.(\d+))?: (.*)$/s.exec(message) ?? [];
  const kind = textKinds.find((textKind) => textKind === kindName);
  if (kind === undefined || detail === undefined) return message;
  if (index === undefined) {
    return `${kind === 'replacements' ? 'Replacements' : 'Entries'}: ${detail}`;
  }
  // The server counts duplicate forbidden entries once.
  const texts = kind === 'forbidden' ? [...new Set(edited.forbidden)] : edited[kind];
  return `“${texts[Number(index)] ?? ''}”: ${detail}`;
}
