// One message: who and when, the text with its links, and what became of it.

import { Component, type ComponentChildren, type JSX } from 'preact';
import type { TimelineItem } from '../../client/index.ts';
import { parseAction } from '../composer/parse-input.ts';
import { isEmojiOnly } from '../composer/emoji.ts';
import { findReplacements } from './filter-changes.ts';
import type { Heading } from './message-heading.ts';
import { linkify } from './linkify.ts';
import { timeOfDay } from '../texts/intl-formats.ts';
import { t, type language } from '../texts/texts.ts';
import { MessageStatus, type MessageStatusProps } from './message-status.tsx';
import type { NameColor } from '../people/name-colors.ts';

export interface MessageBubbleProps extends MessageStatusProps {
  readonly heading: Heading;
  readonly nameColor: NameColor;
  /** In which it is drawn. */
  readonly language: ReturnType<typeof language>;
}

/** Drawn again only when something in it changes: a full room has hundreds. */
export class MessageBubble extends Component<MessageBubbleProps> {
  override shouldComponentUpdate({
    item,
    heading,
    connected,
    language,
  }: MessageBubbleProps): boolean {
    const { props } = this;
    return (
      item !== props.item ||
      heading !== props.heading ||
      language !== props.language ||
      (item.state === 'pending' && connected !== props.connected)
    );
  }

  override render(props: MessageBubbleProps): JSX.Element {
    const { item, heading, nameColor } = props;
    const { key, name, body, at, isOwn: own, to, state } = item;
    const action = parseAction(body);
    const classes = [
      'message',
      own ? 'own' : 'other',
      heading === 'none' ? '' : 'first',
      to === null ? '' : 'private',
      isEmojiOnly(body) ? 'lone' : '',
      action === null ? '' : 'action',
    ];
    return (
      <div
        class={classes.filter((one) => one !== '').join(' ')}
        data-key={key}
        {...(own ? { 'data-state': state } : {})}
      >
        <p class={heading === 'none' ? 'byline unseen' : 'byline'}>
          <bdi class={own || heading !== 'name' ? 'unseen' : `who ${nameColor(name)}`}>
            {own ? t('room-you') : name}
          </bdi>
          {heading !== 'none' && (
            <>
              {' '}
              <time dateTime={at}>{shownTime(at)}</time>
            </>
          )}
        </p>
        {to !== null && (
          <p class="only">{own ? t('room-private-to', { name: to }) : t('room-private-from')}</p>
        )}
        <div class="body">
          {/* Its own direction for the words alone: the bubble stands as the page does. */}
          <p dir="auto">
            {action === null ? (
              own ? (
                <OwnWords item={item} />
              ) : (
                <Words text={body} />
              )
            ) : (
              <>
                * <bdi class={nameColor(name)}>{name}</bdi> <Words text={action} />
              </>
            )}
          </p>
        </div>
        {own && <MessageStatus {...props} />}
      </div>
    );
  }
}

const shownTime = (at: string): string =>
  Number.isNaN(Date.parse(at)) ? '' : timeOfDay(Date.parse(at));

/** Own words show where the filter put others. */
function OwnWords({
  item: { body, filterReceipt: receipt },
}: {
  readonly item: TimelineItem;
}): JSX.Element {
  const replaced = receipt === null ? [] : findReplacements(body, receipt);
  if (replaced.length === 0) return <Words text={body} />;
  const parts: ComponentChildren[] = [];
  let from = 0;
  for (const { start, end } of replaced) {
    parts.push(
      <Words key={from} text={body.slice(from, start)} />,
      <span key={`${String(start)}!`} class="replaced">
        {body.slice(start, end)}
      </span>,
    );
    from = end;
  }
  return (
    <>
      {parts}
      <Words text={body.slice(from)} />
    </>
  );
}

function Words({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {linkify(text).map((piece, index) =>
        piece.href === null ? (
          piece.text
        ) : (
          <a
            key={index}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            dir="ltr"
          >
            {piece.text}
          </a>
        ),
      )}
    </>
  );
}
