// One list under an administrator's hands: as it stands, the draft on it, and what becomes of
// putting it in force. What is seen of it is in screens/list.tsx.

import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Api, Loaded, Overtaken, Refused, Warning } from '../filter-api-client.ts';
import { askAfterPause } from '../ui/request-after-pause.ts';
import { applied, between, emptyDraft, isEmpty, rebased, type Draft } from './list-draft.ts';
import { dropDraft, keepDraft, keptDraft } from './draft-storage.ts';
import { kinds, type Kind, type WordList } from '../lists/word-list.ts';

const pauseMilliseconds = 400;

export interface Opened {
  readonly base: WordList;
  readonly hits: Loaded['hits'];
  readonly draft: Draft;
}

export interface Editor {
  /** Undefined while it is loaded, and where there is no such list. */
  readonly opened: Opened | undefined;
  /** The list as it would be. */
  readonly whole: WordList | undefined;
  readonly isMissing: boolean;
  readonly isWriting: boolean;
  readonly problem: string;
  readonly said: string;
  readonly warnings: readonly Warning[];
  readonly overtaken: Overtaken | undefined;
  readonly edit: (draft: Draft) => void;
  readonly discard: () => void;
  /** False: the draft has to be mended first. */
  readonly write: () => Promise<boolean>;
  /** One's own changes become a draft on what stands now. */
  readonly applyOnTop: () => void;
  readonly takeTheirs: () => void;
  readonly closeOvertaken: () => void;
  readonly reload: (said: string) => Promise<void>;
}

export function useEditor(api: Api, name: string): Editor {
  const [opened, setOpened] = useState<Opened>();
  const [isMissing, setMissing] = useState(false);
  const [isWriting, setWriting] = useState(false);
  const [problem, setProblem] = useState('');
  const [said, setSaid] = useState('');
  const [overtaken, setOvertaken] = useState<Overtaken>();
  const whole = useMemo(
    () => (opened === undefined ? undefined : applied(opened.base, opened.draft)),
    [opened?.base, opened?.draft],
  );
  const checked = useChecked({ api, opened, whole });

  const open = (next: Opened): void => {
    setOpened(next);
    setMissing(false);
    const isNew = next.base.version === 0;
    if (isEmpty(next.draft) && !isNew) dropDraft(name);
    else {
      keepDraft(name, {
        version: next.base.version,
        draft: next.draft,
        ...(isNew ? { base: next.base } : {}),
      });
    }
  };
  const reload = async (told: string): Promise<void> => {
    const kept = keptDraft(name);
    if (kept?.base !== undefined) {
      open({ base: kept.base, hits: {}, draft: kept.draft });
      return;
    }
    const answered = await api.list(name);
    setProblem(answered.ok || answered.reason === 'not_found' ? '' : answered.message);
    if (!answered.ok) {
      setMissing(answered.reason === 'not_found');
      return;
    }
    const { list, hits } = answered.value;
    setSaid(
      told !== '' || kept === undefined || kept.version === list.version
        ? told
        : `The list has gone from version ${String(kept.version)} to ${String(list.version)} since you began your draft. Your changes are on top of that now.`,
    );
    open({ base: list, hits, draft: kept === undefined ? emptyDraft : rebased(kept.draft, list) });
  };
  useEffect(() => void reload(''), [api, name]);

  const write = async (): Promise<boolean> => {
    if (opened === undefined || whole === undefined || isWriting) return false;
    const { base, hits, draft } = opened;
    setWriting(true);
    const answered = await api.write(base, draft, whole);
    // A list that is gone cannot be changed in part: to who changed it that is the same news.
    const isOvertaken =
      !answered.ok && (answered.reason === 'version_conflict' || answered.reason === 'not_found');
    const lost = isOvertaken ? await overtakenBy(api, name) : undefined;
    setWriting(false);
    setSaid('');
    setProblem(answered.ok || lost !== undefined ? '' : problemOf(answered, whole));
    setOvertaken(lost);
    if (!answered.ok) return lost !== undefined;
    const { version, warnings } = answered.value;
    open({ base: { ...whole, version }, hits, draft: emptyDraft });
    const caution = warnings.length > 0 ? ' Some new entries catch common words.' : '';
    setSaid(
      `Version ${String(version)} is in force. Everyone's next message is filtered by it within 5 seconds.${caution}`,
    );
    return true;
  };
  const applyOnTop = (): void => {
    setOvertaken(undefined);
    if (opened === undefined || whole === undefined || overtaken === undefined) return;
    const { theirs } = overtaken;
    const nothing = { ...opened.base, version: 0, forbidden: [], allowed: [], replacements: [] };
    open({
      ...opened,
      ...(theirs === undefined
        ? { base: nothing, draft: between(nothing, whole) }
        : { base: theirs, draft: rebased(opened.draft, theirs) }),
    });
    setSaid(
      theirs === undefined
        ? 'Your draft makes the list anew.'
        : `Your changes are a draft on version ${String(theirs.version)} now. Look it over, and put it in force.`,
    );
  };
  const takeTheirs = (): void => {
    const theirs = overtaken?.theirs;
    setOvertaken(undefined);
    dropDraft(name);
    if (opened !== undefined && theirs !== undefined) {
      open({ ...opened, base: theirs, draft: emptyDraft });
    } else location.hash = '#/';
  };

  return {
    opened,
    whole,
    isMissing,
    isWriting,
    said,
    overtaken,
    write,
    applyOnTop,
    takeTheirs,
    reload,
    problem: problem === '' ? checked.problem : problem,
    warnings: checked.warnings,
    edit: (draft) => {
      setProblem('');
      if (opened !== undefined) open({ ...opened, draft });
    },
    discard: () => {
      setProblem('');
      setSaid('Discarded.');
      dropDraft(name);
      if (opened?.base.version === 0) location.hash = '#/';
      else if (opened !== undefined) open({ ...opened, draft: emptyDraft });
    },
    closeOvertaken: () => setOvertaken(undefined),
  };
}

/**
 * What the server says of a draft before it is in force: entries of bad form, and such as catch
 * common words.
 */
function useChecked({
  api,
  opened,
  whole,
}: {
  readonly api: Api;
  readonly opened: Opened | undefined;
  readonly whole: WordList | undefined;
}) {
  const [checked, setChecked] = useState<{
    readonly problem: string;
    readonly warnings: readonly Warning[];
  }>(unchecked);
  useEffect(() => {
    setChecked(unchecked);
    if (opened === undefined || whole === undefined || isEmpty(opened.draft)) return undefined;
    return askAfterPause({
      milliseconds: pauseMilliseconds,
      ask: () => api.dryRun(whole, []),
      answered: (answered) => {
        const wrong =
          answered.ok || answered.reason !== 'invalid_payload' ? '' : problemOf(answered, whole);
        setChecked({ problem: wrong, warnings: answered.ok ? answered.value.warnings : [] });
      },
    });
  }, [api, whole]);
  return checked;
}

const unchecked = { problem: '', warnings: [] };

async function overtakenBy(api: Api, name: string): Promise<Overtaken> {
  const [list, history] = await Promise.all([api.list(name), api.history(name)]);
  return {
    theirs: list.ok ? list.value.list : undefined,
    change: history.ok ? history.value[0] : undefined,
  };
}

/** The server names the place, `forbidden.12`; people want to see the entry. @internal */
export function problemOf({ message, reason }: Refused, whole: WordList): string {
  if (reason !== 'invalid_payload') return message;
  const [, kind, index, rest] = /^(?:draft\.)?([a-z]+)(?:\.(\d+))?: (.*)$/s.exec(message) ?? [];
  const known = kinds.find((one: Kind) => one === kind);
  if (known === undefined || rest === undefined) return message;
  if (index === undefined) {
    return `${known === 'replacements' ? 'Replacements' : 'Entries'}: ${rest}`;
  }
  // The server takes a forbidden entry once, however often it is there.
  const texts = known === 'forbidden' ? [...new Set(whole.forbidden)] : whole[known];
  return `“${texts[Number(index)] ?? ''}”: ${rest}`;
}
