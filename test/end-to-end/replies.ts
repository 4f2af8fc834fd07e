// What replies over a socket are expected to be. What an answer over HTTP is, each test says
// itself.

import { expect } from 'vitest';
import type { Payload } from './clients.ts';

export const accepted = (response: Payload = {}): unknown =>
  expect.objectContaining({ status: 'ok', response: expect.objectContaining(response) });
export const refused = (reason: string): unknown =>
  expect.objectContaining({
    status: 'error',
    response: expect.objectContaining({ reason, message: expect.any(String) }),
  });
