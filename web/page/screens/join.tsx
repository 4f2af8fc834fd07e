// Before the room: one's name, and for whoever made the room its link to hand round.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../../functions/protocol/events.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import { Mark } from '../parts/mark.tsx';
import { QrCode } from '../parts/qr-code.tsx';
import { Share } from '../parts/share.tsx';
import { Timer } from '../parts/timer.tsx';

export interface JoinProps {
  readonly clock: { readonly room: RoomView; readonly offset: number } | null;
  readonly name: string;
  readonly watching: boolean;
  readonly busy: boolean;
  readonly problem: string | null;
  /** The link to share, for whoever has just made the room. */
  readonly newLink: string | null;
  readonly onJoin: (name: string) => void;
  readonly onEnd: () => void;
}

export function Join({ clock, name, watching, busy, problem, newLink, onJoin, onEnd }: JoinProps): JSX.Element {
  const [value, setValue] = useState(name);
  const [missing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const complaint = missing ? 'Type a name first.' : problem;
  useEffect(() => {
    if (complaint !== null || newLink === null) input.current?.focus();
  }, [complaint, newLink]);

  const submit = (): void => {
    const chosen = value.trim();
    setMissing(chosen === '');
    if (chosen !== '' && !busy) onJoin(chosen);
  };
  const title = clock?.room.title ?? '';
  const others = clock?.room.members ?? 0;

  return (
    <main class="screen">
      <div class="brow">
        <Mark small />
        {clock !== null && <Timer room={clock.room} offset={clock.offset} onEnd={onEnd} />}
      </div>
      <h1>{newLink !== null ? 'Your room is open' : title === '' ? 'You are invited' : title}</h1>
      <p class="lead">{newLink !== null ? (title === '' ? 'Share the link, then go in. Whoever has it can join.' : `Share the link to “${title}”, then go in.`) : welcome(others)}</p>
      {newLink !== null && <div class="card"><Share link={newLink} title={title} /></div>}
      {watching ? (
        <p class="card quiet" role="status">Opening the room…</p>
      ) : (
        <form
          class="card form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <label class="field">
            <span>Your name</span>
            <input
              ref={input}
              type="text"
              name="nickname"
              value={value}
              maxLength={limits.nameCharacters * 2}
              autocomplete="nickname"
              autocapitalize="words"
              enterkeyhint="go"
              aria-invalid={complaint !== null}
              aria-describedby="name-problem"
              onInput={(event) => {
                setValue(event.currentTarget.value);
                setMissing(false);
              }}
            />
          </label>
          <p class="problem" id="name-problem" role="alert">{complaint}</p>
          <button type="submit" class="primary" aria-disabled={busy}>{busy ? 'Joining…' : 'Join'}</button>
        </form>
      )}
      {newLink !== null && (
        <div class="card scan">
          <p class="quiet">Or let them scan this</p>
          <QrCode text={newLink} />
        </div>
      )}
    </main>
  );
}

const welcome = (others: number): string =>
  others === 0 ? 'Choose a name and go in. Nobody is inside yet.' : others === 1 ? 'Choose a name and go in. One person is inside.' : `Choose a name and go in. ${String(others)} people are inside.`;
