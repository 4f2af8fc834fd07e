// Carries out what the user typed: sends it, renames the member, opens the help. Shows its answer
// in one line.

import type { Room } from '../../client/index.ts';
import { nameProblemText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';
import type { Draft } from './draft-store.ts';
import type { ParsedInput } from './parse-input.ts';
import { locateRecipient, type PresentMember, type Recipient } from './recipient.ts';

export interface CommandContext {
  readonly client: Pick<Room, 'send' | 'rename'>;
  /** Everyone who is present. */
  readonly members: readonly PresentMember[];
  /** Null for a watcher. */
  readonly ownId: string | null;
  readonly setNotice: (line: string) => void;
  readonly openHelp: () => void;
}

/** Returns the next draft; null if nothing was done. `to`: the draft's recipient. */
export function runCommand(
  context: CommandContext,
  input: ParsedInput,
  to: Recipient | null,
): Draft | null {
  const { client, members, ownId, setNotice, openHelp } = context;
  setNotice('');
  switch (input.kind) {
    case 'message':
      return sendMessage(context, input.body, to);
    case 'private':
    case 'address':
      if (input.to.id === ownId) {
        setNotice(t('composer-to-yourself'));
        return null;
      }
      if (locateRecipient(input.to, members).kind === 'bot') {
        setNotice(t('members-bot-hint', { name: input.to.name }));
        return null;
      }
      if (input.kind === 'address') return { text: '', to: input.to };
      client.send(input.body, { to: input.to.id, toName: input.to.name });
      return { text: '', to };
    case 'rename':
      void client.rename(input.name).then((result) => {
        setNotice(
          result.ok ? t('composer-renamed', { name: result.value.name }) : nameProblemText(result),
        );
      });
      return { text: '', to };
    case 'help':
      openHelp();
      return { text: '', to };
    case 'ambiguous': {
      const [shorter, longer] = input.names;
      setNotice(t('composer-ambiguous', { shorter, longer }));
      return null;
    }
    case 'nobody':
      setNotice(
        members.length > 1 ? t('composer-nobody', { name: input.name }) : t('composer-alone'),
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

/** Sends a message, unless its recipient has left or could not read it. */
function sendMessage(
  { client, members, setNotice }: CommandContext,
  body: string,
  to: Recipient | null,
): Draft | null {
  if (to === null) {
    client.send(body);
    return { text: '', to };
  }
  const { kind, name } = locateRecipient(to, members);
  if (kind === 'left' && members.length === 1) {
    setNotice(t('room-not-sent', { why: t('composer-left-alone', { name }) }));
    return null;
  }
  if (kind === 'left' || kind === 'bot') {
    setNotice(t(kind === 'bot' ? 'members-bot-hint' : 'composer-not-sent', { name }));
    return null;
  }
  client.send(body, { to: to.id, toName: name });
  return { text: '', to: { id: to.id, name } };
}
