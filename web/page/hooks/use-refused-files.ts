// Files that are dropped or pasted into a room. A browser would open a dropped file in place of the
// page.

import { useEffect } from 'preact/hooks';
import { useEvent } from './use-event.ts';

/** Keeps files out of `target`. Calls `onRefused` for each drop or paste of files. */
export function useRefusedFiles(target: EventTarget, onRefused: () => void): void {
  const keepOut = useEvent((event: Event): void => {
    const data = readTransfer(event);
    // A text copied from an office program comes with a picture of itself.
    const isText = event.type === 'paste' && data?.types.includes('text/plain') === true;
    if (data?.types.includes('Files') !== true || isText) return;
    event.preventDefault();
    if (event.type !== 'dragover') onRefused();
  });
  useEffect(() => {
    const types = ['dragover', 'drop', 'paste'];
    for (const type of types) target.addEventListener(type, keepOut);
    return () => {
      for (const type of types) target.removeEventListener(type, keepOut);
    };
  }, [target, keepOut]);
}

function readTransfer(event: Event): DataTransfer | null {
  return event instanceof ClipboardEvent ? event.clipboardData : (event as DragEvent).dataTransfer;
}
