// What one can type, told when asked: /help, or the menu.

import type { JSX } from 'preact';
import { commandNames } from './parse-input.ts';
import { t } from '../texts/texts.ts';
import { Sheet } from '../ui/sheet.tsx';

const usage = {
  me: 'help-usage-me',
  msg: 'help-usage-msg',
  nick: 'help-usage-nick',
  help: 'help-usage-help',
} as const;

export function CommandHelp({ onClose }: { readonly onClose: () => void }): JSX.Element {
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
