// Whether the window is too narrow for all that a wide header holds.

import { useEffect, useState } from 'preact/hooks';

const query = '(max-width: 43.99rem)';

export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const look = (): void => { setNarrow(media.matches); };
    media.addEventListener('change', look);
    return () => { media.removeEventListener('change', look); };
  }, []);
  return narrow;
}
