// Reads a request's body, up to a limit.

import type { IncomingMessage } from 'node:http';

/**
 * Returns the body or `too large`. Rejects if the client disconnects. Reads a body that is too
 * large to its end, so the client gets the response.
 */
export async function readBody(
  request: IncomingMessage,
  max: number,
): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= max) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length <= max ? Buffer.concat(chunks) : 'too large';
}
