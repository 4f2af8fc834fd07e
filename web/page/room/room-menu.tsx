// What is not needed every minute: being told of messages, help, and the language. What an owner
// may do stands above it.

import type { ComponentChildren, JSX } from 'preact';
import { useEmbedHost } from '../embed-host.ts';
import { t } from '../texts/texts.ts';
import type { Alerts } from '../hooks/use-alerts.ts';
import { LanguagePicker } from '../ui/language-picker.tsx';
import { Sheet } from '../ui/sheet.tsx';

export interface RoomMenuProps {
  readonly alerts: Alerts;
  readonly onHelp: () => void;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

export function RoomMenu({ alerts, onHelp, onClose, children }: RoomMenuProps): JSX.Element {
  // What notifies, and in which language, is for the page around to say.
  const ours = useEmbedHost() === null;
  return (
    <Sheet title={t('menu-title')} onClose={onClose}>
      <div class="menu-list">
        {children}
        {ours && (
          <Switch
            label={t('menu-notify')}
            hint={alerts.denied && !alerts.notify ? t('menu-notify-denied') : t('menu-notify-hint')}
            on={alerts.notify}
            onSet={alerts.setNotify}
          />
        )}
        <Switch
          label={t('menu-sound')}
          hint={t('menu-sound-hint')}
          on={alerts.sound}
          onSet={alerts.setSound}
        />
        <button type="button" class="choice" onClick={onHelp}>
          {t('help-title')}
          <small>{t('menu-help-hint')}</small>
        </button>
        {ours && <LanguagePicker />}
      </div>
    </Sheet>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly onSet: (on: boolean) => void;
}

function Switch({ label, hint, on, onSet }: SwitchProps): JSX.Element {
  return (
    <button
      type="button"
      class="choice toggle"
      role="switch"
      aria-checked={on}
      onClick={() => {
        onSet(!on);
      }}
    >
      {label}
      <small>{hint}</small>
    </button>
  );
}
