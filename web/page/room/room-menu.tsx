// The room's menu: notifications, sound, help and language. Narrow screens put the Share button
// above them.

import type { ComponentChildren, JSX } from 'preact';
import { useEmbedHost } from '../embed-host.ts';
import type { Alerts } from '../hooks/use-alerts.ts';
import { t } from '../texts/texts.ts';
import { LanguagePicker } from '../ui/language-picker.tsx';
import { Sheet } from '../ui/sheet.tsx';

export interface RoomMenuProps {
  readonly alerts: Alerts;
  readonly onHelp: () => void;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

export function RoomMenu({ alerts, onHelp, onClose, children }: RoomMenuProps): JSX.Element {
  // An embedding page decides about notifications and language itself.
  const isOwnPage = useEmbedHost() === null;
  const isDenied = alerts.isDenied && !alerts.isNotifying;
  return (
    <Sheet title={t('menu-title')} onClose={onClose}>
      <div class="menu-list">
        {children}
        {isOwnPage && (
          <Switch
            label={t('menu-notify')}
            hint={isDenied ? t('menu-notify-denied') : t('menu-notify-hint')}
            isOn={alerts.isNotifying}
            onChange={alerts.setNotifying}
          />
        )}
        <Switch
          label={t('menu-sound')}
          hint={t('menu-sound-hint')}
          isOn={alerts.hasSound}
          onChange={alerts.setSound}
        />
        <button type="button" class="choice" onClick={onHelp}>
          {t('help-title')}
          <small>{t('menu-help-hint')}</small>
        </button>
        {isOwnPage && <LanguagePicker />}
      </div>
    </Sheet>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Switch({ label, hint, isOn, onChange }: SwitchProps): JSX.Element {
  return (
    <button
      type="button"
      class="choice toggle"
      role="switch"
      aria-checked={isOn}
      onClick={() => {
        onChange(!isOn);
      }}
    >
      {label}
      <small>{hint}</small>
    </button>
  );
}
