// Whether the page can be seen at all: another tab, another app or a locked screen may be before
// it.

import { useEffect, useState } from 'preact/hooks';

export function useVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const look = (): void => {
      setVisible(document.visibilityState === 'visible');
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return visible;
}
