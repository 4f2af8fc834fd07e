// Unpredictable ids from the operating system's generator. The simulator has its own, seeded.

import { randomFillSync } from 'node:crypto';
import type { Random } from '../../core/ports.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

// Drawn in bulk: a system call per id would cost more than the id.
const pool = new Uint8Array(4_096);
let used = pool.length;

export const cryptoRandom: Random = {
  id(length) {
    let id = '';
    while (id.length < length) {
      if (used === pool.length) {
        randomFillSync(pool);
        used = 0;
      }
      // Six bits select 64 characters. The two outside the alphabet are dropped, which keeps the 62
      // uniform.
      const drawn = (pool[used] ?? 0) & 63;
      used += 1;
      if (drawn < alphabet.length) id += alphabet.charAt(drawn);
    }
    return id;
  },
};
