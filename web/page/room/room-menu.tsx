// The room's menu: notifications, sound, help, language and leaving. Narrow screens put the Share
// button above them.

import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useEmbedHost } from '../embed-host.ts';
import type { Alerts } from '../hooks/use-alerts.ts';
import { t } from '../texts/texts.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { LanguagePicker } from '../ui/language-picker.tsx';
import { Sheet } from '../ui/sheet.tsx';

/** How the user leaves the room. */
export interface Leaving {
  /** Owners find the way back on the start page. */
  readonly keepsLink: boolean;
  /** True if the link lets nobody back in. */
  readonly isLocked: boolean;
  /** Returns whether leaving would lose something the user has written. */
  readonly hasUnsent: () => boolean;
  readonly leave: () => void;
}

export interface RoomMenuProps {
  readonly alerts: Alerts;
  readonly onHelp: () => void;
  /** Null where an embedding page decides about it. */
  readonly leaving: Leaving | null;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

export function RoomMenu(props: RoomMenuProps): JSX.Element {
  const { alerts, onHelp, leaving, onClose, children } = props;
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
        {leaving !== null && <LeaveButton {...leaving} />}
      </div>
    </Sheet>
  );
}

/** Asks only if something would be lost. */
function LeaveButton(leaving: Leaving): JSX.Element {
  const { hasUnsent, leave } = leaving;
  const [isConfirming, setIsConfirming] = useState(false);
  return (
    <>
      <button
        type="button"
        class="choice"
        onClick={() => {
          if (hasUnsent()) setIsConfirming(true);
          else leave();
        }}
      >
        {t('menu-leave')}
        <small>{describeReturn(leaving)}</small>
      </button>
      {isConfirming && (
        <ConfirmDialog
          title={t('menu-leave-sure')}
          description={t('menu-leave-sure-about')}
          confirmLabel={t('menu-leave')}
          onConfirm={leave}
          onClose={() => {
            setIsConfirming(false);
          }}
        />
      )}
    </>
  );
}

function describeReturn({ keepsLink, isLocked }: Leaving): string {
  if (keepsLink) return t('menu-leave-owner-hint');
  return t(isLocked ? 'menu-leave-locked-hint' : 'menu-leave-hint');
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
