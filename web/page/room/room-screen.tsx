// The room itself: header, messages, composer and members, and the sheets that open over them.

import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isBlank } from '../../../functions/protocol/blank-text.ts';
import {
  readScopes,
  type TimelineItem,
  type PresenceMember,
  type Room,
  type RoomView,
  type RoomSnapshot,
} from '../../client/index.ts';
import { CommandHelp } from '../composer/command-help.tsx';
import { Composer, type ComposerControl } from '../composer/composer.tsx';
import { clearDraft, loadDraft } from '../composer/draft-store.ts';
import { listRecipients, type Recipient } from '../composer/recipient.ts';
import { runCommand } from '../composer/run-command.ts';
import { headingLevel, mainTag, useEmbedHost } from '../embed-host.ts';
import { useAlerts } from '../hooks/use-alerts.ts';
import { useNarrow } from '../hooks/use-narrow.ts';
import { useOnline } from '../hooks/use-online.ts';
import { usePageVisible } from '../hooks/use-page-visible.ts';
import { useRefusedFiles } from '../hooks/use-refused-files.ts';
import { OwnerControls } from '../owner/owner-controls.tsx';
import { kickMember } from '../people/kick-member.ts';
import { describeTyping, MemberList } from '../people/member-list.tsx';
import { MemberSheet } from '../people/member-sheet.tsx';
import { createNameColors } from '../people/name-colors.ts';
import { SharePanel } from '../share/share-panel.tsx';
import type { ShareLinks } from '../share/use-share-links.ts';
import { areVisitsKept } from '../storage.ts';
import { number } from '../texts/intl-formats.ts';
import { t } from '../texts/texts.ts';
import { MessageAnnouncer } from '../timeline/message-announcer.tsx';
import { PlainLinks } from '../timeline/message-bubble.tsx';
import { MessageList } from '../timeline/message-list.tsx';
import { MenuIcon, PeopleIcon, ShareIcon } from '../ui/icons.tsx';
import { RoomTimer } from '../ui/room-timer.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { ConnectionStatus } from './connection-status.tsx';
import { RoomMenu, type Leaving } from './room-menu.tsx';

export interface RoomScreenProps {
  readonly client: Room;
  readonly snapshot: RoomSnapshot;
  readonly room: RoomView;
  readonly links: ShareLinks;
  readonly isWatcher: boolean;
  readonly onTimeUp: () => void;
  /** Leaves the room for the start page. Null where another page embeds the room. */
  readonly onLeave: (() => void) | null;
}

type OpenSheet = 'share' | 'menu' | 'help' | { readonly member: PresenceMember } | null;

export function RoomScreen(props: RoomScreenProps): JSX.Element {
  const { client, snapshot, room, links, isWatcher, onTimeUp, onLeave } = props;
  const [areMembersShown, setAreMembersShown] = useState(false);
  const [openSheet, setOpenSheet] = useState<OpenSheet>(null);
  const [notice, setNotice] = useState(() =>
    isWatcher || areVisitsKept() ? '' : t('join-not-kept'),
  );
  const [unread, setUnread] = useState(0);
  const composer = useRef<ComposerControl>(null);
  const membersButton = useRef<HTMLButtonElement>(null);
  const isOnline = useOnline();
  const isVisible = usePageVisible();
  const isNarrow = useNarrow();
  const host = useEmbedHost();
  const Main = mainTag(host);
  const nameColor = useMemo(createNameColors, []);

  const { me, presence, items, earliestSeq, status, clockOffsetMs, token, keepsUnsent } = snapshot;
  const ownName = me?.name ?? null;
  const title = room.title === '' ? t('page-title') : room.title;
  const isConnected = status.kind === 'joined' && isOnline;
  const alerts = useAlerts({ client, title, unread });
  const ownId = me?.id ?? null;
  const members = useMemo(() => listRecipients(presence), [presence]);
  const canModerate = useMemo(() => readScopes(token).has('moderate'), [token]);
  const canShare = (links.talk ?? links.watch) !== null;
  const typing = describeTyping(presence, ownName);

  useRefusedFiles(host?.box ?? document, () => {
    setNotice(t('composer-text-only'));
  });
  useEffect(
    () =>
      client.on('ended', () => {
        clearDraft(client.id);
      }),
    [client],
  );

  const closeSheet = (): void => {
    setOpenSheet(null);
  };
  const openMenu = (): void => {
    // On a narrow screen the member list would still cover the conversation after the menu closes.
    setAreMembersShown(false);
    setOpenSheet('menu');
  };
  const closeMembers = (): void => {
    setAreMembersShown(false);
    membersButton.current?.focus();
  };
  const edit = useCallback(
    ({ cid, body, to, toName }: TimelineItem): void => {
      client.discard(cid);
      composer.current?.setDraft({
        text: body,
        to: to === null ? null : { id: to, name: toName ?? to },
      });
    },
    [client],
  );
  const reply = useCallback(({ member, name }: TimelineItem): void => {
    if (member !== null) composer.current?.setDraft({ to: { id: member, name } });
  }, []);
  const share = useCallback((): void => {
    setOpenSheet('share');
  }, []);
  const editLastFailed = (): void => {
    const failed = items.findLast(({ state }) => state === 'failed');
    if (failed !== undefined) edit(failed);
  };
  const writeTo = (to: Recipient): void => {
    closeSheet();
    setAreMembersShown(false);
    composer.current?.setDraft({ to });
  };
  const openHelp = (): void => {
    setOpenSheet('help');
  };
  const hasUnsent = (): boolean =>
    !isBlank(loadDraft(client.id).text) ||
    items.some(({ isOwn, state }) => isOwn && state !== 'sent');
  const leaving: Leaving | null =
    onLeave === null
      ? null
      : {
          keepsLink: canModerate,
          isLocked: room.state === 'locked',
          hasUnsent,
          leave: onLeave,
        };
  const shareButton = (
    <button
      type="button"
      class={isNarrow ? 'choice' : 'plain with-icon'}
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
          ref={membersButton}
          type="button"
          class="plain here with-icon"
          aria-expanded={areMembersShown}
          aria-controls="members"
          aria-label={t('room-here', { count: presence.length })}
          onClick={() => {
            setAreMembersShown(!areMembersShown);
          }}
        >
          <PeopleIcon />
          <span aria-hidden="true" translate={false}>
            {number(presence.length)}
          </span>
        </button>
        {!isNarrow && canShare && shareButton}
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
        <RoomTimer room={room} clockOffsetMs={clockOffsetMs} onTimeUp={onTimeUp} />
      </header>
      <div class="middle">
        <Main class="talk">
          <ConnectionStatus
            isConnected={isConnected}
            isOnline={isOnline}
            losesUnsent={!keepsUnsent && items.some(({ state }) => state === 'pending')}
          />
          <PlainLinks.Provider value={room.links === 'plain'}>
            <MessageList
              client={client}
              items={items}
              earliestSeq={earliestSeq}
              isWatcher={isWatcher}
              nameColor={nameColor}
              isConnected={isConnected}
              isOnline={isOnline}
              slow={canModerate ? 0 : room.slow}
              isVisible={isVisible}
              onEdit={edit}
              onReply={reply}
              onShare={canShare ? share : null}
              onUnread={setUnread}
            />
          </PlainLinks.Provider>
          <p class="typing">
            <span key={typing}>{typing}</span>
          </p>
          <p class="answer" role="status">
            {notice}
          </p>
          {isWatcher ? (
            <p class="watching">{t('room-watching')}</p>
          ) : (
            <Composer
              room={client.id}
              members={members}
              ownId={ownId}
              control={composer}
              onTyping={client.setTyping}
              onRecall={editLastFailed}
              onSubmit={(input, to) =>
                runCommand({ client, members, ownId, setNotice, openHelp }, input, to)
              }
            />
          )}
        </Main>
        <MemberList
          presence={presence}
          ownName={ownName}
          nameColor={nameColor}
          watchers={room.watchers}
          isShown={areMembersShown}
          onClose={closeMembers}
          onChoose={
            isWatcher
              ? null
              : (member) => {
                  setOpenSheet({ member });
                }
          }
        />
      </div>
      <MessageAnnouncer client={client} />
      {openSheet === 'share' && (
        <Sheet title={t('share-title')} onClose={closeSheet}>
          <SharePanel links={links} title={room.title} />
        </Sheet>
      )}
      {openSheet === 'menu' && (
        <RoomMenu alerts={alerts} onHelp={openHelp} leaving={leaving} onClose={closeSheet}>
          {isNarrow && canShare && shareButton}
        </RoomMenu>
      )}
      {openSheet === 'help' && <CommandHelp onClose={closeSheet} />}
      {openSheet !== null && typeof openSheet === 'object' && (
        <MemberSheet
          member={openSheet.member}
          isSelf={openSheet.member.id === ownId}
          onWrite={writeTo}
          onRename={(name) => client.rename(name)}
          isLocked={room.state === 'locked'}
          onKick={canModerate ? (member, choices) => kickMember(client, member, choices) : null}
          onClose={closeSheet}
        />
      )}
    </div>
  );
}
