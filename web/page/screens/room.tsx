// The room itself: header with the clock, the messages, who is here, the composer.

import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../../functions/protocol/events.ts';
import type { Room as Client, Snapshot } from '../../client/index.ts';
import type { Links } from '../links.ts';
import { Composer } from '../parts/composer.tsx';
import { Members, typingLine } from '../parts/members.tsx';
import { Messages } from '../parts/messages.tsx';
import { useOnline } from '../parts/online.ts';
import { OwnerControls } from '../parts/owner.tsx';
import { Share } from '../parts/share.tsx';
import { createTints } from '../parts/tint.ts';
import { Timer } from '../parts/timer.tsx';

export interface RoomProps {
  readonly client: Client;
  readonly snapshot: Snapshot;
  readonly room: RoomView;
  /** What the Share button hands on. */
  readonly links: Links;
  readonly watching: boolean;
  readonly onEnd: () => void;
}

export function Room({ client, snapshot, room, links, watching, onEnd }: RoomProps): JSX.Element {
  const [membersShown, setMembersShown] = useState(false);
  const sheet = useRef<HTMLDialogElement>(null);
  const [sharing, setSharing] = useState(false);
  const online = useOnline();
  const tintOf = useMemo(createTints, []);
  const { me, present, items, status, offset } = snapshot;
  const connected = status.kind === 'joined' && online;
  const here = present.length === 1 ? '1 here' : `${String(present.length)} here`;

  return (
    <div class="room">
      <header class="bar">
        <h1>{room.title === '' ? 'Ten Minute Chat' : room.title}</h1>
        <button type="button" class="plain here" aria-expanded={membersShown} aria-controls="members" onClick={() => { setMembersShown(!membersShown); }}>{here}</button>
        {(links.talk ?? links.watch) !== null && (
          <button
            type="button"
            class="plain"
            onClick={() => {
              setSharing(true);
              sheet.current?.showModal();
            }}
          >
            Share
          </button>
        )}
        <OwnerControls client={client} snapshot={snapshot} />
        <Timer room={room} offset={offset} onEnd={onEnd} />
      </header>
      <p class="line" role="status">{connected ? '' : 'Reconnecting…'}</p>
      <div class="middle">
        <main class="talk">
          <Messages items={items} own={me?.name ?? null} tintOf={tintOf} connected={connected} onRetry={client.retry} />
          <p class="typing">{typingLine(present, me?.name ?? null)}</p>
          {watching ? <p class="watching">You are watching. This link does not let you write.</p> : <Composer onSend={(body) => { client.send(body); }} onTyping={client.typing} />}
        </main>
        <Members present={present} own={me?.name ?? null} tintOf={tintOf} watchers={room.watchers} shown={membersShown} />
      </div>
      <dialog
        ref={sheet}
        class="sheet"
        aria-labelledby="share-title"
        onClose={() => { setSharing(false); }}
        onClick={(event) => {
          // The backdrop belongs to the dialog; what is inside has a box of its own.
          if (event.target === sheet.current) sheet.current?.close();
        }}
      >
        <div class="inside">
          <div class="brow">
            <h2 id="share-title">Share this room</h2>
            <button type="button" class="plain" onClick={() => { sheet.current?.close(); }}>Close</button>
          </div>
          {sharing && <Share links={links} title={room.title} />}
        </div>
      </dialog>
    </div>
  );
}
