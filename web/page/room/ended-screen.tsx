// The screen after every room: the deleted data, a copy to save, and the next room.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import type { TimelineItem, Receipt } from '../../client/index.ts';
import type { RoomCreation } from '../create/use-create-room.ts';
import { headingLevel, useEmbedHost } from '../embed-host.ts';
import { number, timeOfDay } from '../texts/intl-formats.ts';
import { locale, t } from '../texts/texts.ts';
import { Dial } from '../ui/dial.tsx';
import { ScreenLayout } from '../ui/screen-layout.tsx';
import { formatTranscript, saveTextFile, transcriptFileName } from './transcript.ts';

export interface EndedScreenProps {
  readonly reason: 'expired' | 'closed';
  /** Null until the server sends one, or if it does not. */
  readonly receipt: Receipt | null;
  readonly title: string;
  /** The items on screen when the room ended. */
  readonly items: readonly TimelineItem[];
  /** Null where the page cannot create rooms. */
  readonly creation: RoomCreation | null;
}

export function EndedScreen(props: EndedScreenProps): JSX.Element {
  const { reason, receipt, title, items, creation } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const host = useEmbedHost();
  useEffect(() => {
    if (host?.canMoveFocus() !== false) heading.current?.focus();
    // The room may have been scrolled, and its open dialog is gone.
    if (host === null) window.scrollTo(0, 0);
  }, [host]);

  const save = (): void => {
    const transcript = formatTranscript(title, items, {
      formatDay,
      formatTime: timeOfDay,
      formatPrivate: (name, to) => t('over-transcript-private', { name, to }),
      gap: t('over-transcript-gap'),
    });
    saveTextFile(transcriptFileName(title), transcript);
  };
  return (
    <ScreenLayout name="over">
      <Dial share={0} />
      <h1 ref={heading} tabIndex={-1} {...headingLevel(host)}>
        {t('over-title')}
      </h1>
      <p class="lead">{t(reason === 'closed' ? 'over-closed' : 'over-expired')}</p>
      <div role="status">{receipt !== null && <ReceiptSlip receipt={receipt} />}</div>
      {creation !== null && <NextRoomForm title={title} creation={creation} />}
      {items.some(({ state }) => state === 'sent') && (
        <div class="keep">
          <button type="button" class="secondary" onClick={save}>
            {t('over-save')}
          </button>
          <p class="quiet">{t('over-save-about')}</p>
        </div>
      )}
    </ScreenLayout>
  );
}

const formatDay = (at: Date): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(at);

interface NextRoomFormProps {
  readonly title: string;
  readonly creation: RoomCreation;
}

/** Creates the next room, with the old title unless the user changes it. */
function NextRoomForm({ title, creation }: NextRoomFormProps): JSX.Element {
  const [nextTitle, setNextTitle] = useState(title);
  return (
    <form
      class="card form"
      onSubmit={(event) => {
        event.preventDefault();
        creation.create(nextTitle.trim() === '' ? {} : { title: nextTitle.trim() });
      }}
    >
      {title !== '' && (
        <label class="field">
          <span>{t('over-same-title')}</span>
          <input
            type="text"
            name="title"
            dir="auto"
            value={nextTitle}
            maxLength={limits.maxTitleCharacters}
            autocomplete="off"
            onInput={(event) => {
              setNextTitle(event.currentTarget.value);
            }}
          />
        </label>
      )}
      <button type="submit" class="primary" aria-disabled={creation.isBusy}>
        {t(creation.isBusy ? 'create-busy' : 'new-room')}
      </button>
      <p class="problem" role="alert">
        {creation.problem}
      </p>
    </form>
  );
}

interface ReceiptSlipProps {
  readonly receipt: Receipt;
}

/** The receipt, laid out like a till's. */
function ReceiptSlip({ receipt: { filtered, deleted } }: ReceiptSlipProps): JSX.Element {
  const lines = [
    [t('over-messages'), deleted.messages],
    [t('over-filtered'), filtered],
    [t('over-names'), deleted.names],
  ] as const;
  return (
    <section class="slip" aria-label={t('over-receipt')}>
      <h2>{t('over-receipt')}</h2>
      <dl>
        {lines.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
