// The room itself: header with the clock, the messages, who is here, the composer; and the sheets
// that open over them.

import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../../functions/protocol/events.ts';
import {
  readScopes,
  type TimelineItem,
  type PresenceMember,
  type Room as Client,
  type RoomSnapshot,
} from '../../client/index.ts';
import { mainTag, headingLevel, useEmbedHost } from '../embed-host.ts';
import type { ShareLinks } from '../share/use-share-links.ts';
import { useAlerts } from '../hooks/use-alerts.ts';
import { MessageAnnouncer } from '../timeline/message-announcer.tsx';
import { Composer, type ComposerControl } from '../composer/composer.tsx';
import { ConnectionStatus } from './connection-status.tsx';
import { clearDraft } from '../composer/draft-store.ts';
import { CommandHelp } from '../composer/command-help.tsx';
import { MenuIcon, PeopleIcon, ShareIcon } from '../ui/icons.tsx';
import { MemberSheet } from '../people/member-sheet.tsx';
import { MemberList, describeTyping } from '../people/member-list.tsx';
import { RoomMenu } from './room-menu.tsx';
import { MessageList } from '../timeline/message-list.tsx';
import { useNarrow } from '../hooks/use-narrow.ts';
import { useOnline } from '../hooks/use-online.ts';
import { OwnerControls } from '../owner/owner-controls.tsx';
import { SharePanel } from '../share/share-panel.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { runCommand } from '../composer/run-command.ts';
import { createNameColors } from '../people/name-colors.ts';
import { RoomTimer } from '../ui/room-timer.tsx';
import { useVisible } from '../hooks/use-page-visible.ts';
import { number } from '../texts/intl-formats.ts';
import { t } from '../texts/texts.ts';

export interface RoomProps {
  readonly client: Client;
  readonly snapshot: RoomSnapshot;
  readonly room: RoomView;
  /** What the Share button hands on. */
  readonly links: ShareLinks;
  readonly watching: boolean;
  readonly onEnd: () => void;
}

type Open = 'share' | 'menu' | 'help' | { readonly about: PresenceMember } | null;

export function Room({ client, snapshot, room, links, watching, onEnd }: RoomProps): JSX.Element {
  const [membersShown, setMembersShown] = useState(false);
  const [open, setOpen] = useState<Open>(null);
  const [notice, setNotice] = useState('');
  const [unread, setUnread] = useState(0);
  const composer = useRef<ComposerControl>(null);
  const people = useRef<HTMLButtonElement>(null);
  const online = useOnline();
  const visible = useVisible();
  const narrow = useNarrow();
  const host = useEmbedHost();
  const Main = mainTag(host);
  const nameColor = useMemo(createNameColors, []);
  const {
    me,
    presence: present,
    items,
    earliestSeq: earliest,
    status,
    clockOffsetMs: offset,
    token,
  } = snapshot;
  const own = me?.name ?? null;
  const title = room.title === '' ? t('page-title') : room.title;
  const connected = status.kind === 'joined' && online;
  const alerts = useAlerts({ client, title, unread });
  const names = useMemo(
    () => present.map(({ name }) => name).filter((name) => name !== own),
    [present, own],
  );
  const owns = useMemo(() => readScopes(token).has('moderate'), [token]);
  const sharable = (links.talk ?? links.watch) !== null;

  useEffect(
    () =>
      client.on('ended', () => {
        clearDraft(client.id);
      }),
    [client],
  );
  const close = (): void => {
    setOpen(null);
  };
  const openMenu = (): void => {
    // In a narrow window the list lies over the conversation, and would lie there still when the
    // menu has gone.
    setMembersShown(false);
    setOpen('menu');
  };
  const closeMembers = (): void => {
    setMembersShown(false);
    people.current?.focus();
  };
  const edit = useCallback(
    ({ cid, body, to }: TimelineItem): void => {
      client.discard(cid);
      composer.current?.put({ text: body, to });
    },
    [client],
  );
  const share = useCallback((): void => {
    setOpen('share');
  }, []);
  const recall = (): void => {
    const failed = items.findLast(({ state }) => state === 'failed');
    if (failed !== undefined) edit(failed);
  };
  const writeTo = (name: string): void => {
    close();
    setMembersShown(false);
    composer.current?.put({ to: name });
  };
  const shareButton = (
    <button
      type="button"
      class={narrow ? 'choice' : 'plain with-icon'}
      aria-haspopup="dialog"
      onClick={share}
    >
      <ShareIcon />
      <span>{t('room-share')}</span>
    </button>
  );

  return (
    <div class="room">
      <header class="bar">
        <h1 {...headingLevel(host)}>
          <bdi>{title}</bdi>
        </h1>
        <button
          ref={people}
          type="button"
          class="plain here with-icon"
          aria-expanded={membersShown}
          aria-controls="members"
          aria-label={t('room-here', { count: present.length })}
          onClick={() => {
            setMembersShown(!membersShown);
          }}
        >
          <PeopleIcon />
          <span aria-hidden="true">{number(present.length)}</span>
        </button>
        {!narrow && sharable && shareButton}
        <OwnerControls client={client} snapshot={snapshot} />
        <button
          type="button"
          class="plain with-icon"
          aria-label={t('menu-title')}
          aria-haspopup="dialog"
          onClick={openMenu}
        >
          <MenuIcon />
        </button>
        <RoomTimer room={room} offset={offset} onEnd={onEnd} />
      </header>
      <div class="middle">
        <Main class="talk">
          <ConnectionStatus connected={connected} online={online} />
          <MessageList
            client={client}
            items={items}
            earliest={earliest}
            watching={watching}
            nameColor={nameColor}
            connected={connected}
            visible={visible}
            onEdit={edit}
            onShare={sharable ? share : null}
            onUnread={setUnread}
          />
          <p class="typing">
            <span key={describeTyping(present, own)}>{describeTyping(present, own)}</span>
          </p>
          <p class="answer" role="status">
            {notice}
          </p>
          {watching ? (
            <p class="watching">{t('room-watching')}</p>
          ) : (
            <Composer
              room={client.id}
              names={names}
              control={composer}
              onTyping={client.setTyping}
              onRecall={recall}
              onSubmit={(meant, to) =>
                runCommand(
                  {
                    client,
                    present,
                    own,
                    say: setNotice,
                    help: () => {
                      setOpen('help');
                    },
                  },
                  meant,
                  to,
                )
              }
            />
          )}
        </Main>
        <MemberList
          present={present}
          own={own}
          nameColor={nameColor}
          watchers={room.watchers}
          shown={membersShown}
          onClose={closeMembers}
          onChoose={
            watching
              ? null
              : (about) => {
                  setOpen({ about });
                }
          }
        />
      </div>
      <MessageAnnouncer client={client} />
      {open === 'share' && (
        <Sheet title={t('share-title')} onClose={close}>
          <SharePanel links={links} title={room.title} />
        </Sheet>
      )}
      {open === 'menu' && (
        <RoomMenu
          alerts={alerts}
          onHelp={() => {
            setOpen('help');
          }}
          onClose={close}
        >
          {narrow && sharable && shareButton}
        </RoomMenu>
      )}
      {open === 'help' && <CommandHelp onClose={close} />}
      {open !== null && typeof open === 'object' && (
        <MemberSheet
          who={open.about}
          self={open.about.name === own}
          onWrite={writeTo}
          onRename={(name) => client.rename(name)}
          onKick={owns ? ({ id: member, name }) => client.kick(member ?? name) : null}
          onClose={close}
        />
      )}
    </div>
  );
}
