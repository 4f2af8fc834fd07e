// Posts frames to many connections concurrently, up to a limit. One connection's frames are posted
// one after the other, which keeps their order.

import type { ConnectionId, Gateway } from '../ports.ts';
import { serverLimits } from '../settings.ts';

interface Posting<Receiver> {
  readonly gateway: Gateway;
  readonly receivers: readonly Receiver[];
  readonly framesFor: (receiver: Receiver) => readonly string[];
  /**
   * Called before each post; false stops everything. `hasBegun`: this receiver got a frame already.
   */
  readonly shouldContinue?: ((hasBegun: boolean) => boolean | Promise<boolean>) | undefined;
}

export interface PostResults<Receiver> {
  /** Their connections have ended. */
  readonly gone: readonly Receiver[];
  /** A post to them failed. */
  readonly failed: readonly Receiver[];
  /** They did not get all frames, because posting was stopped. */
  readonly unsent: readonly Receiver[];
}

/**
 * Posts each receiver's frames. Never throws for a failed post: it returns whom the frames did not
 * reach.
 */
export async function postEach<Receiver extends { readonly connection: ConnectionId }>({
  gateway,
  receivers,
  framesFor,
  shouldContinue,
}: Posting<Receiver>): Promise<PostResults<Receiver>> {
  const gone: Receiver[] = [];
  const failed: Receiver[] = [];
  const unsent: Receiver[] = [];
  let next = 0;

  const postInTurn = async (): Promise<void> => {
    // Posts to local sockets return synchronously. A thousand of them take too little time for a
    // lease to end, so one check covers them.
    let isChecked = false;
    for (let receiver = receivers[next++]; receiver !== undefined; receiver = receivers[next++]) {
      try {
        let hasBegun = false;
        for (const frame of framesFor(receiver)) {
          if (shouldContinue !== undefined && !isChecked && !(await shouldContinue(hasBegun))) {
            unsent.push(receiver);
            return;
          }
          isChecked = hasBegun = true;
          const posted = gateway.post(receiver.connection, frame);
          if (typeof posted !== 'string') isChecked = false;
          if ((typeof posted === 'string' ? posted : await posted) === 'gone') {
            gone.push(receiver);
            break;
          }
        }
      } catch {
        // One connection's failure must not affect the others.
        failed.push(receiver);
      }
    }
  };

  const posting: Promise<void>[] = [];
  while (next < receivers.length && posting.length < serverLimits.maxConcurrentPosts) {
    posting.push(postInTurn());
  }
  await Promise.all(posting);
  return { gone, failed, unsent: [...unsent, ...receivers.slice(next)] };
}
