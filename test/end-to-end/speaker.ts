// Somebody alone in a room of his own, who says things and hears what the filter makes of them.

import { makeRoom } from './api.ts';
import { connect } from './clients.ts';
import type { Server } from './server.ts';

export interface Speaker {
  /** The resulting replies. */
  says(body: string): Promise<unknown>;
  drop(): void;
}

export async function speakerOn(server: Server): Promise<Speaker> {
  const room = await makeRoom(server);
  const client = await connect(server);
  await client.join(room.topic, { username: 'ann', token: room.join });
  return {
    async says(body) {
      const { response } = await client.push({
        topic: room.topic,
        event: 'shout',
        payload: { body },
      });
      return (
        await client.waitFor(
          (frame) => frame.event === 'shout' && frame.payload['seq'] === response['seq'],
        )
      ).payload['body'];
    },
    drop: () => {
      client.drop();
    },
  };
}
