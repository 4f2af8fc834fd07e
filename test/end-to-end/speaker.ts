// A member alone in a room, who sends messages and reads their filtered text.

import { makeRoom } from './api.ts';
import { connect } from './clients.ts';
import type { Server } from './server.ts';

export interface Speaker {
  /** Sends a message and returns its filtered text. */
  send(body: string): Promise<unknown>;
  drop(): void;
}

export async function createSpeaker(server: Server): Promise<Speaker> {
  const room = await makeRoom(server);
  const client = await connect(server);
  await client.join(room.topic, { username: 'ann', token: room.join });
  return {
    async send(body) {
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
