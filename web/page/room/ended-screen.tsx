// The end of every room: what is gone, what one may keep of it, and the next one.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TimelineItem, Receipt } from '../../client/index.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import { headingLevel, useEmbedHost } from '../embed-host.ts';
import type { RoomCreation } from '../create/use-create-room.ts';
import { Dial } from '../ui/dial.tsx';
import { ScreenLayout } from '../ui/screen-layout.tsx';
import { number, timeOfDay } from '../texts/intl-formats.ts';
import { locale, t } from '../texts/texts.ts';
import { downloadText, transcriptFileName, formatTranscript } from './transcript.ts';

export interface EndedScreenProps {
  readonly reason: 'expired' | 'closed';
  /** Null where the server did not hand one over, or has not yet. */
  readonly receipt: Receipt | null;
  readonly title: string;
  /** What was on screen. */
  readonly items: readonly TimelineItem[];
  /** Null where none is made. */
  readonly creation: RoomCreation | null;
}

const day = (at: Date): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(at);

export function EndedScreen({
  reason,
  receipt,
  title,
  items,
  creation,
}: EndedScreenProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const host = useEmbedHost();
  useEffect(() => {
    if (host?.canMoveFocus() !== false) heading.current?.focus();
    // A dialog that was open in the room has gone with it; the page stands at its beginning.
    if (host === null) window.scrollTo(0, 0);
  }, []);
  const save = (): void => {
    downloadText(
      transcriptFileName(title),
      formatTranscript(title, items, {
        day,
        time: timeOfDay,
        between: (name, to) => t('over-transcript-private', { name, to }),
        gap: t('over-transcript-gap'),
      }),
    );
  };
  return (
    <ScreenLayout name="over">
      <Dial left={0} />
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

/** The next room, of which the old one's title is kept unless it is changed. */
function NextRoomForm({ title, creation }: { title: string; creation: RoomCreation }): JSX.Element {
  const [next, setNext] = useState(title);
  return (
    <form
      class="card form"
      onSubmit={(event) => {
        event.preventDefault();
        creation.make(next.trim() === '' ? {} : { title: next.trim() });
      }}
    >
      {title !== '' && (
        <label class="field">
          <span>{t('over-same-title')}</span>
          <input
            type="text"
            name="title"
            dir="auto"
            value={next}
            maxLength={limits.titleCharacters}
            autocomplete="off"
            onInput={(event) => {
              setNext(event.currentTarget.value);
            }}
          />
        </label>
      )}
      <button type="submit" class="primary" aria-disabled={creation.busy}>
        {t(creation.busy ? 'create-busy' : 'new-room')}
      </button>
      <p class="problem" role="alert">
        {creation.problem}
      </p>
    </form>
  );
}

/** The receipt, as a till prints it. */
function ReceiptSlip({ receipt: { filtered, deleted } }: { receipt: Receipt }): JSX.Element {
  const lines = [
    [t('over-messages'), deleted.messages],
    [t('over-filtered'), filtered],
    [t('over-names'), deleted.names],
  ] as const;
  return (
    <section class="slip" aria-label={t('over-receipt')}>
      <h2>{t('over-receipt')}</h2>
      <dl>
        {lines.map(([what, count]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
