// Before the room: one's name, and for whoever made the room its links to hand round.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import type { Problem } from '../../client/index.ts';
import { headingLevel, useEmbedHost } from '../embed-host.ts';
import type { ShareLinks } from '../share/use-share-links.ts';
import type { KnownRoom } from './use-room-preview.ts';
import { stripIsolates, pickWords } from './suggest-name.ts';
import { useOnline } from '../hooks/use-online.ts';
import { ScreenLayout } from '../ui/screen-layout.tsx';
import { ShareLink, MoreShareOptions } from '../share/share-panel.tsx';
import { RoomTimer } from '../ui/room-timer.tsx';
import { reasonText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';

export interface JoinScreenProps {
  readonly clock: KnownRoom | null;
  readonly name: string;
  readonly watching: boolean;
  readonly busy: boolean;
  /** Why the name was refused. */
  readonly problem: Problem | null;
  /** The links to share, for whoever has just made the room. */
  readonly links: ShareLinks | null;
  readonly onJoin: (name: string) => void;
  readonly onEnd: () => void;
}

/** A server that answers later than this is said to be late. */
const patienceMs = 4_000;

export function JoinScreen({
  clock,
  name,
  watching,
  busy,
  problem,
  links,
  onJoin,
  onEnd,
}: JoinScreenProps): JSX.Element {
  const title = clock?.room.title ?? '';
  const delay = useDelay(busy);
  return (
    <ScreenLayout name={links === null ? 'join' : 'join made'}>
      {clock !== null && (
        <RoomTimer room={clock.room} offset={clock.clockOffsetMs} onEnd={onEnd} large />
      )}
      <h1 {...headingLevel(useEmbedHost())} dir="auto">
        {links !== null ? t('join-made') : title === '' ? t('join-title') : title}
      </h1>
      <p class="lead">
        {links !== null ? t('join-made-lead') : t('join-lead', { count: clock?.room.members ?? 0 })}
      </p>
      {links !== null && (
        <section class="card sharing" aria-label={t('share-title')}>
          <ShareLink links={links} title={title} />
        </section>
      )}
      {watching ? (
        <p class="card quiet" role="status">
          {t('join-watching')}
        </p>
      ) : (
        <NameForm
          name={name}
          busy={busy}
          problem={problem}
          quietly={links !== null}
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

const suggestName = (): string =>
  stripIsolates(
    t('join-name-pattern', pickWords(t('join-name-qualities'), t('join-name-animals'))),
  );

interface NameFormProps extends Pick<JoinScreenProps, 'name' | 'busy' | 'problem' | 'onJoin'> {
  /** There is something to do first. */
  readonly quietly: boolean;
}

function NameForm({ name, busy, problem, quietly, onJoin }: NameFormProps): JSX.Element {
  const [value, setValue] = useState(() => (name === '' ? suggestName() : name));
  const [touched, setTouched] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const host = useEmbedHost();
  const complaint = complaintOf(value, touched ? null : problem);
  useEffect(() => {
    if (problem !== null) setTouched(false);
  }, [problem]);
  useEffect(() => {
    // A touch keyboard that opens by itself hides the button; whose name was refused has to type.
    if (
      host?.canMoveFocus() === false ||
      (problem === null && (quietly || !matchMedia('(pointer: fine)').matches))
    ) {
      return;
    }
    input.current?.focus();
    input.current?.select();
  }, [problem]);

  const write = (text: string): void => {
    setValue(text);
    setTouched(true);
  };
  const submit = (): void => {
    const chosen = value.trim();
    if (chosen === '' || lengthOf(chosen) > limits.nameCharacters) input.current?.focus();
    else if (!busy) onJoin(chosen);
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
            maxLength={limits.nameCharacters * 4}
            autocomplete="nickname"
            autocapitalize="words"
            enterkeyhint="go"
            aria-invalid={complaint !== null}
            aria-describedby="name-problem name-about"
            onInput={(event) => write(event.currentTarget.value)}
          />
          <button
            type="button"
            class="secondary icon"
            aria-label={t('join-another-name')}
            title={t('join-another-name')}
            onClick={() => write(suggestName())}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M4 12a8 8 0 0 1 13.7-5.6L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 0 1-13.7 5.6L4 15.5M4 20v-4.5h4.5" />
            </svg>
          </button>
        </div>
      </div>
      <p class="problem" id="name-problem" role="alert">
        {complaint}
      </p>
      <button type="submit" class="primary large" aria-disabled={busy}>
        {t(busy ? 'join-busy' : 'join-join')}
      </button>
      <p class="quiet small" id="name-about">
        {t('join-name-about')}
      </p>
    </form>
  );
}

function complaintOf(value: string, problem: Problem | null): string | null {
  if (value.trim() === '') return t('join-name-missing');
  if (lengthOf(value.trim()) > limits.nameCharacters) {
    return t('join-name-long', { count: limits.nameCharacters });
  }
  return problem === null ? null : reasonText(problem);
}

const lengthOf = (text: string): number => Array.from(text).length;

/** Why nothing happens, when nothing happens. */
function useDelay(busy: boolean): string {
  const online = useOnline();
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!busy) return undefined;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => {
      clearTimeout(timer);
    };
  }, [busy]);
  if (!online) return t('join-offline');
  return late ? t('join-late') : '';
}
