// Expected replies over a socket. Each test states its own HTTP answers.

import { expect } from 'vitest';
import type { Payload } from './clients.ts';

export const accepted = (response: Payload = {}): unknown =>
  expect.objectContaining({ status: 'ok', response: expect.objectContaining(response) });
export const refused = (reason: string): unknown =>
  expect.objectContaining({
    status: 'error',
    response: expect.objectContaining({ reason, message: expect.any(String) }),
  });
