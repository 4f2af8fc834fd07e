// Whether the page is visible. Another tab, another app or a locked screen hides it.

import { useEffect, useState } from 'preact/hooks';

export function usePageVisible(): boolean {
  const [isVisible, setIsVisible] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const update = (): void => {
      setIsVisible(document.visibilityState === 'visible');
    };
    document.addEventListener('visibilitychange', update);
    return () => {
      document.removeEventListener('visibilitychange', update);
    };
  }, []);
  return isVisible;
}
