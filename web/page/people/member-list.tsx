// The members in the room, and who of them is typing. A tap on a name opens its sheet; the arrow
// keys move from name to name.

import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { PresenceMember } from '../../client/index.ts';
import { t } from '../texts/texts.ts';
import type { NameColor } from './name-colors.ts';

export interface MemberListProps {
  readonly presence: readonly PresenceMember[];
  /** Null for a watcher. */
  readonly ownName: string | null;
  readonly nameColor: NameColor;
  readonly watchers: number;
  /** False while a narrow screen hides the list. */
  readonly isShown: boolean;
  readonly onClose: () => void;
  /** Null for a watcher. */
  readonly onChoose: ((member: PresenceMember) => void) | null;
}

/** Nobody reads a list of a thousand names. */
const maxListed = 200;

export function MemberList({
  presence,
  ownName,
  nameColor,
  watchers,
  isShown,
  onClose,
  onChoose,
}: MemberListProps): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const [index, setIndex] = useState(0);
  const listed = presence.slice(0, maxListed);
  const focusable = Math.min(index, listed.length - 1);

  const moveFocus = (event: TargetedKeyboardEvent<HTMLUListElement>): void => {
    const targets = new Map([
      ['ArrowDown', focusable + 1],
      ['ArrowUp', focusable - 1],
      ['Home', 0],
      ['End', listed.length - 1],
    ]);
    const target = targets.get(event.key);
    if (target === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(target, 0), listed.length - 1);
    setIndex(next);
    list.current?.querySelectorAll('button')[next]?.focus();
  };

  return (
    <aside
      id="members"
      class={isShown ? 'members shown' : 'members'}
      aria-label={t('members-label')}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <h2 translate={false}>{t('members-here', { count: presence.length })}</h2>
      <ul ref={list} onKeyDown={moveFocus}>
        {listed.map((member, memberIndex) => {
          const { name, isTyping, isBot } = member;
          const line = (
            <>
              <span class={`dot ${nameColor(name)}`} aria-hidden="true" />
              <bdi class="who">{name}</bdi>
              {name === ownName && <span class="you">{t('members-you')}</span>}
              {isBot && <span class="you">{t('members-bot')}</span>}
              {isTyping && name !== ownName && <span class="you">{t('members-typing')}</span>}
            </>
          );
          return (
            <li key={name}>
              {onChoose === null ? (
                <span class="member">{line}</span>
              ) : (
                <button
                  type="button"
                  class="member"
                  tabIndex={memberIndex === focusable ? 0 : -1}
                  aria-haspopup="dialog"
                  onFocus={() => {
                    setIndex(memberIndex);
                  }}
                  onClick={() => {
                    onChoose(member);
                  }}
                >
                  {line}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {presence.length > maxListed && (
        <p class="quiet">{t('members-more', { count: presence.length - maxListed })}</p>
      )}
      {watchers > 0 && (
        <p class="quiet" translate={false}>
          {t('members-watching', { count: watchers })}
        </p>
      )}
    </aside>
  );
}

/** Returns the line about the others who are typing; empty while nobody is. */
export function describeTyping(
  presence: readonly PresenceMember[],
  ownName: string | null,
): string {
  const [first, second, third] = presence.filter(
    ({ name, isTyping }) => isTyping && name !== ownName,
  );
  if (first === undefined) return '';
  if (second === undefined) return t('room-typing-one', { name: first.name });
  return third === undefined
    ? t('room-typing-two', { first: first.name, second: second.name })
    : t('room-typing-many');
}
