// The gateway port on API Gateway's management API (`@connections`), through our own signed
// requests. sdk-gateway.ts does the same with the AWS SDK at ten times the CPU time. Knows nothing
// about frames or rooms.

import {
  realPauses,
  retry,
  type Budget,
  type Pauses,
  type AttemptResult,
} from '../client/retry.ts';
import { ConnectionError } from '../client/kept-alive-connections.ts';
import {
  awsService,
  toContent,
  ServiceError,
  type Content,
  type Service,
  type ServiceOptions,
} from '../client/aws-service.ts';
import { findHeader, type HttpResponse } from '../client/http-response.ts';
import type { ConnectionId, Gateway } from '../../../core/ports.ts';
import { pace, type Pace } from './adaptive-concurrency.ts';

interface SignedGatewayOptions extends Omit<ServiceOptions, 'service'> {
  /** @internal */
  readonly pauses?: Pauses;
}

export interface SignedGateway extends Gateway {
  /** Closes the connections to API Gateway. */
  stop(): void;
}

/**
 * Shorter than G4 allows, so one hanging post does not hold up a whole fan-out. A hanging post is
 * not retried: it may have arrived, and a repeated frame breaks the receiver's order. @internal
 */
export const postBudget: Budget = { milliseconds: 4_000, tries: 8, pause: 50, maxPause: 1_000 };
const frameType = 'application/octet-stream';
const nothing = toContent('');

/**
 * `endpoint`: the WebSocket API's address with its stage, as https. Frames posted to one connection
 * go out one after another, in the order of the calls.
 */
export function createSignedGateway({
  pauses = realPauses,
  ...options
}: SignedGatewayOptions): SignedGateway {
  const service = awsService({ ...options, service: 'execute-api' });
  const stage = new URL(options.endpoint).pathname.replace(/\/$/, '');
  const caller: Caller = { service, pace: pace(), pauses };
  const contents = createContentCache();
  /** The last call for each connection, while it is in flight. */
  const busy = new Map<ConnectionId, Promise<unknown>>();

  const inTurn = <T>(connection: ConnectionId, act: () => Promise<T>): Promise<T> => {
    const before = busy.get(connection);
    const acting = before === undefined ? act() : before.then(act, act);
    busy.set(connection, acting);
    const done = (): void => {
      if (busy.get(connection) === acting) busy.delete(connection);
    };
    acting.then(done, done);
    return acting;
  };
  const connectionPath = (connection: ConnectionId): string | undefined =>
    /^\.{0,2}$/.test(connection)
      ? undefined
      : `${stage}/%40connections/${encodeURIComponent(connection)}`;

  return {
    post(connection, frame) {
      const path = connectionPath(connection);
      if (path === undefined) return Promise.resolve('gone');
      const content = contents(frame);
      return inTurn(connection, () =>
        call(caller, { method: 'POST', path, content, type: frameType }),
      );
    },
    // API Gateway chooses the close code itself.
    async close(connection) {
      const path = connectionPath(connection);
      if (path !== undefined) {
        await inTurn(connection, () => call(caller, { method: 'DELETE', path, content: nothing }));
      }
    },
    stop() {
      service.close();
    },
  };
}

interface Caller {
  readonly service: Service;
  readonly pace: Pace;
  readonly pauses: Pauses;
}

type Call = Omit<Parameters<Service['request']>[0], 'timeout'>;

function call(caller: Caller, request: Call): Promise<'sent' | 'gone'> {
  return retry(
    postBudget,
    async (attempts, left) => {
      await caller.pace.enter();
      const from = caller.pauses.now();
      let refused = false;
      try {
        const response = await caller.service.request({ ...request, timeout: left });
        refused = response.status === 429;
        return outcome(request.content, response, attempts);
      } catch (error) {
        if (error instanceof ConnectionError) return { retryable: error };
        throw error;
      } finally {
        caller.pace.leave(refused ? 'refused' : 'ok', caller.pauses.now() - from);
      }
    },
    caller.pauses,
  );
}

function outcome(
  { bytes }: Content,
  response: HttpResponse,
  attempts: number,
): AttemptResult<'sent' | 'gone'> {
  const { status } = response;
  if (status < 300) return { done: 'sent' };
  if (status === 410) return { done: 'gone' };
  if (status === 413) {
    throw new Error(
      `A frame of ${bytes.length} bytes is beyond API Gateway's 128 KB for a message. ` +
        'Post it in parts.',
    );
  }
  const name = findHeader(response.head, 'x-amzn-errortype')?.split(':')[0] ?? 'UnknownError';
  const error = new ServiceError({
    name,
    message: `API Gateway answered ${status} to a post.`,
    response,
    attempts,
  });
  if (status === 429 || status >= 500) return { retryable: error };
  throw error;
}

/**
 * Caches the contents of the last few frames, so a broadcast to a thousand connections is hashed
 * once.
 */
function createContentCache(): (frame: string) => Content {
  const known = new Map<string, Content>();
  return (frame) => {
    const found = known.get(frame);
    if (found !== undefined) return found;
    const content = toContent(frame);
    known.set(frame, content);
    const oldest = known.keys().next();
    if (known.size > 8 && oldest.done !== true) known.delete(oldest.value);
    return content;
  };
}
