// What an owner may do with the room: lock it, slow it, give it more time, close it. Removing
// somebody is in the list of members. Nothing here for who has no such link.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import type {
  Problem,
  Result,
  Room as Client,
  RoomView,
  RoomSnapshot,
} from '../../client/index.ts';
import { readScopes } from '../../client/index.ts';
import { duration } from '../texts/intl-formats.ts';
import { reasonText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { ManageIcon } from '../ui/icons.tsx';
import { Sheet } from '../ui/sheet.tsx';

export interface OwnerControlsProps {
  readonly client: Client;
  readonly snapshot: RoomSnapshot;
}

const moreSeconds = [60, 300, 600, 1_800];
const pauses = [0, 5, 10, 30, 60];

export function OwnerControls({
  client,
  snapshot: { room, token, status },
}: OwnerControlsProps): JSX.Element | null {
  const [open, setOpen] = useState(false);
  if (room === null || !readScopes(token).has('moderate')) return null;
  return (
    <>
      <button
        type="button"
        class="plain manage with-icon"
        aria-haspopup="dialog"
        aria-label={t('owner-open')}
        onClick={() => setOpen(true)}
      >
        <ManageIcon />
        <span aria-hidden="true">{t('owner-open')}</span>
      </button>
      {open && (
        <Sheet title={t('owner-title')} onClose={() => setOpen(false)}>
          <Controls client={client} room={room} connected={status.kind === 'joined'} />
        </Sheet>
      )}
    </>
  );
}

function Controls({
  client,
  room,
  connected,
}: {
  client: Client;
  room: RoomView;
  connected: boolean;
}): JSX.Element {
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [closing, setClosing] = useState(false);
  const locked = room.state === 'locked';
  // Ends are on whole seconds: the last of the hour may be lost to them, and the server takes what
  // is asked beyond it for all there is.
  const spare =
    1 +
    Math.floor(
      (Date.parse(room.createdAt) + limits.roomSeconds.max * 1_000 - Date.parse(room.expiresAt)) /
        1_000,
    );

  const act = async (ask: () => Promise<Result<RoomView>>, done: string): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid('');
    setProblem(null);
    const result = await ask();
    setBusy(false);
    if (result.ok) setSaid(done);
    else setProblem(result);
  };
  const lock = (): void => {
    void act(() => client.lock(!locked), t(locked ? 'owner-unlocked' : 'owner-locked'));
  };
  const extend = (seconds: number): void => {
    if (seconds <= spare) {
      void act(() => client.extend(seconds), t('owner-extended', { time: duration(seconds) }));
    }
  };
  const slow = (seconds: number): void => {
    void act(
      () => client.setSlowMode(seconds),
      seconds === 0 ? t('owner-slow-off') : t('owner-slowed', { wait: duration(seconds) }),
    );
  };

  return (
    <div class="owner" aria-busy={busy}>
      <section>
        <div class="words">
          <h3 id="owner-lock">{t('owner-lock')}</h3>
          <p class="quiet">{t(locked ? 'owner-lock-on-about' : 'owner-lock-about')}</p>
        </div>
        <button
          type="button"
          class="switch"
          role="switch"
          aria-checked={locked}
          aria-labelledby="owner-lock"
          onClick={lock}
        >
          <span />
        </button>
      </section>
      <section class="stacked">
        <div class="words">
          <h3>{t('owner-extend')}</h3>
          <p class="quiet" id="owner-extend-about">
            {spare < 60 ? t('owner-extend-never') : t('owner-extend-about')}
          </p>
        </div>
        <div class="row choices">
          {moreSeconds.map((seconds) => (
            <button
              key={seconds}
              type="button"
              class="secondary"
              aria-disabled={seconds > spare}
              aria-describedby="owner-extend-about"
              onClick={() => extend(seconds)}
            >
              {t('owner-extend-by', { time: duration(seconds) })}
            </button>
          ))}
        </div>
      </section>
      <section>
        <div class="words">
          <h3>
            <label for="owner-slow">{t('owner-slow')}</label>
          </h3>
          <p class="quiet" id="owner-slow-about">
            {t('owner-slow-about')}
          </p>
        </div>
        <select
          id="owner-slow"
          aria-describedby="owner-slow-about"
          value={String(room.slow)}
          onChange={(event) => slow(Number(event.currentTarget.value))}
        >
          {(pauses.includes(room.slow) ? pauses : [...pauses, room.slow]).map((seconds) => (
            <option key={seconds} value={String(seconds)}>
              {seconds === 0
                ? t('create-slow-off')
                : t('create-slow-on', { wait: duration(seconds) })}
            </option>
          ))}
        </select>
      </section>
      <section>
        <div class="words">
          <h3>{t('owner-close')}</h3>
          <p class="quiet">{t('owner-close-about')}</p>
        </div>
        <button type="button" class="danger" onClick={() => setClosing(true)}>
          {t('owner-close-button')}
        </button>
      </section>
      <p class="said" role="status">
        {connected ? said : t('owner-not-connected')}
      </p>
      <p class="problem" role="alert">
        {problem === null ? '' : reasonText(problem)}
      </p>
      {closing && (
        <ConfirmDialog
          title={t('owner-close-sure')}
          about={t('owner-close-sure-about')}
          yes={t('owner-close-yes')}
          onYes={() => void act(client.close, '')}
          onDone={() => setClosing(false)}
        />
      )}
    </div>
  );
}
