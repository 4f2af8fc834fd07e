// The contract of every gateway. Each adapter's test file runs it over real sockets.

import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionId, Gateway } from '../../functions/core/ports.ts';

/** The far end of one connection, as a client sees it. */
export interface Client {
  readonly id: ConnectionId;
  readonly received: readonly string[];
  /** The close code, once closed. */
  readonly closed: () => number | undefined;
  leave(): void;
}

export interface GatewayUnderTest {
  readonly gateway: Gateway;
  connect(): Promise<Client>;
  stop(): Promise<void>;
}

const soon = { timeout: 5_000, interval: 5 };

export function describeGateway(name: string, make: () => Promise<GatewayUnderTest>): void {
  describe(`the gateway: ${name}`, () => {
    const made: GatewayUnderTest[] = [];
    const start = async (): Promise<GatewayUnderTest> => {
      const one = await make();
      made.push(one);
      return one;
    };
    afterEach(async () => {
      await Promise.all(made.splice(0).map((one) => one.stop()));
    });

    it('[G4] posts a frame to the named connection, and to no other', async () => {
      const { gateway, connect } = await start();
      const [ada, ben] = [await connect(), await connect()];
      expect(await gateway.post(ada.id, 'hello')).toBe('sent');
      expect(await gateway.post(ben.id, 'marker')).toBe('sent');
      await vi.waitFor(() => {
        expect([ada.received, ben.received]).toEqual([['hello'], ['marker']]);
      }, soon);
    });

    it('[G2] keeps the order of sequential posts', async () => {
      const { gateway, connect } = await start();
      const ada = await connect();
      const frames = Array.from({ length: 50 }, (_, index) => `frame ${index}`);
      for (const frame of frames) await gateway.post(ada.id, frame);
      await vi.waitFor(() => {
        expect(ada.received).toEqual(frames);
      }, soon);
    });

    it('carries any text unchanged, up to the largest frame that the server sends', async () => {
      const { gateway, connect } = await start();
      const ada = await connect();
      const frames = ['naïve 🦆 \u2028 "\\ 日本語', 'x'.repeat(120 * 1_024)];
      for (const frame of frames) expect(await gateway.post(ada.id, frame)).toBe('sent');
      await vi.waitFor(() => {
        expect(ada.received).toEqual(frames);
      }, soon);
    });

    it('[G4] reports a connection as gone once it has left', async () => {
      const { gateway, connect } = await start();
      const ada = await connect();
      ada.leave();
      await vi.waitFor(async () => {
        expect(await gateway.post(ada.id, 'anyone?')).toBe('gone');
      }, soon);
    });

    it('[G4] reports an unknown connection as gone', async () => {
      const { gateway } = await start();
      expect(await gateway.post('bm9ib2R5Cg/+=' as ConnectionId, 'anyone?')).toBe('gone');
    });

    it('[G7] closes a connection, and posts nothing to it afterwards', async () => {
      const { gateway, connect } = await start();
      const ada = await connect();
      await gateway.post(ada.id, 'last words');
      await gateway.close(ada.id, 1000);
      expect(await gateway.post(ada.id, 'too late')).toBe('gone');
      await vi.waitFor(() => {
        expect(ada.closed()).toBe(1000);
      }, soon);
      expect(ada.received).toEqual(['last words']);
    });

    it('closes a gone or unknown connection without an error', async () => {
      const { gateway, connect } = await start();
      const ada = await connect();
      await gateway.close(ada.id, 1000);
      await expect(gateway.close(ada.id, 1000)).resolves.toBeUndefined();
      await expect(gateway.close('bm9ib2R5Cg==' as ConnectionId, 1000)).resolves.toBeUndefined();
    });

    it('[G9] posts to many connections in parallel', async () => {
      const { gateway, connect } = await start();
      const clients = await Promise.all(Array.from({ length: 20 }, () => connect()));
      const posted = await Promise.all(
        clients.flatMap(({ id }) => [1, 2].map(async () => gateway.post(id, id))),
      );
      expect(new Set(posted)).toEqual(new Set(['sent']));
      await vi.waitFor(() => {
        expect(clients.map(({ received }) => received)).toEqual(clients.map(({ id }) => [id, id]));
      }, soon);
    });
  });
}
