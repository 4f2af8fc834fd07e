// Carries out what the user typed: sends it, renames the member, opens the help. Shows its answer
// in one line.

import type { PresenceMember, Room } from '../../client/index.ts';
import { reasonText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';
import type { Draft } from './draft-store.ts';
import type { ParsedInput } from './parse-input.ts';

export interface CommandContext {
  readonly client: Room;
  readonly presence: readonly PresenceMember[];
  /** Null for a watcher. */
  readonly ownName: string | null;
  readonly setNotice: (line: string) => void;
  readonly openHelp: () => void;
}

/** Returns the next draft; null if nothing was done. `to`: the draft's recipient. */
export function runCommand(
  { client, presence, ownName, setNotice, openHelp }: CommandContext,
  input: ParsedInput,
  to: string | null,
): Draft | null {
  setNotice('');
  switch (input.kind) {
    case 'message':
      client.send(input.body, { to });
      return { text: '', to };
    case 'private':
    case 'address':
      if (input.to === ownName) {
        setNotice(t('composer-to-yourself'));
        return null;
      }
      if (input.kind === 'address') return { text: '', to: input.to };
      client.send(input.body, { to: input.to });
      return { text: '', to };
    case 'rename':
      void client.rename(input.name).then((result) => {
        setNotice(
          result.ok ? t('composer-renamed', { name: result.value.name }) : reasonText(result),
        );
      });
      return { text: '', to };
    case 'help':
      openHelp();
      return { text: '', to };
    case 'nobody':
      setNotice(
        presence.length > 1 ? t('composer-nobody', { name: input.name }) : t('composer-alone'),
      );
      return null;
    case 'incomplete':
      setNotice(t(`composer-usage-${input.command}`));
      return null;
    case 'unknown':
      setNotice(t('composer-unknown', { command: `/${input.command}` }));
      return null;
  }
}
