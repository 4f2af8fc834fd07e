// Whether the header lacks the width for all its buttons: in the window, or in the box of an
// embedding page.

import { useEffect, useState } from 'preact/hooks';
import { useEmbedHost } from '../embed-host.ts';

const query = '(max-width: 43.99rem)';
/** The same width for the box of an embedding page. */
const minWidePixels = 704;

export function useNarrow(): boolean {
  const host = useEmbedHost();
  const [isNarrow, setIsNarrow] = useState(() =>
    host === null ? matchMedia(query).matches : host.box.clientWidth < minWidePixels,
  );
  useEffect(() => {
    if (host !== null) {
      const observer = new ResizeObserver(() => {
        setIsNarrow(host.box.clientWidth < minWidePixels);
      });
      observer.observe(host.box);
      return () => {
        observer.disconnect();
      };
    }
    const media = matchMedia(query);
    const update = (): void => {
      setIsNarrow(media.matches);
    };
    media.addEventListener('change', update);
    return () => {
      media.removeEventListener('change', update);
    };
  }, [host]);
  return isNarrow;
}
