// Being told of messages while one looks elsewhere: a number in the tab's title, and, only where it
// was asked for, a notification and a soft sound. Remembered on this device. No word of a message
// is handed to the system, which might keep it longer than the room lives.

import { useEffect, useState } from 'preact/hooks';
import type { Room as Client } from '../../client/index.ts';
import { useEmbedHost } from '../embed-host.ts';
import { deviceStorage } from '../storage.ts';
import { number } from '../texts/intl-formats.ts';
import { t } from '../texts/texts.ts';
import { playChime, readyChime } from './chime.ts';

export interface Alerts {
  readonly notify: boolean;
  readonly sound: boolean;
  /** The browser was asked before, and its user has refused. */
  readonly denied: boolean;
  readonly setNotify: (on: boolean) => void;
  readonly setSound: (on: boolean) => void;
}

/** So long after one notification no other is shown. */
const quietMs = 3_000;

export function useAlerts({
  client,
  title,
  unread,
}: {
  readonly client: Client;
  readonly title: string;
  readonly unread: number;
}): Alerts {
  const [notify, setNotify] = useState(() => isOn('notify') && permission() === 'granted');
  const [sound, setSound] = useState(() => isOn('sound'));
  const [denied, setDenied] = useState(permission() === 'denied');

  useEffect(() => {
    if (sound) readyChime();
    if (!notify && !sound) return undefined;
    let shown: Notification | null = null;
    let last = 0;
    const stop = client.on('message', ({ name }, { isOwn: own, isHistory: past }) => {
      if (own || past || document.hasFocus() || Date.now() - last < quietMs) return;
      last = Date.now();
      if (sound) playChime();
      if (notify) {
        shown = notification(t('alerts-wrote', { name }), { tag: client.id, body: title });
      }
    });
    const seen = (): void => {
      shown?.close();
    };
    const stopEnd = client.on('ended', seen);
    window.addEventListener('focus', seen);
    return () => {
      stop();
      stopEnd();
      seen();
      window.removeEventListener('focus', seen);
    };
  }, [client, notify, sound, title]);

  const titled = useEmbedHost() === null;
  useEffect(() => {
    if (!titled) return undefined;
    const before = document.title;
    if (unread > 0) document.title = `(${number(unread)}) ${before}`;
    return () => {
      document.title = before;
    };
  }, [unread, title]);

  return {
    notify,
    sound,
    denied,
    setNotify: (on) => {
      if (!on) {
        keep('notify', false);
        setNotify(false);
      } else {
        void asked().then((allowed) => {
          keep('notify', allowed);
          setNotify(allowed);
          setDenied(!allowed);
        });
      }
    },
    setSound: (on) => {
      keep('sound', on);
      setSound(on);
      if (!on) return;
      // How it sounds, and the tap that browsers want before they play anything.
      readyChime();
      playChime();
    },
  };
}

const permission = (): NotificationPermission =>
  'Notification' in window ? Notification.permission : 'denied';

async function asked(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
}

/** Phones allow them only to a service worker, and throw. */
function notification(text: string, options: NotificationOptions): Notification | null {
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

function isOn(what: 'notify' | 'sound'): boolean {
  try {
    return deviceStorage()?.getItem(`alerts:${what}`) === 'on';
  } catch {
    return false;
  }
}

function keep(what: 'notify' | 'sound', on: boolean): void {
  try {
    if (on) deviceStorage()?.setItem(`alerts:${what}`, 'on');
    else deviceStorage()?.removeItem(`alerts:${what}`);
  } catch {
    // Storage may be forbidden: then it holds as long as the page.
  }
}
