// LOG_FRAMES=1: a line for each frame that a server handles. Never its payload: that has messages,
// names and tokens. Topic, event and ref are the client's own words, so only known forms are shown.

import { events } from '../../../functions/core/receive.ts';
import { decodeFrame } from '../../../functions/protocol/frames.ts';

const knownTopic = /^(room:[\w-]{1,64}|lobby|phoenix)$/;
const knownEvents = new Set([
  'phx_join',
  'phx_leave',
  'heartbeat',
  'create_room',
  ...events.keys(),
]);
const knownRef = /^\d{1,12}$/;

/** Runs `handle`, which handles the frame `text`, and prints a line when it is done. */
export type LogFrame = <Result>(text: string, handle: () => Promise<Result>) => Promise<Result>;

/** `print` gets `<topic> <event> <ref> <milliseconds> ms`. */
export const createFrameLog =
  (print: (line: string) => void): LogFrame =>
  async (text, handle) => {
    const startedAt = performance.now();
    try {
      return await handle();
    } finally {
      print(`${describeFrame(text)} ${(performance.now() - startedAt).toFixed(1)} ms`);
    }
  };

/** Handles frames without a log. */
export const noFrameLog: LogFrame = (_text, handle) => handle();

function describeFrame(text: string): string {
  const decoded = decodeFrame(text);
  if (!decoded.ok) return '(unreadable frame)';
  const { topic, event, ref } = decoded.frame;
  return [
    knownTopic.test(topic) ? topic : '(unknown topic)',
    knownEvents.has(event) ? event : '(unknown event)',
    ref === null || knownRef.test(String(ref)) ? String(ref) : '(text ref)',
  ].join(' ');
}
