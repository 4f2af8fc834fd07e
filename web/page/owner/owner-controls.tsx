// An owner's controls for the room: lock, replace the link, extend, slow mode, close. Kicking is in
// the member list. Renders nothing for other members.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import {
  readScopes,
  type Problem,
  type Result,
  type Room,
  type RoomView,
  type RoomSnapshot,
} from '../../client/index.ts';
import { duration } from '../texts/intl-formats.ts';
import { reasonText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { ManageIcon } from '../ui/icons.tsx';
import { Sheet } from '../ui/sheet.tsx';

export interface OwnerControlsProps {
  readonly client: Room;
  readonly snapshot: RoomSnapshot;
}

const extensionSeconds = [60, 300, 600, 1_800];
const slowModeSeconds = [0, 5, 10, 30, 60];

export function OwnerControls({ client, snapshot }: OwnerControlsProps): JSX.Element | null {
  const { room, token, status } = snapshot;
  const [isOpen, setIsOpen] = useState(false);
  if (room === null || !readScopes(token).has('moderate')) return null;
  return (
    <>
      <button
        type="button"
        class="plain manage with-icon"
        aria-haspopup="dialog"
        aria-label={t('owner-open')}
        onClick={() => setIsOpen(true)}
      >
        <ManageIcon />
        <span aria-hidden="true">{t('owner-open')}</span>
      </button>
      {isOpen && (
        <Sheet title={t('owner-title')} onClose={() => setIsOpen(false)}>
          <OwnerPanel client={client} room={room} isConnected={status.kind === 'joined'} />
        </Sheet>
      )}
    </>
  );
}

interface OwnerPanelProps {
  readonly client: Room;
  readonly room: RoomView;
  readonly isConnected: boolean;
}

function OwnerPanel({ client, room, isConnected }: OwnerPanelProps): JSX.Element {
  const [notice, setNotice] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const isLocked = room.state === 'locked';

  const run = async (action: () => Promise<Result<unknown>>, success: string): Promise<void> => {
    if (isBusy) return;
    setIsBusy(true);
    setNotice('');
    setProblem(null);
    const result = await action();
    setIsBusy(false);
    if (result.ok) setNotice(success);
    else setProblem(result);
  };
  const toggleLock = (): void => {
    void run(() => client.lock(!isLocked), t(isLocked ? 'owner-unlocked' : 'owner-locked'));
  };
  const extend = (seconds: number): void => {
    void run(() => client.extend(seconds), t('owner-extended', { time: duration(seconds) }));
  };
  const setSlowMode = (seconds: number): void => {
    void run(
      () => client.setSlowMode(seconds),
      seconds === 0 ? t('owner-slow-off') : t('owner-slowed', { wait: duration(seconds) }),
    );
  };
  const replaceLink = (): void => {
    void run(client.replaceLinks, t('owner-link-replaced'));
  };
  const close = (): void => {
    void run(client.close, '');
  };

  return (
    <div class="owner" aria-busy={isBusy}>
      <section>
        <div class="words">
          <h3 id="owner-lock">{t('owner-lock')}</h3>
          <p class="quiet">{t(isLocked ? 'owner-lock-on-about' : 'owner-lock-about')}</p>
        </div>
        <button
          type="button"
          class="switch"
          role="switch"
          aria-checked={isLocked}
          aria-labelledby="owner-lock"
          onClick={toggleLock}
        >
          <span />
        </button>
      </section>
      <section>
        <div class="words">
          <h3>{t('owner-link')}</h3>
          <p class="quiet">{t('owner-link-about')}</p>
        </div>
        <button type="button" class="secondary" onClick={replaceLink}>
          {t('owner-link-button')}
        </button>
      </section>
      <ExtendSection room={room} onExtend={extend} />
      <SlowModeSection slow={room.slow} onChange={setSlowMode} />
      <CloseSection onClose={close} />
      <p class="said" role="status">
        {isConnected ? notice : t('owner-not-connected')}
      </p>
      <p class="problem" role="alert">
        {problem === null ? '' : reasonText(problem)}
      </p>
    </div>
  );
}

interface ExtendSectionProps {
  readonly room: RoomView;
  readonly onExtend: (seconds: number) => void;
}

function ExtendSection({ room, onExtend }: ExtendSectionProps): JSX.Element {
  const maxEnd = Date.parse(room.createdAt) + limits.roomSeconds.max * 1_000;
  // Rooms end on whole seconds, so rounding may take the last second of the hour. One more second
  // offers it; the server cuts a longer wish to the maximum.
  const spareSeconds = 1 + Math.floor((maxEnd - Date.parse(room.expiresAt)) / 1_000);
  return (
    <section class="stacked">
      <div class="words">
        <h3>{t('owner-extend')}</h3>
        <p class="quiet" id="owner-extend-about">
          {spareSeconds < 60 ? t('owner-extend-never') : t('owner-extend-about')}
        </p>
      </div>
      <div class="row choices">
        {extensionSeconds.map((seconds) => (
          <button
            key={seconds}
            type="button"
            class="secondary"
            aria-disabled={seconds > spareSeconds}
            aria-describedby="owner-extend-about"
            onClick={() => {
              if (seconds <= spareSeconds) onExtend(seconds);
            }}
          >
            {t('owner-extend-by', { time: duration(seconds) })}
          </button>
        ))}
      </div>
    </section>
  );
}

interface SlowModeSectionProps {
  /** Seconds between two messages of one member; 0 for none. */
  readonly slow: number;
  readonly onChange: (seconds: number) => void;
}

function SlowModeSection({ slow, onChange }: SlowModeSectionProps): JSX.Element {
  const choices = slowModeSeconds.includes(slow) ? slowModeSeconds : [...slowModeSeconds, slow];
  return (
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
        value={String(slow)}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      >
        {choices.map((seconds) => (
          <option key={seconds} value={String(seconds)}>
            {seconds === 0
              ? t('create-slow-off')
              : t('create-slow-on', { wait: duration(seconds) })}
          </option>
        ))}
      </select>
    </section>
  );
}

interface CloseSectionProps {
  readonly onClose: () => void;
}

function CloseSection({ onClose }: CloseSectionProps): JSX.Element {
  const [isConfirming, setIsConfirming] = useState(false);
  return (
    <section>
      <div class="words">
        <h3>{t('owner-close')}</h3>
        <p class="quiet">{t('owner-close-about')}</p>
      </div>
      <button type="button" class="danger" onClick={() => setIsConfirming(true)}>
        {t('owner-close-button')}
      </button>
      {isConfirming && (
        <ConfirmDialog
          title={t('owner-close-sure')}
          description={t('owner-close-sure-about')}
          confirmLabel={t('owner-close-yes')}
          onConfirm={onClose}
          onClose={() => setIsConfirming(false)}
        />
      )}
    </section>
  );
}
