// The screen before the room: a name, and for the room's creator the links to share.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import type { Problem, RoomPreview } from '../../client/index.ts';
import { headingLevel, useEmbedHost } from '../embed-host.ts';
import { useEvent } from '../hooks/use-event.ts';
import { useOnline } from '../hooks/use-online.ts';
import { MoreShareOptions, ShareLink } from '../share/share-panel.tsx';
import type { ShareLinks } from '../share/use-share-links.ts';
import { areVisitsKept, isStorageEnabled } from '../storage.ts';
import { nameProblemText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';
import { RoomTimer } from '../ui/room-timer.tsx';
import { ScreenLayout } from '../ui/screen-layout.tsx';
import { pickWords, stripIsolates } from './suggest-name.ts';

export interface JoinScreenProps {
  readonly known: RoomPreview | null;
  readonly name: string;
  readonly isWatcher: boolean;
  readonly isBusy: boolean;
  /** Why the server refused the name. */
  readonly problem: Problem | null;
  /** Null unless the user has just created the room. */
  readonly links: ShareLinks | null;
  readonly onJoin: (name: string) => void;
  readonly onTimeUp: () => void;
}

/** After this time without an answer the screen says that the server is slow. */
const slowAnswerMs = 4_000;

export function JoinScreen({
  known,
  name,
  isWatcher,
  isBusy,
  problem,
  links,
  onJoin,
  onTimeUp,
}: JoinScreenProps): JSX.Element {
  const host = useEmbedHost();
  const title = known?.room.title ?? '';
  const delay = useDelayText(isBusy);
  const joinTitle = title === '' ? t('join-title') : title;
  return (
    <ScreenLayout name={links === null ? 'join' : 'join made'}>
      {known !== null && (
        <RoomTimer
          room={known.room}
          clockOffsetMs={known.clockOffsetMs}
          onTimeUp={onTimeUp}
          large
        />
      )}
      <h1 {...headingLevel(host)} dir="auto">
        {links === null ? joinTitle : t('join-made')}
      </h1>
      <p class="lead">
        {links === null ? t('join-lead', { count: known?.room.members ?? 0 }) : t('join-made-lead')}
      </p>
      {links !== null && (
        <section class="card sharing" aria-label={t('share-title')}>
          <ShareLink links={links} title={title} />
        </section>
      )}
      {isWatcher ? (
        <p class="card quiet" role="status">
          {t('join-watching')}
        </p>
      ) : (
        <NameForm
          name={name}
          isBusy={isBusy}
          problem={problem}
          isSecondary={links !== null}
          onJoin={onJoin}
        />
      )}
      {links !== null && (
        <section class="card scan" aria-label={t('qr-title')}>
          <MoreShareOptions links={links} />
        </section>
      )}
      <p class="notice" role="status">
        {delay}
      </p>
    </ScreenLayout>
  );
}

const circlingArrows =
  'M4 12a8 8 0 0 1 13.7-5.6L20 8.5M20 4v4.5h-4.5' +
  'M20 12a8 8 0 0 1-13.7 5.6L4 15.5M4 20v-4.5h4.5';

const suggestName = (): string =>
  stripIsolates(
    t('join-name-pattern', pickWords(t('join-name-qualities'), t('join-name-animals'))),
  );

interface NameFormProps extends Pick<JoinScreenProps, 'name' | 'isBusy' | 'problem' | 'onJoin'> {
  /** True if the screen has something to do before the join. */
  readonly isSecondary: boolean;
}

function NameForm({ name, isBusy, problem, isSecondary, onJoin }: NameFormProps): JSX.Element {
  const [value, setValue] = useState(() => (name === '' ? suggestName() : name));
  const [isTouched, setIsTouched] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const host = useEmbedHost();
  const complaint = describeNameProblem(value, isTouched ? null : problem);

  const focusInput = useEvent((): void => {
    if (host?.canMoveFocus() === false) return;
    // A touch keyboard would hide the button. After a refused name the user has to type anyway.
    const shouldWait = isSecondary || !matchMedia('(pointer: fine)').matches;
    if (problem === null && shouldWait) return;
    input.current?.focus();
    input.current?.select();
  });
  useEffect(() => {
    if (problem !== null) setIsTouched(false);
  }, [problem]);
  useEffect(() => {
    focusInput();
  }, [problem, focusInput]);

  const change = (text: string): void => {
    setValue(text);
    setIsTouched(true);
  };
  const submit = (): void => {
    const chosen = value.trim();
    if (chosen === '' || countCharacters(chosen) > limits.maxNameCharacters) input.current?.focus();
    else if (!isBusy) onJoin(chosen);
  };
  return (
    <form
      class="card form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="field">
        <label for="nickname">{t('join-name')}</label>
        <div class="beside">
          <input
            ref={input}
            id="nickname"
            type="text"
            name="nickname"
            dir="auto"
            value={value}
            maxLength={limits.maxNameCharacters * 4}
            autocomplete="nickname"
            autocapitalize="words"
            enterkeyhint="go"
            aria-invalid={complaint !== null}
            aria-describedby="name-problem name-about"
            onInput={(event) => change(event.currentTarget.value)}
          />
          <button
            type="button"
            class="secondary icon"
            aria-label={t('join-another-name')}
            title={t('join-another-name')}
            onClick={() => change(suggestName())}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d={circlingArrows} />
            </svg>
          </button>
        </div>
      </div>
      <p class="problem" id="name-problem" role="alert">
        {complaint}
      </p>
      <button type="submit" class="primary large" aria-disabled={isBusy}>
        {t(isBusy ? 'join-busy' : 'join-join')}
      </button>
      <p class="quiet small" id="name-about">
        {isStorageEnabled() && t(areVisitsKept() ? 'join-name-about' : 'join-not-kept')}
      </p>
    </form>
  );
}

function describeNameProblem(value: string, problem: Problem | null): string | null {
  if (value.trim() === '') return t('join-name-missing');
  if (countCharacters(value.trim()) > limits.maxNameCharacters) {
    return t('join-name-long', { count: limits.maxNameCharacters });
  }
  if (problem?.reason === 'name_taken') return t('join-name-taken');
  return problem === null ? null : nameProblemText(problem);
}

const countCharacters = (text: string): number => Array.from(text).length;

/** Returns why the join takes so long; empty while it does not. */
function useDelayText(isBusy: boolean): string {
  const isOnline = useOnline();
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    setIsSlow(false);
    if (!isBusy) return undefined;
    const timer = setTimeout(() => setIsSlow(true), slowAnswerMs);
    return () => {
      clearTimeout(timer);
    };
  }, [isBusy]);
  if (!isOnline) return t('join-offline');
  return isSlow ? t('join-late') : '';
}
