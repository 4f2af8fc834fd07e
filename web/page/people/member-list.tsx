// Who is here, and who is writing. One tap on a name shows what can be done: the arrow keys go from
// name to name.

import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { PresenceMember } from '../../client/index.ts';
import { t } from '../texts/texts.ts';
import type { NameColor } from './name-colors.ts';

export interface MemberListProps {
  readonly present: readonly PresenceMember[];
  readonly own: string | null;
  readonly nameColor: NameColor;
  readonly watchers: number;
  /** On narrow screens the list is folded away. */
  readonly shown: boolean;
  readonly onClose: () => void;
  /** Null for who only watches. */
  readonly onChoose: ((who: PresenceMember) => void) | null;
}

/** A list of a thousand is read by nobody. */
const max = 200;

export function MemberList({
  present,
  own,
  nameColor,
  watchers,
  shown,
  onClose,
  onChoose,
}: MemberListProps): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(0);
  const drawn = present.slice(0, max);
  const reached = Math.min(at, drawn.length - 1);

  const move = (event: TargetedKeyboardEvent<HTMLUListElement>): void => {
    const ways = new Map([
      ['ArrowDown', reached + 1],
      ['ArrowUp', reached - 1],
      ['Home', 0],
      ['End', drawn.length - 1],
    ]);
    const next = ways.get(event.key);
    if (next === undefined) return;
    event.preventDefault();
    const to = Math.min(Math.max(next, 0), drawn.length - 1);
    setAt(to);
    list.current?.querySelectorAll('button')[to]?.focus();
  };

  return (
    <aside
      id="members"
      class={shown ? 'members shown' : 'members'}
      aria-label={t('members-label')}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <h2>{t('members-here')}</h2>
      <ul ref={list} onKeyDown={move}>
        {drawn.map((who, index) => {
          const { name, isTyping: typing } = who;
          const line = (
            <>
              <span class={`dot ${nameColor(name)}`} aria-hidden="true" />
              <bdi class="who">{name}</bdi>
              {name === own && <span class="you">{t('members-you')}</span>}
              {typing && name !== own && <span class="you">{t('members-typing')}</span>}
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
                  tabIndex={index === reached ? 0 : -1}
                  aria-haspopup="dialog"
                  onFocus={() => {
                    setAt(index);
                  }}
                  onClick={() => {
                    onChoose(who);
                  }}
                >
                  {line}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {present.length > max && (
        <p class="quiet">{t('members-more', { count: present.length - max })}</p>
      )}
      {watchers > 0 && <p class="quiet">{t('members-watching', { count: watchers })}</p>}
    </aside>
  );
}

/** Empty when nobody else is writing. */
export function describeTyping(present: readonly PresenceMember[], own: string | null): string {
  const [first, second, third] = present.filter(
    ({ name, isTyping: typing }) => typing && name !== own,
  );
  if (first === undefined) return '';
  if (second === undefined) return t('room-typing-one', { name: first.name });
  return third === undefined
    ? t('room-typing-two', { first: first.name, second: second.name })
    : t('room-typing-many');
}
