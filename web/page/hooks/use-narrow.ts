// Whether there is too little width for all that a wide header holds: in the window, or in what a
// guest has of another page.

import { useEffect, useState } from 'preact/hooks';
import { useGuest } from '../embed-host.ts';

const query = '(max-width: 43.99rem)';
/** The same, of a box. */
const narrowPixels = 704;

export function useNarrow(): boolean {
  const guest = useGuest();
  const [narrow, setNarrow] = useState(() =>
    guest === null ? matchMedia(query).matches : guest.box.clientWidth < narrowPixels,
  );
  useEffect(() => {
    if (guest !== null) {
      const watch = new ResizeObserver(() => {
        setNarrow(guest.box.clientWidth < narrowPixels);
      });
      watch.observe(guest.box);
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
