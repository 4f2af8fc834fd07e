// The lines that LOG_FRAMES=1 prints.

import { expect, it } from 'vitest';
import { createFrameLog } from '../../../../infra/local/server/frame-log.ts';

async function logOne(text: string): Promise<string> {
  const lines: string[] = [];
  await createFrameLog((line) => lines.push(line))(text, () => Promise.resolve());
  return lines.join('\n');
}

it('prints topic, event, ref and milliseconds', async () => {
  expect(await logOne('["1","7","room:lobby","shout",{"body":"x"}]')).toMatch(
    /^room:lobby shout 7 \d+\.\d ms$/,
  );
  expect(await logOne('{"topic":"phoenix","event":"heartbeat","ref":null,"payload":{}}')).toMatch(
    /^phoenix heartbeat null \d+\.\d ms$/,
  );
});

const secrets = { body: 'secret', username: 'secret', token: 'secret', session: 'secret' };

it.each([
  ['a payload', ['1', '2', 'room:a', 'phx_join', secrets]],
  ['a topic', ['1', '2', 'secret topic', 'shout', {}]],
  ['an event', ['1', '2', 'room:a', 'secret', {}]],
  ['a ref', ['secret', 'secret', 'room:a', 'shout', {}]],
  ['an unreadable frame', ['secret']],
])('never prints the text of %s', async (_, frame) => {
  const line = await logOne(JSON.stringify(frame));
  expect(line).toMatch(/ ms$/);
  expect(line).not.toContain('secret');
});

it('prints a line and rejects if the handler fails', async () => {
  const lines: string[] = [];
  const log = createFrameLog((line) => lines.push(line));
  await expect(log('[]', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(lines).toHaveLength(1);
});
