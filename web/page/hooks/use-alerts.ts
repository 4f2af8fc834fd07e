// New messages while the user looks elsewhere: a count in the tab's title and, if the user has
// turned them on, a notification and a soft sound. The choice is stored on this device.
// Notifications contain no message text, because the system may keep them longer than the room.

import { useEffect, useState } from 'preact/hooks';
import type { Room } from '../../client/index.ts';
import { useEmbedHost } from '../embed-host.ts';
import { deviceStorage } from '../storage.ts';
import { number } from '../texts/intl-formats.ts';
import { t } from '../texts/texts.ts';
import { playChime, unlockChime } from './chime.ts';

export interface Alerts {
  readonly isNotifying: boolean;
  readonly hasSound: boolean;
  /** True if the user has blocked notifications in the browser. */
  readonly isDenied: boolean;
  readonly setNotifying: (isOn: boolean) => void;
  readonly setSound: (isOn: boolean) => void;
}

export interface AlertsOptions {
  readonly client: Room;
  readonly title: string;
  /** Number of unread messages. */
  readonly unread: number;
}

/** Minimum time between two alerts. */
const minPauseMs = 3_000;

export function useAlerts({ client, title, unread }: AlertsOptions): Alerts {
  const [isNotifying, setIsNotifying] = useState(
    () => isStored('notify') && permission() === 'granted',
  );
  const [hasSound, setHasSound] = useState(() => isStored('sound'));
  const [isDenied, setIsDenied] = useState(permission() === 'denied');

  useEffect(() => {
    if (hasSound) unlockChime();
    if (!isNotifying && !hasSound) return undefined;
    let shown: Notification | null = null;
    let lastAlert = 0;

    const stopMessages = client.on('message', ({ name }, { isOwn, isHistory }) => {
      if (isOwn || isHistory || document.hasFocus() || Date.now() - lastAlert < minPauseMs) return;
      lastAlert = Date.now();
      if (hasSound) playChime();
      if (isNotifying) {
        shown = showNotification(t('alerts-wrote', { name }), { tag: client.id, body: title });
      }
    });
    const closeNotification = (): void => {
      shown?.close();
    };
    const stopEnd = client.on('ended', closeNotification);
    window.addEventListener('focus', closeNotification);
    return () => {
      stopMessages();
      stopEnd();
      closeNotification();
      window.removeEventListener('focus', closeNotification);
    };
  }, [client, isNotifying, hasSound, title]);

  const ownsTitle = useEmbedHost() === null;
  useEffect(() => {
    if (!ownsTitle) return undefined;
    const before = document.title;
    if (unread > 0) document.title = `(${number(unread)}) ${before}`;
    return () => {
      document.title = before;
    };
  }, [ownsTitle, unread, title]);

  const setNotifying = (isOn: boolean): void => {
    if (!isOn) {
      store('notify', false);
      setIsNotifying(false);
      return;
    }
    void requestPermission().then((isAllowed) => {
      store('notify', isAllowed);
      setIsNotifying(isAllowed);
      setIsDenied(!isAllowed);
    });
  };
  const setSound = (isOn: boolean): void => {
    store('sound', isOn);
    setHasSound(isOn);
    if (!isOn) return;
    // Plays a sample within the click, which browsers require before any sound.
    unlockChime();
    playChime();
  };
  return { isNotifying, hasSound, isDenied, setNotifying, setSound };
}

const permission = (): NotificationPermission =>
  'Notification' in window ? Notification.permission : 'denied';

async function requestPermission(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
}

/** Returns null on phones: they allow notifications only to a service worker. */
function showNotification(text: string, options: NotificationOptions): Notification | null {
  try {
    const shown = new Notification(text, options);
    shown.onclick = () => {
      window.focus();
    };
    return shown;
  } catch {
    void navigator.serviceWorker.ready
      .then((worker) => worker.showNotification(text, options))
      .catch(() => undefined);
    return null;
  }
}

const isStored = (alert: 'notify' | 'sound'): boolean =>
  deviceStorage.get(`alerts:${alert}`) === 'on';

function store(alert: 'notify' | 'sound', isOn: boolean): void {
  if (isOn) deviceStorage.set(`alerts:${alert}`, 'on');
  else deviceStorage.remove(`alerts:${alert}`);
}
