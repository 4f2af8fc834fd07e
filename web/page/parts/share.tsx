// The link, large, with the ways to hand it on: copying, and the device's own sheet where it has one.

import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

export function Share({ link, title }: { link: string; title: string }): JSX.Element {
  const [said, setSaid] = useState('');
  const field = useRef<HTMLInputElement>(null);

  const copy = async (): Promise<void> => {
    setSaid((await copied(link, field.current)) ? 'Copied.' : 'Select the link above and copy it.');
  };
  const share = async (): Promise<void> => {
    try {
      await navigator.share({ title: title === '' ? 'Ten Minute Chat' : title, url: link });
    } catch {
      // Closed without sharing: nothing to say.
    }
  };

  return (
    <div class="share">
      <label class="field">
        <span>Link to this room</span>
        <input ref={field} class="link" type="text" readOnly value={link} onFocus={(event) => { event.currentTarget.select(); }} />
      </label>
      <div class="row">
        <button type="button" class="primary" onClick={() => { void copy(); }}>Copy link</button>
        {'share' in navigator && <button type="button" class="secondary" onClick={() => { void share(); }}>Share…</button>}
      </div>
      <p class="said" role="status">{said}</p>
    </div>
  );
}

/** The clipboard is closed to pages served by plain HTTP; there the old way still works. */
async function copied(text: string, field: HTMLInputElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.focus();
    field?.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing has replaced it without a secure context
    return document.execCommand('copy');
  }
}
