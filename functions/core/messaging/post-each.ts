// Posts to many, side by side under a bound; each one's own frames go one after the other, which
// keeps their order. Knows nothing of seats.

import type { ConnectionId, Gateway } from '../ports.ts';
import { bounds } from '../settings.ts';

interface Posting<Receiver> {
  readonly gateway: Gateway;
  readonly receivers: readonly Receiver[];
  readonly framesFor: (receiver: Receiver) => readonly string[];
  /** Asked before each post; false ends it all. `begun`: its receiver has got some. */
  readonly shouldContinue?: ((begun: boolean) => boolean | Promise<boolean>) | undefined;
}

/** `left`: those who have not got all, since it was ended before. */
export interface Posts<Receiver> {
  readonly gone: readonly Receiver[];
  readonly failed: readonly Receiver[];
  readonly left: readonly Receiver[];
}

export async function postEach<Receiver extends { readonly connection: ConnectionId }>(
  posting: Posting<Receiver>,
): Promise<Posts<Receiver>> {
  const { gateway, receivers, framesFor, shouldContinue } = posting;
  const gone: Receiver[] = [];
  const failed: Receiver[] = [];
  const left: Receiver[] = [];
  let next = 0;
  const serve = async (): Promise<void> => {
    // Where sockets are at hand nothing is waited for, and a thousand posts take no time in which a
    // lease could end.
    let asked = false;
    for (let receiver = receivers[next++]; receiver !== undefined; receiver = receivers[next++]) {
      try {
        let begun = false;
        for (const frame of framesFor(receiver)) {
          if (shouldContinue !== undefined && !asked && !(await shouldContinue(begun))) {
            left.push(receiver);
            return;
          }
          asked = begun = true;
          const posted = gateway.post(receiver.connection, frame);
          if (typeof posted !== 'string') asked = false;
          if ((typeof posted === 'string' ? posted : await posted) === 'gone') {
            gone.push(receiver);
            break;
          }
        }
      } catch {
        // One connection's trouble is nobody else's.
        failed.push(receiver);
      }
    }
  };
  const serving: Promise<void>[] = [];
  while (next < receivers.length && serving.length < bounds.concurrentPosts) serving.push(serve());
  await Promise.all(serving);
  return { gone, failed, left: [...left, ...receivers.slice(next)] };
}
