// The field where the user writes. Enter sends, Shift+Enter starts a new line, and the keyboard
// stays open after sending. Completes commands, names and emoji; the room carries commands out.

import type { JSX, RefObject, TargetedKeyboardEvent } from 'preact';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isBlank } from '../../../functions/protocol/blank-text.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import { useEmbedHost } from '../embed-host.ts';
import { useEvent } from '../hooks/use-event.ts';
import { t } from '../texts/texts.ts';
import { loadDraft, saveDraft, type Draft } from './draft-store.ts';
import { editField } from './edit-field.ts';
import { loadEmojiTable, replaceShortcodes, type EmojiTable } from './emoji.ts';
import { isInputMethodKey } from './input-method.ts';
import { isCommand, parseInput, type ParsedInput } from './parse-input.ts';
import { locateRecipient, type PresentMember, type Recipient } from './recipient.ts';
import { optionId, SuggestionList } from './suggestion-list.tsx';
import { suggest } from './suggestions.ts';

/** Changes the draft from outside: to edit a failed message, or to write to one member. */
export interface ComposerControl {
  readonly setDraft: (draft: Partial<Draft>) => void;
}

export interface ComposerProps {
  /** The room's id: drafts are stored by it. */
  readonly room: string;
  /** Everyone who is present. */
  readonly members: readonly PresentMember[];
  readonly ownId: string | null;
  readonly control: RefObject<ComposerControl | null>;
  /** Returns the next draft; null if nothing was done, and the text stays. */
  readonly onSubmit: (input: ParsedInput, to: Recipient | null) => Draft | null;
  /** Called with each key. Typing stops by itself. */
  readonly onTyping: (isTyping: boolean) => void;
  /** Puts the last failed message back into the field. */
  readonly onRecall: () => void;
}

/** The remaining space shows from this many characters before the limit. */
const nearLimit = 400;

export function Composer(props: ComposerProps): JSX.Element {
  const { room, members, ownId, control, onSubmit, onTyping, onRecall } = props;
  const [{ text, to }, setDraft] = useState(() => loadDraft(room));
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  /** The text for which the user has closed the suggestions. */
  const [dismissed, setDismissed] = useState('');
  const [emoji, setEmoji] = useState<EmojiTable | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  /** The caret's place after the next render. */
  const nextCaret = useRef<number | null>(null);
  /** Whether the field gets the focus after the next render. */
  const shouldFocus = useRef(false);
  const isComposing = useRef(false);
  /** True while the page itself changes the field's text. */
  const isEditing = useRef(false);
  const listId = useId();
  const host = useEmbedHost();

  const space = countSpace(text);
  const canSend = !isBlank(text) && space >= 0;
  const names = useMemo(
    () => members.filter(({ id, isBot }) => id !== ownId && !isBot).map(({ name }) => name),
    [members, ownId],
  );
  const { from, to: until, options } = suggest(text.slice(0, caret), { emoji, names });
  const isOpen = options.length > 0 && dismissed !== text;

  const replaceDraft = (draft: Draft, newCaret = draft.text.length): void => {
    isEditing.current = true;
    if (field.current !== null) editField(field.current, draft.text);
    isEditing.current = false;
    saveDraft(room, draft);
    setDraft(draft);
    setCaret(newCaret);
    setChosen(0);
    nextCaret.current = newCaret;
  };
  useLayoutEffect(() => {
    control.current = {
      setDraft: (draft) => {
        field.current?.focus();
        replaceDraft({ text, to, ...draft });
        shouldFocus.current = true;
      },
    };
  });
  useEffect(() => {
    // A touch keyboard would hide the conversation.
    if (matchMedia('(pointer: fine)').matches && host?.canMoveFocus() !== false) {
      field.current?.focus();
    }
  }, [host]);
  useLayoutEffect(() => {
    if (nextCaret.current !== null) {
      field.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    }
    // Only now is a sheet that covered the page gone.
    if (shouldFocus.current) field.current?.focus();
    nextCaret.current = null;
    shouldFocus.current = false;
  });
  useLayoutEffect(() => {
    const element = field.current;
    // Grows the field where the style sheet cannot.
    if (element === null || CSS.supports('field-sizing', 'content')) return;
    element.style.height = 'auto';
    element.style.height = `${String(element.scrollHeight)}px`;
  }, [text]);

  const replaceTyped = useEvent((): void => {
    const element = field.current;
    if (element === null || emoji === null || isComposing.current) return;
    const { value, selectionStart } = element;
    const before = value.slice(0, selectionStart);
    const replaced = replaceShortcodes(before, emoji);
    if (replaced !== before) {
      replaceDraft({ text: replaced + value.slice(selectionStart), to }, replaced.length);
    }
  });
  useLayoutEffect(() => {
    // A short name such as :+1: is typed before the table has loaded. No key comes in between, so a
    // text that was just sent does not return.
    replaceTyped();
  }, [emoji, replaceTyped]);
  const change = (value: string, newCaret: number, inputType = ''): void => {
    // Without `nextCaret`: the browser has placed the caret already.
    saveDraft(room, { text: value, to });
    setDraft({ text: value, to });
    setCaret(newCaret);
    setChosen(0);
    if (value.includes(':')) {
      if (emoji === null) void loadEmojiTable().then(setEmoji);
      // After the event, or WebKit undoes both as one. A shortcode that undo brings back stays, or
      // nobody could undo beyond it.
      if (!inputType.startsWith('history')) setTimeout(replaceTyped);
    }
    onTyping(value !== '' && !isCommand(value));
  };
  const acceptSuggestion = (index: number): void => {
    const option = options[index];
    if (option === undefined) return;
    field.current?.focus();
    replaceDraft(
      { text: text.slice(0, from) + option.insert + text.slice(until), to },
      from + option.insert.length,
    );
  };
  const send = (): void => {
    field.current?.focus();
    if (!canSend) return;
    onTyping(false);
    const finalText = emoji === null ? text : replaceShortcodes(text, emoji);
    const next = onSubmit(parseInput(finalText, members), to);
    if (next !== null) replaceDraft(next);
  };

  const handleSuggestionKey = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const accepts = key === 'Enter' && !shiftKey && !isComplete(text, options[chosen]?.insert);
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      setChosen((chosen + (key === 'ArrowDown' ? 1 : options.length - 1)) % options.length);
    } else if (key === 'Tab' || accepts) acceptSuggestion(chosen);
    else if (key === 'Escape') setDismissed(text);
    else return false;
    return true;
  };
  const handleFieldKey = ({ key, shiftKey }: KeyboardEvent): boolean => {
    if (key === 'Escape' && to !== null) replaceDraft({ text, to: null });
    else if (key === 'ArrowUp' && text === '') onRecall();
    else if (key === 'Enter' && !shiftKey) send();
    else return false;
    return true;
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    if (isComposing.current || isInputMethodKey(event)) return;
    if ((isOpen && handleSuggestionKey(event)) || handleFieldKey(event)) event.preventDefault();
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
          <span role="status">{describeRecipient(to, members)}</span>
          <button
            type="button"
            class="plain"
            onClick={() => {
              replaceDraft({ text, to: null });
              field.current?.focus();
            }}
          >
            {t('composer-to-all')}
          </button>
        </p>
      )}
      {isOpen && (
        <SuggestionList id={listId} options={options} chosen={chosen} onAccept={acceptSuggestion} />
      )}
      <textarea
        ref={field}
        rows={1}
        value={text}
        aria-label={t('composer-message')}
        aria-describedby="space-left"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        {...(isOpen
          ? { 'aria-controls': listId, 'aria-activedescendant': optionId(listId, chosen) }
          : {})}
        placeholder={t('composer-message')}
        enterkeyhint="send"
        autocomplete="off"
        onInput={({ currentTarget: { value, selectionStart }, inputType }) => {
          if (!isEditing.current) change(value, selectionStart, inputType);
        }}
        onSelect={({ currentTarget }) => {
          setCaret(currentTarget.selectionStart);
        }}
        onBlur={() => {
          onTyping(false);
        }}
        onCompositionStart={() => {
          isComposing.current = true;
        }}
        onCompositionEnd={() => {
          setTimeout(() => {
            isComposing.current = false;
            replaceTyped();
          });
        }}
        onKeyDown={onKeyDown}
      />
      <button
        type="submit"
        class="primary send"
        aria-disabled={!canSend}
        onPointerDown={(event) => {
          event.preventDefault();
        }}
      >
        {t('composer-send')}
      </button>
      <p class={space < 0 ? 'space over' : 'space'} id="space-left" translate={false}>
        {describeSpace(space)}
      </p>
    </form>
  );
}

/** Says who will get the message, and whether that member has left or changed the name. */
function describeRecipient(to: Recipient, members: readonly PresentMember[]): string {
  const status = locateRecipient(to, members);
  const { name } = status;
  switch (status.kind) {
    case 'present':
      return t('composer-only', { name });
    case 'bot':
      return t('members-bot-hint', { name });
    case 'renamed':
      return t('composer-only-renamed', { name, former: status.formerName });
    case 'left':
      if (members.length === 1) return t('composer-left-alone', { name });
      return status.isNameTaken
        ? t('composer-name-passed-on', { name })
        : t('composer-recipient-left', { name });
  }
}

/** A command that is typed in full is sent, not suggested once more. */
const isComplete = (text: string, insert: string | undefined): boolean => insert?.trim() === text;

function describeSpace(space: number): string {
  if (space >= nearLimit) return '';
  return space >= 0
    ? t('composer-left', { count: space })
    : t('composer-too-many', { count: -space });
}

/**
 * Returns the remaining space in characters. A text of long characters reaches the limit in bytes
 * first.
 */
function countSpace(text: string): number {
  // Saves counting at every key: most texts are far from the limit.
  if (text.length < (limits.maxBodyCharacters - nearLimit) / 2) return limits.maxBodyCharacters;
  const bytesLeft = limits.maxBodyBytes - new TextEncoder().encode(text).length;
  return Math.min(limits.maxBodyCharacters - Array.from(text).length, Math.floor(bytesLeft / 4));
}
