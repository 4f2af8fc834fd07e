// The track: the transforms that a message passes between the send channel and the receive channel.
// It is pure, and it fails closed: a message that cannot be filtered is refused.

import type { FilterReceipt } from '../../protocol/events.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { RoomId } from '../ports.ts';
import { createWordListFilter, type WordListFilter } from './apply-word-lists.ts';
import { checkLength } from './check-length.ts';
import { defangLinks, keepAllowedLinks } from './filter-links.ts';
import { createFilterReceipt } from './filter-receipt.ts';
import { createMessageText, type LocatedMatch, type MessageText } from './message-text.ts';
import { normalizeCharacters, trimWhitespace } from './normalize-text.ts';
import { redactEmail, redactPhone } from './redact-contacts.ts';
import type { Refused, Transform } from './transform.ts';
import type { WordList } from './word-filter/index.ts';

/**
 * The transforms besides word lists. Links and redaction run before the lists, so the lists filter
 * the text that remains.
 */
export interface TrackOptions {
  /** @defaultValue `off` */
  readonly links?: 'off' | 'plain' | 'allow' | undefined;
  /** The hosts that links may lead to if `links` is `allow`. */
  readonly linkHosts?: readonly string[] | undefined;
  readonly redact?: readonly ('email' | 'phone')[] | undefined;
}

interface TrackInput {
  readonly body: string;
  readonly room: RoomId;
  readonly cid: string;
}

interface FilteredMessage {
  readonly ok: true;
  readonly body: string;
  /** A word list or another transform changed the text. Normalizing doesn't count. */
  readonly changed: boolean;
  /** For the sender only. */
  readonly receipt: FilterReceipt;
  readonly hits: readonly LocatedMatch[];
  /** The work that it took, in steps; see word-filter/matcher/window-search.ts. */
  readonly steps: number;
}

export interface Track {
  /** Filters a message. Never throws: an unexpected error is the refusal `unavailable`. */
  run(input: TrackInput): FilteredMessage | Refused;
  /** Refuses a name that the word lists or another transform would change. */
  checkName(name: string): Refusal | undefined;
}

/** An optional transform's work for a character, in steps of the word filter, as measured. */
const stepsOfCharacter = 20;

const blockedWord = refuse('name_invalid', 'That name contains a blocked word. Choose another.');
const contactInName = refuse(
  'name_invalid',
  'That name looks like a link, an email address or a phone number. Choose another.',
);

/**
 * Builds the track of some word lists, or of a filter that already exists; compiling the lists is
 * the expensive part.
 *
 * @example
 * const track = buildTrack((await lists.read()).lists);
 * track.run({ body: 'XML!', room, cid: 'c1' });
 * // { ok: true, body: 'JSON!', changed: true,
 * //   receipt: { verdict: 'changed',
 * //     changes: [{ start: 0, end: 3, filtered: { start: 0, end: 4 } }] },
 * //   hits: [{ list: 'enterprise', entry: 'XML', start: 0, end: 3 }], steps: 70 }
 */
export function buildTrack(
  lists: readonly WordList[] | WordListFilter,
  options: TrackOptions = {},
): Track {
  const filter = 'transform' in lists ? lists : createWordListFilter(lists);
  const optional = optionalTransforms(options);
  const transforms: readonly Transform[] = [
    normalizeCharacters,
    trimWhitespace,
    checkLength,
    ...optional,
    filter.transform,
    checkLength,
  ];
  return {
    run({ body, room, cid }) {
      const steps = optional.length * body.length * stepsOfCharacter;
      let message: MessageText = { ...createMessageText(body), steps };
      try {
        for (const transform of transforms) {
          const result = transform(message, { room, cid });
          if (!result.ok) return message.steps > 0 ? { steps: message.steps, ...result } : result;
          message = result;
        }
      } catch {
        // Fail closed. The error itself could hold words of the message, so it is not logged.
        return refuse('unavailable');
      }

      const { text, changes, hits } = message;
      const changed = changes.length > 0;
      return {
        ok: true,
        body: text,
        changed,
        receipt: changed ? createFilterReceipt('changed', changes) : { verdict: 'passed' },
        hits,
        steps: message.steps,
      };
    },

    checkName(name) {
      try {
        if (filter.rejects(name)) return blockedWord;
        const text = createMessageText(name);
        const isChanged = optional.some((transform) => {
          const result = transform(text, { room: '' as RoomId, cid: '' });
          return !result.ok || result.text !== name;
        });
        return isChanged ? contactInName : undefined;
      } catch {
        // Fail closed.
        return blockedWord;
      }
    },
  };
}

function optionalTransforms({
  links = 'off',
  linkHosts = [],
  redact = [],
}: TrackOptions): readonly Transform[] {
  return [
    ...(links === 'plain' ? [defangLinks] : []),
    ...(links === 'allow' ? [keepAllowedLinks(linkHosts)] : []),
    ...(redact.includes('email') ? [redactEmail] : []),
    ...(redact.includes('phone') ? [redactPhone] : []),
  ];
}
