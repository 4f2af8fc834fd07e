// Where one writes. Enter sends, Shift+Enter makes a new line; the keyboard stays open after
// sending. Knows commands and emoji by their names; what they do is for the room to say.

import type { JSX, RefObject, TargetedKeyboardEvent } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import { useEmbedHost } from '../embed-host.ts';
import { parseInput, type ParsedInput } from './parse-input.ts';
import { loadEmojiTable, replaceShortcodes, type EmojiTable } from './emoji.ts';
import { suggest } from './suggestions.ts';
import { t } from '../texts/texts.ts';
import { loadDraft, saveDraft, type Draft } from './draft-store.ts';
import { optionId, SuggestionList } from './suggestion-list.tsx';

/** Puts something where one writes: a message that failed, or the one to write to. */
export interface ComposerControl {
  readonly put: (draft: Partial<Draft>) => void;
}

export interface ComposerProps {
  /** Drafts are kept by it. */
  readonly room: string;
  /** Who else is here. */
  readonly names: readonly string[];
  readonly control: RefObject<ComposerControl | null>;
  /**
   * What stands in the field afterwards; null where nothing was done, and the text stays. `to`: the
   * one it is for.
   */
  readonly onSubmit: (meant: ParsedInput, to: string | null) => Draft | null;
  readonly onTyping: (typing: boolean) => void;
  /** The last message that failed, to be mended. */
  readonly onRecall: () => void;
}

/** After so long without a key one is no longer typing. */
const idleMs = 3_000;
/** So many characters before the limit, what is left is shown. */
const nearLimit = 400;

export function Composer({
  room,
  names,
  control,
  onSubmit,
  onTyping,
  onRecall,
}: ComposerProps): JSX.Element {
  const [{ text, to }, setDraft] = useState(() => loadDraft(room));
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState('');
  const [emoji, setEmoji] = useState<EmojiTable | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  /** Where the caret belongs, and whether the focus does, after the next drawing. */
  const goal = useRef<number | null>(null);
  const wanted = useRef(false);
  /** Until a moment after an input method has finished. */
  const composing = useRef(false);
  const idle = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const list = useId();
  const host = useEmbedHost();
  const left = spaceLeft(text);
  const sendable = text.trim() !== '' && left >= 0;
  const { from, to: until, options } = suggest(text.slice(0, caret), { emoji, names });
  const open = options.length > 0 && dismissed !== text;

  const put = (draft: Draft, at = draft.text.length): void => {
    saveDraft(room, draft);
    setDraft(draft);
    setCaret(at);
    setChosen(0);
    goal.current = at;
  };
  useLayoutEffect(() => {
    control.current = {
      put: (draft) => {
        put({ text, to, ...draft });
        wanted.current = true;
      },
    };
  });
  useEffect(() => {
    // A touch keyboard that opens by itself hides what was said so far.
    if (matchMedia('(pointer: fine)').matches && host?.canMoveFocus() !== false) {
      field.current?.focus();
    }
    return () => {
      clearTimeout(idle.current);
    };
  }, []);
  useLayoutEffect(() => {
    if (goal.current !== null) field.current?.setSelectionRange(goal.current, goal.current);
    // Not before a sheet that was over the page has gone.
    if (wanted.current) field.current?.focus();
    goal.current = null;
    wanted.current = false;
  });
  useLayoutEffect(() => {
    const element = field.current;
    // Where the style sheet cannot do it.
    if (element === null || CSS.supports('field-sizing', 'content')) return;
    element.style.height = 'auto';
    element.style.height = `${String(element.scrollHeight)}px`;
  }, [text]);

  const write = (value: string, at: number): void => {
    const whole =
      emoji === null ? value.slice(0, at) : replaceShortcodes(value.slice(0, at), emoji);
    if (whole.length === at) {
      saveDraft(room, { text: value, to });
      setDraft({ text: value, to });
      setCaret(at);
      setChosen(0);
    } else put({ text: whole + value.slice(at), to }, whole.length);
    if (emoji === null && value.includes(':')) void loadEmojiTable().then(setEmoji);
    clearTimeout(idle.current);
    onTyping(value !== '' && !value.startsWith('/'));
    if (value !== '') {
      idle.current = setTimeout(() => {
        onTyping(false);
      }, idleMs);
    }
  };
  const take = (index: number): void => {
    const option = options[index];
    if (option === undefined) return;
    put(
      { text: text.slice(0, from) + option.insert + text.slice(until), to },
      from + option.insert.length,
    );
    field.current?.focus();
  };
  const send = (): void => {
    field.current?.focus();
    if (!sendable) return;
    clearTimeout(idle.current);
    onTyping(false);
    const next = onSubmit(
      parseInput(emoji === null ? text : replaceShortcodes(text, emoji), names),
      to,
    );
    if (next !== null) put(next);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    // While a word is being composed every key is the input method's; Safari ends that before the
    // Enter that ends it.
    if (event.isComposing || composing.current) return;
    const { key, shiftKey } = event;
    if (open && (key === 'ArrowDown' || key === 'ArrowUp')) {
      setChosen((chosen + (key === 'ArrowDown' ? 1 : options.length - 1)) % options.length);
    } else if (
      open &&
      (key === 'Tab' || (key === 'Enter' && !shiftKey && !isWhole(text, options[chosen]?.insert)))
    ) {
      take(chosen);
    } else if (open && key === 'Escape') setDismissed(text);
    else if (key === 'Escape' && to !== null) put({ text, to: null });
    else if (key === 'ArrowUp' && text === '') onRecall();
    else if (key === 'Enter' && !shiftKey) send();
    else return;
    event.preventDefault();
  };

  return (
    <form
      class={to === null ? 'composer' : 'composer private'}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {to !== null && (
        <p class="reader">
          <span>{t('composer-only', { name: to })}</span>
          <button
            type="button"
            class="plain"
            onClick={() => {
              put({ text, to: null });
              field.current?.focus();
            }}
          >
            {t('composer-to-all')}
          </button>
        </p>
      )}
      {open && <SuggestionList id={list} options={options} chosen={chosen} onTake={take} />}
      <textarea
        ref={field}
        rows={1}
        value={text}
        aria-label={t('composer-message')}
        aria-describedby="space-left"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        {...(open
          ? { 'aria-controls': list, 'aria-activedescendant': optionId(list, chosen) }
          : {})}
        placeholder={t('composer-message')}
        enterkeyhint="send"
        autocomplete="off"
        dir="auto"
        onInput={({ currentTarget }) => {
          write(currentTarget.value, currentTarget.selectionStart);
        }}
        onSelect={({ currentTarget }) => {
          setCaret(currentTarget.selectionStart);
        }}
        onBlur={() => {
          onTyping(false);
        }}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={() => {
          setTimeout(() => {
            composing.current = false;
          });
        }}
        onKeyDown={onKeyDown}
      />
      <button
        type="submit"
        class="primary send"
        aria-disabled={!sendable}
        onPointerDown={(event) => {
          event.preventDefault();
        }}
      >
        {t('composer-send')}
      </button>
      <p class={left < 0 ? 'space over' : 'space'} id="space-left">
        {spaceLine(left)}
      </p>
    </form>
  );
}

/** A command that stands there in full is sent, not suggested once more. */
const isWhole = (text: string, insert: string | undefined): boolean => insert?.trim() === text;

function spaceLine(left: number): string {
  if (left >= nearLimit) return '';
  return left >= 0 ? t('composer-left', { count: left }) : t('composer-too-many', { count: -left });
}

/** In characters; a text of long characters meets the limit of bytes first. */
function spaceLeft(text: string): number {
  // Most are far from it, and are not counted with every key.
  if (text.length < (limits.bodyCharacters - nearLimit) / 2) return limits.bodyCharacters;
  const bytesLeft = limits.bodyBytes - new TextEncoder().encode(text).length;
  return Math.min(limits.bodyCharacters - Array.from(text).length, Math.floor(bytesLeft / 4));
}
