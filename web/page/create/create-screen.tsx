// The start page: an introduction, one button, and the options folded away.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CreateRoomOptions } from '../../client/index.ts';
import type { OpenRoom } from '../room/visit-store.ts';
import { inDigits } from '../texts/intl-formats.ts';
import { t } from '../texts/texts.ts';
import { Dial } from '../ui/dial.tsx';
import { ScreenLayout } from '../ui/screen-layout.tsx';
import { RoomOptionsForm } from './room-options-form.tsx';
import type { RoomCreation } from './use-create-room.ts';

export interface CreateScreenProps {
  readonly creation: RoomCreation;
  /** The rooms that this device can return to. */
  readonly openRooms: readonly OpenRoom[];
  readonly onReturn: (id: string) => void;
}

export function CreateScreen({
  creation: { isBusy, problem, create },
  openRooms,
  onReturn,
}: CreateScreenProps): JSX.Element {
  const [options, setOptions] = useState<CreateRoomOptions>({});
  return (
    <ScreenLayout name="create">
      <p class="timer large" aria-hidden="true">
        <Dial share={1} />
        <span class="digits" dir="ltr">
          {inDigits('10:00')}
        </span>
      </p>
      <h1>{t('create-title')}</h1>
      <p class="lead">{t('create-lead')}</p>
      {openRooms.length > 0 && (
        <div class="returns">
          {openRooms.map(({ id, title }) => (
            <button
              key={id}
              type="button"
              class="secondary"
              onClick={() => {
                onReturn(id);
              }}
            >
              {title === '' ? t('create-return-untitled') : t('create-return', { title })}
            </button>
          ))}
        </div>
      )}
      <form
        class="card form"
        onSubmit={(event) => {
          event.preventDefault();
          if (options.filter?.lists?.length !== 0) create(options);
        }}
      >
        <button type="submit" class="primary large" aria-disabled={isBusy}>
          {t(isBusy ? 'create-busy' : 'create-room')}
        </button>
        <p class="problem" role="alert">
          {problem}
        </p>
        <RoomOptionsForm options={options} onChange={setOptions} />
      </form>
    </ScreenLayout>
  );
}
