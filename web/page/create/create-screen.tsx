// The start: what this is, and the one button. What most people never ask for is folded away.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CreateRoomOptions } from '../../client/index.ts';
import type { RoomCreation } from './use-create-room.ts';
import { Dial } from '../ui/dial.tsx';
import { RoomOptionsForm } from './room-options.tsx';
import { ScreenLayout } from '../ui/screen-layout.tsx';
import { inDigits } from '../texts/intl-formats.ts';
import { t } from '../texts/texts.ts';

export function CreateScreen({
  creation: { busy, problem, make },
}: {
  creation: RoomCreation;
}): JSX.Element {
  const [wish, setWish] = useState<CreateRoomOptions>({});
  return (
    <ScreenLayout name="create">
      <p class="timer large" aria-hidden="true">
        <Dial left={1} />
        <span class="digits" dir="ltr">
          {inDigits('10:00')}
        </span>
      </p>
      <h1>{t('create-title')}</h1>
      <p class="lead">{t('create-lead')}</p>
      <form
        class="card form"
        onSubmit={(event) => {
          event.preventDefault();
          if (wish.filter?.lists?.length !== 0) make(wish);
        }}
      >
        <button type="submit" class="primary large" aria-disabled={busy}>
          {t(busy ? 'create-busy' : 'create-room')}
        </button>
        <p class="problem" role="alert">
          {problem}
        </p>
        <RoomOptionsForm wish={wish} onChange={setWish} />
      </form>
    </ScreenLayout>
  );
}
