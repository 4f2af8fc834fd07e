// Whether there is too little width for all that a wide header holds: in the window, or in what a
// guest has of another page.

import { useEffect, useState } from 'preact/hooks';
import { useEmbedHost } from '../embed-host.ts';

const query = '(max-width: 43.99rem)';
/** The same, of a box. */
const narrowPixels = 704;

export function useNarrow(): boolean {
  const host = useEmbedHost();
  const [narrow, setNarrow] = useState(() =>
    host === null ? matchMedia(query).matches : host.box.clientWidth < narrowPixels,
  );
  useEffect(() => {
    if (host !== null) {
      const watch = new ResizeObserver(() => {
        setNarrow(host.box.clientWidth < narrowPixels);
      });
      watch.observe(host.box);
      return () => {
        watch.disconnect();
      };
    }
    const media = matchMedia(query);
    const look = (): void => {
      setNarrow(media.matches);
    };
    media.addEventListener('change', look);
    return () => {
      media.removeEventListener('change', look);
    };
  }, []);
  return narrow;
}
