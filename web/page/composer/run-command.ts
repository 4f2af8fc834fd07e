// Does what was meant by what was written: sends it, takes another name, explains. What it has to
// say in return is said in one line.

import type { PresenceMember, Room as Client } from '../../client/index.ts';
import type { ParsedInput } from './parse-input.ts';
import { reasonText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';
import type { Draft } from './draft-store.ts';

export interface CommandContext {
  readonly client: Client;
  readonly present: readonly PresenceMember[];
  readonly own: string | null;
  readonly say: (line: string) => void;
  readonly help: () => void;
}

/** What stands in the field afterwards; null where nothing was done. */
export function runCommand(
  { client, present, own, say, help }: CommandContext,
  meant: ParsedInput,
  to: string | null,
): Draft | null {
  say('');
  switch (meant.kind) {
    case 'message':
      client.send(meant.body, { to });
      return { text: '', to };
    case 'private':
    case 'address':
      if (meant.to === own) {
        say(t('composer-to-yourself'));
        return null;
      }
      if (meant.kind === 'address') return { text: '', to: meant.to };
      client.send(meant.body, { to: meant.to });
      return { text: '', to };
    case 'rename':
      void client.rename(meant.name).then((result) => {
        say(result.ok ? t('composer-renamed', { name: result.value.name }) : reasonText(result));
      });
      return { text: '', to };
    case 'help':
      help();
      return { text: '', to };
    case 'nobody':
      say(present.length > 1 ? t('composer-nobody', { name: meant.name }) : t('composer-alone'));
      return null;
    case 'incomplete':
      say(t(`composer-usage-${meant.command}`));
      return null;
    case 'unknown':
      say(t('composer-unknown', { command: `/${meant.command}` }));
      return null;
  }
}
