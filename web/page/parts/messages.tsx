// The conversation. New messages are announced politely; the view follows them unless somebody is reading further up.

import { Component, type JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Item } from '../../client/index.ts';
import type { TintOf } from './tint.ts';

export interface MessagesProps {
  readonly items: readonly Item[];
  readonly own: string | null;
  readonly tintOf: TintOf;
  /** Whether what is pending is on its way, or waits. */
  readonly connected: boolean;
  readonly onRetry: (cid: string) => void;
}

/** Pixels from the end within which one still counts as reading the end. */
const nearEnd = 80;
/** After so long a silence a name is shown again. */
const silenceMs = 120_000;

export function Messages({ items, own, tintOf, connected, onRetry }: MessagesProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const top = useRef(0);
  const [behind, setBehind] = useState(false);
  const last = items.at(-1);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const toEnd = (): void => {
      if (following.current) element.scrollTop = element.scrollHeight;
    };
    // The keyboard of a phone takes room away: what was last in sight stays in sight.
    const watch = new ResizeObserver(toEnd);
    watch.observe(element);
    return () => {
      watch.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null || last === undefined) return;
    if (following.current || (last.own && last.state === 'pending')) element.scrollTop = element.scrollHeight;
    else setBehind(true);
  }, [last?.key, items.length]);

  const onScroll = (): void => {
    const element = list.current;
    if (element === null) return;
    const { scrollTop } = element;
    // Only moving up means reading further up: a view that became smaller is also further from the end for a moment.
    const atEnd = element.scrollHeight - scrollTop - element.clientHeight < nearEnd;
    following.current = atEnd || (following.current && scrollTop >= top.current);
    top.current = scrollTop;
    if (following.current) setBehind(false);
  };

  return (
    <div class="messages">
      <div ref={list} class="scroll" role="log" aria-label="Messages" aria-live="polite" tabIndex={0} onScroll={onScroll}>
        {items.length === 0 && <p class="empty">{own === null ? 'Nothing has been said yet.' : 'Nothing has been said yet. Say hello.'}</p>}
        {items.map((item, index) => (
          <Bubble key={item.key} item={item} first={startsGroup(items[index - 1], item)} tintOf={tintOf} connected={connected} onRetry={onRetry} />
        ))}
      </div>
      {behind && (
        <button
          type="button"
          class="newest"
          onClick={() => {
            list.current?.scrollTo({ top: list.current.scrollHeight });
          }}
        >
          New messages
        </button>
      )}
    </div>
  );
}

const startsGroup = (before: Item | undefined, { name, own, at, gap }: Item): boolean =>
  before === undefined || gap || before.name !== name || before.own !== own || Date.parse(at) - Date.parse(before.at) > silenceMs;

interface BubbleProps {
  readonly item: Item;
  /** Whether it opens a run of messages by one member, and so shows the name. */
  readonly first: boolean;
  readonly tintOf: TintOf;
  /** Whether what is pending is on its way, or waits. */
  readonly connected: boolean;
  readonly onRetry: (cid: string) => void;
}

/** Drawn again only when something in it changes: a full room has hundreds. */
class Bubble extends Component<BubbleProps> {
  override shouldComponentUpdate(next: BubbleProps): boolean {
    const { item, first, connected } = this.props;
    const { body, state, problem, gap } = next.item;
    return body !== item.body || state !== item.state || problem !== item.problem || gap !== item.gap || next.first !== first || (state === 'pending' && next.connected !== connected);
  }

  override render({ item, first, tintOf, connected, onRetry }: BubbleProps): JSX.Element {
    const { cid, name, body, at, own, to, state, problem, gap } = item;
    return (
      <>
        {gap && <p class="gap">Some messages from before are missing here.</p>}
        <div class={`message ${own ? 'own' : 'other'}${first ? ' first' : ''}`} {...(own ? { 'data-state': state } : {})}>
          {first && (
            <p class="byline">
              <span class={own ? 'unseen' : `who ${tintOf(name)}`}>{name}</span> <time dateTime={at}>{timeOfDay(at)}</time>
            </p>
          )}
          <p class="body" dir="auto">{body}</p>
          {to !== null && <p class="fate">{own ? `Only ${to} and you can read this.` : `Only ${name} and you can read this.`}</p>}
          {own && state === 'pending' && <p class="fate">{connected ? 'Sending…' : 'Waiting for the network…'}</p>}
          {own && state === 'failed' && (
            <p class="fate failed" role="alert">
              Not sent. {problem} <button type="button" class="plain" onClick={() => { onRetry(cid); }}>Send again</button>
            </p>
          )}
        </div>
      </>
    );
  }
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const timeOfDay = (at: string): string => (Number.isNaN(Date.parse(at)) ? '' : clock.format(new Date(at)));
