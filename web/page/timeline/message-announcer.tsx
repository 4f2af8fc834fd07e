// Says new messages to who cannot see them: a few as they are, many as a number, so that a lively
// room does not talk without end. Own ones are known. The log itself is silent: it is redrawn while
// one scrolls.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Message, Room as Client } from '../../client/index.ts';
import { parseAction } from '../composer/parse-input.ts';
import { t } from '../texts/texts.ts';

/** So long what comes is gathered; and as many are said as they are. */
const gatherMs = 1_000;
const max = 3;

export function MessageAnnouncer({ client }: { readonly client: Client }): JSX.Element {
  const [lines, setLines] = useState<readonly string[]>([]);
  useEffect(() => {
    let heard: Message[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = (): void => {
      timer = undefined;
      const last = heard.at(-1);
      if (last !== undefined) {
        setLines(
          heard.length <= max
            ? heard.map(lineOf)
            : [t('room-announce-many', { count: heard.length, name: last.name })],
        );
      }
      heard = [];
    };
    const stop = client.on('message', (message, { isOwn: own, isHistory: past }) => {
      if (own || past) return;
      heard.push(message);
      timer ??= setTimeout(say, gatherMs);
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

function lineOf({ name, body, to }: Message): string {
  const action = parseAction(body);
  if (action !== null) return `${name} ${action}`;
  return to === undefined
    ? t('room-announce', { name, body })
    : t('room-announce-private', { name, body });
}
