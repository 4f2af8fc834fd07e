// Who is here, and who is writing.

import type { JSX } from 'preact';
import type { Present } from '../../client/index.ts';
import type { TintOf } from './tint.ts';

export interface MembersProps {
  readonly present: readonly Present[];
  readonly own: string | null;
  readonly tintOf: TintOf;
  readonly watchers: number;
  /** On narrow screens the list is folded away. */
  readonly shown: boolean;
}

export function Members({ present, own, tintOf, watchers, shown }: MembersProps): JSX.Element {
  return (
    <aside id="members" class={shown ? 'members shown' : 'members'} aria-label="Members">
      <h2>Here now</h2>
      <ul>
        {present.map(({ name, typing }) => (
          <li key={name}>
            <span class={`dot ${tintOf(name)}`} aria-hidden="true" />
            <span class="who">{name}</span>
            {name === own && <span class="you">you</span>}
            {typing && name !== own && <span class="you">typing</span>}
          </li>
        ))}
      </ul>
      {watchers > 0 && <p class="quiet">{watchers === 1 ? '1 watching' : `${String(watchers)} watching`}</p>}
    </aside>
  );
}

/** Empty when nobody else is writing. */
export function typingLine(present: readonly Present[], own: string | null): string {
  const [first, second, third] = present.filter(({ name, typing }) => typing && name !== own);
  if (first === undefined) return '';
  if (second === undefined) return `${first.name} is typing…`;
  return third === undefined ? `${first.name} and ${second.name} are typing…` : 'Several people are typing…';
}
