// The signed gateway when API Gateway refuses or fails. test/contract/gateway.ts covers every
// gateway.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import * as gateways from '../../../../../functions/adapters/aws/api-gateway/signed-gateway.ts';
import type { ConnectionId } from '../../../../../functions/core/ports.ts';
import { listen } from '../../../../contract/gateway-client.ts';

const ada = 'ada=' as ConnectionId;
const ben = 'ben=' as ConnectionId;
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

type Answer = (response: ServerResponse, frame: string, request: IncomingMessage) => void;
const status =
  (code: number, type = 'SomeException'): Answer =>
  (response) => {
    response.writeHead(code, { 'x-amzn-errortype': type, 'x-amzn-requestid': 'request-1' }).end();
  };

async function start(...answers: readonly Answer[]) {
  const frames: string[] = [];
  const pauses: number[] = [];
  const { port, stop } = await listen((request, response) => {
    let frame = '';
    request.on('data', (data: Buffer) => {
      frame += data.toString();
    });
    request.on('end', () => {
      frames.push(frame);
      (answers[frames.length - 1] ?? status(200))(response, frame, request);
    });
  });
  let at = 0;
  const gateway = gateways.createSignedGateway({
    endpoint: `http://127.0.0.1:${port}/websocket`,
    region: 'local',
    credentials: () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
    pauses: {
      now: () => at,
      draw: () => 1,
      wait: async (milliseconds) => {
        pauses.push(milliseconds);
        at += milliseconds;
      },
    },
  });
  stops.push(() => {
    gateway.stop();
  }, stop);
  return { gateway, frames, pauses };
}

describe('The signed gateway', () => {
  it('[C13] retries a post after 429, 5xx and a lost connection', async () => {
    const { gateway, frames, pauses } = await start(
      status(429),
      status(500),
      status(503),
      (response) => {
        response.destroy();
      },
    );
    expect(await gateway.post(ada, 'patience')).toBe('sent');
    expect(frames).toEqual(Array.from({ length: 5 }, () => 'patience'));
    expect(pauses).toEqual([50, 100, 200, 400]);
  });

  it('[C13] gives up within four seconds, with an error fit for logs', async () => {
    const { gateway, pauses } = await start(
      ...Array.from({ length: 20 }, () => status(429, 'LimitExceededException:http://x')),
    );
    await expect(gateway.post(ada, 'never sent')).rejects.toMatchObject({
      name: 'LimitExceededException',
      $metadata: { httpStatusCode: 429, requestId: 'request-1' },
    });
    expect(pauses.reduce((sum, it) => sum + it, 0)).toBeLessThan(4_000);
  });

  it('[C13] fails immediately if a retry is pointless', async () => {
    const { gateway, frames } = await start(status(403, 'ForbiddenException'));
    await expect(gateway.post(ada, 'may I?')).rejects.toMatchObject({
      name: 'ForbiddenException',
      message: expect.not.stringContaining('may I?') as string,
    });
    expect(frames).toHaveLength(1);
  });

  it("[C15] keeps a connection's frames in order while the first is retried", async () => {
    const { gateway, frames } = await start(status(429), status(429), status(503));
    expect(
      await Promise.all([
        gateway.post(ada, 'one'),
        gateway.post(ada, 'two'),
        gateway.post(ada, 'three'),
      ]),
    ).toEqual(['sent', 'sent', 'sent']);
    expect(frames).toEqual(['one', 'one', 'one', 'one', 'two', 'three']);
  });

  it('[C15] does not delay posts to other connections', async () => {
    let answerAda = (): void => undefined;
    const { gateway } = await start((response) => {
      answerAda = () => {
        status(200)(response, '', response.req);
      };
    });
    const slow = gateway.post(ada, 'slow');
    expect(await gateway.post(ben, 'quick')).toBe('sent');
    answerAda();
    expect(await slow).toBe('sent');
  });

  it('[C15] continues after a failed frame', async () => {
    const { gateway } = await start(status(400));
    const [first, second] = await Promise.allSettled([
      gateway.post(ada, 'bad'),
      gateway.post(ada, 'good'),
    ]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('reports ids that cannot be a path segment as gone', async () => {
    const { gateway, frames } = await start();
    for (const id of ['', '.', '..']) {
      expect(await gateway.post(id as ConnectionId, 'who?')).toBe('gone');
    }
    expect(frames).toEqual([]);
  });
});
