// Announces new messages of others to screen readers: a few in full, many as a number. The message
// list itself is silent, because scrolling renders it again.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Message, Room } from '../../client/index.ts';
import { parseAction } from '../composer/parse-input.ts';
import { t } from '../texts/texts.ts';

/** Messages within this time are announced together. */
const gatherMs = 1_000;
/** More messages than this are announced as a number. */
const maxInFull = 3;

export interface MessageAnnouncerProps {
  readonly client: Room;
}

export function MessageAnnouncer({ client }: MessageAnnouncerProps): JSX.Element {
  const [lines, setLines] = useState<readonly string[]>([]);
  useEffect(() => {
    let gathered: Message[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const announce = (): void => {
      timer = undefined;
      const last = gathered.at(-1);
      if (last !== undefined) {
        setLines(
          gathered.length <= maxInFull
            ? gathered.map(describeMessage)
            : [t('room-announce-many', { count: gathered.length, name: last.name })],
        );
      }
      gathered = [];
    };
    const stop = client.on('message', (message, { isOwn, isHistory }) => {
      if (isOwn || isHistory) return;
      gathered.push(message);
      timer ??= setTimeout(announce, gatherMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client]);
  return (
    <div class="unseen" role="status" aria-label={t('room-announcements')}>
      {lines.map((line, index) => (
        <p key={`${String(index)} ${line}`} dir="auto">
          {line}
        </p>
      ))}
    </div>
  );
}

function describeMessage({ name, body, to }: Message): string {
  const action = parseAction(body);
  if (action !== null) return `${name} ${action}`;
  return to === undefined
    ? t('room-announce', { name, body })
    : t('room-announce-private', { name, body });
}
