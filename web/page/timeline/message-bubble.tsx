// One message: sender and time, the text with its links, and the status of an own message.

import { Component, createContext, type ComponentChildren, type JSX } from 'preact';
import { useContext } from 'preact/hooks';
import type { TimelineItem } from '../../client/index.ts';
import { isEmojiOnly } from '../composer/emoji.ts';
import { parseAction } from '../composer/parse-input.ts';
import type { NameColor } from '../people/name-colors.ts';
import { timeOfDay } from '../texts/intl-formats.ts';
import type { Language } from '../texts/languages.ts';
import { t } from '../texts/texts.ts';
import { findReplacements } from './filter-changes.ts';
import { FoldableText } from './foldable-text.tsx';
import { linkify } from './linkify.ts';
import type { Heading } from './message-heading.ts';
import { MessageStatus, type MessageStatusProps } from './message-status.tsx';

export interface MessageBubbleProps extends MessageStatusProps {
  readonly heading: Heading;
  /** Answers a private message privately. */
  readonly onReply: (item: TimelineItem) => void;
  /** Called after a long message was unfolded or folded. */
  readonly onResize: () => void;
  readonly nameColor: NameColor;
  /** The language in which it is rendered. */
  readonly language: Language;
}

/** Renders again only when something in it changes: a full room has hundreds. */
export class MessageBubble extends Component<MessageBubbleProps> {
  override shouldComponentUpdate(next: MessageBubbleProps): boolean {
    const { props } = this;
    return (
      next.item !== props.item ||
      next.heading !== props.heading ||
      next.language !== props.language ||
      (next.item.state === 'pending' &&
        (next.isConnected !== props.isConnected || next.slow !== props.slow))
    );
  }

  override render(props: MessageBubbleProps): JSX.Element {
    const { item, heading, nameColor, onReply, onResize } = props;
    const { key, name, at, isOwn, to, toName, state } = item;
    return (
      <div class={bubbleClasses(props)} data-key={key} {...(isOwn ? { 'data-state': state } : {})}>
        <p class={heading === 'none' ? 'byline unseen' : 'byline'}>
          <bdi class={isOwn || heading !== 'name' ? 'unseen' : `who ${nameColor(name)}`}>
            {isOwn ? t('room-you') : name}
          </bdi>
          {heading !== 'none' && (
            <>
              {' '}
              <time dateTime={at}>{timeOfDay(at)}</time>
            </>
          )}
        </p>
        {to !== null && (
          <p class="only">{t('room-private', { name: isOwn ? (toName ?? to) : name })}</p>
        )}
        <FoldableText text={item.body} onResize={onResize}>
          <MessageText item={item} nameColor={nameColor} />
        </FoldableText>
        {to !== null && !isOwn && (
          <p class="ways">
            <button
              type="button"
              class="plain"
              onClick={() => {
                onReply(item);
              }}
            >
              {t('room-reply')}
            </button>
          </p>
        )}
        {isOwn && <MessageStatus {...props} />}
      </div>
    );
  }
}

const bubbleClasses = ({ item, heading }: MessageBubbleProps): string =>
  [
    'message',
    item.isOwn ? 'own' : 'other',
    heading === 'none' ? '' : 'first',
    item.to === null ? '' : 'private',
    isEmojiOnly(item.body) ? 'lone' : '',
    parseAction(item.body) === null ? '' : 'action',
  ]
    .filter((name) => name !== '')
    .join(' ');

type MessageTextProps = Pick<MessageBubbleProps, 'item' | 'nameColor'>;

function MessageText({ item, nameColor }: MessageTextProps): JSX.Element {
  const { name, body, isOwn } = item;
  const action = parseAction(body);
  if (action !== null) {
    return (
      <>
        * <bdi class={nameColor(name)}>{name}</bdi> <LinkedText text={action} />
      </>
    );
  }
  return isOwn ? <OwnText item={item} /> : <LinkedText text={body} />;
}

type OwnTextProps = Pick<MessageBubbleProps, 'item'>;

/** Marks the filter's replacements in an own message. */
function OwnText({ item: { body, filterReceipt } }: OwnTextProps): JSX.Element {
  const replacements = filterReceipt === null ? [] : findReplacements(filterReceipt);
  if (replacements.length === 0) return <LinkedText text={body} />;
  const parts: ComponentChildren[] = [];
  let from = 0;
  for (const [index, { start, end }] of replacements.entries()) {
    parts.push(
      <LinkedText key={`before ${String(index)}`} text={body.slice(from, start)} />,
      <span key={`replaced ${String(index)}`} class="replaced">
        {body.slice(start, end)}
      </span>,
    );
    from = end;
  }
  return (
    <>
      {parts}
      <LinkedText text={body.slice(from)} />
    </>
  );
}

/** True in a room whose filter shows links as plain text. */
export const PlainLinks = createContext(false);

interface LinkedTextProps {
  readonly text: string;
}

function LinkedText({ text }: LinkedTextProps): JSX.Element {
  const bare = !useContext(PlainLinks);
  return (
    <>
      {linkify(text, { bare }).map((piece, index) =>
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
