// The list of commands and shortcuts, opened with /help or from the menu.

import type { JSX } from 'preact';
import { t } from '../texts/texts.ts';
import { Sheet } from '../ui/sheet.tsx';
import { commandNames } from './parse-input.ts';

const usage = {
  me: 'help-usage-me',
  msg: 'help-usage-msg',
  nick: 'help-usage-nick',
  help: 'help-usage-help',
} as const;

export interface CommandHelpProps {
  readonly onClose: () => void;
}

export function CommandHelp({ onClose }: CommandHelpProps): JSX.Element {
  return (
    <Sheet title={t('help-title')} onClose={onClose}>
      <dl class="help">
        {commandNames.map((name) => (
          <div key={name}>
            <dt>{t(usage[name])}</dt>
            <dd>{t(`help-${name}`)}</dd>
          </div>
        ))}
        <div>
          <dt>//…</dt>
          <dd>{t('help-slashes')}</dd>
        </div>
        <div>
          <dt>:smile:</dt>
          <dd>{t('help-emoji')}</dd>
        </div>
        <div>
          <dt>
            <kbd>Shift</kbd> + <kbd>Enter</kbd>
          </dt>
          <dd>{t('help-newline')}</dd>
        </div>
      </dl>
    </Sheet>
  );
}
