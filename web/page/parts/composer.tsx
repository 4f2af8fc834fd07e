// Where one writes. Enter sends, Shift+Enter makes a new line; the keyboard stays open after sending.

import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';

export interface ComposerProps {
  readonly onSend: (body: string) => void;
  readonly onTyping: (typing: boolean) => void;
}

/** After so long without a key one is no longer typing. */
const idleMs = 3_000;
/** So many characters before the limit, what is left is shown. */
const nearLimit = 400;

export function Composer({ onSend, onTyping }: ComposerProps): JSX.Element {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const idle = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const left = spaceLeft(text);
  const sendable = text.trim() !== '' && left >= 0;

  useEffect(() => {
    // A touch keyboard that opens by itself hides what was said so far.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus();
    return () => {
      clearTimeout(idle.current);
    };
  }, []);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${String(element.scrollHeight)}px`;
  }, [text]);

  const write = (value: string): void => {
    setText(value);
    clearTimeout(idle.current);
    onTyping(value !== '');
    if (value !== '') idle.current = setTimeout(() => { onTyping(false); }, idleMs);
  };
  const send = (): void => {
    if (!sendable) return;
    write('');
    onSend(text.trim());
    field.current?.focus();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        value={text}
        aria-label="Message"
        aria-describedby="space-left"
        placeholder="Message"
        enterkeyhint="send"
        autocomplete="off"
        dir="auto"
        onInput={(event) => { write(event.currentTarget.value); }}
        onBlur={() => { onTyping(false); }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="primary send" aria-disabled={!sendable} onPointerDown={(event) => { event.preventDefault(); }}>Send</button>
      <p class={left < 0 ? 'space over' : 'space'} id="space-left">{spaceLine(left)}</p>
    </form>
  );
}

function spaceLine(left: number): string {
  if (left >= nearLimit) return '';
  if (left >= 0) return `${String(left)} left`;
  return left === -1 ? '1 character too many' : `${String(-left)} characters too many`;
}

/** In characters; a text of long characters meets the limit of bytes first. */
function spaceLeft(text: string): number {
  const characters = Array.from(text).length;
  const bytesLeft = limits.bodyBytes - new TextEncoder().encode(text).length;
  return Math.min(limits.bodyCharacters - characters, Math.floor(bytesLeft / 4));
}
