// SHA-256 from Node's own library.

import { createHash } from 'node:crypto';
import type { Hash } from '../../core/ports.ts';

export const cryptoHash: Hash = {
  sha256: (text) => createHash('sha256').update(text).digest('base64url'),
};
