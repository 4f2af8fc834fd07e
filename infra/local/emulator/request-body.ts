// Reading a request's body up to a bound. Shared by the emulated services; nothing else of HTTP
// lives here.

import type { IncomingMessage } from 'node:http';

/**
 * The body, or `too large`; rejects where the client breaks off. What is beyond the bound is read
 * and thrown away, so that the client gets to read the answer.
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
