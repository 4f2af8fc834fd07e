// Files of the page made smaller for the way, in the best form that a browser says it reads.
// CloudFront does the same by itself. Only what is public and the same for all is packed: what an
// answer's length could betray is not here.

import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

/** By content type: pictures and fonts are packed already. */
const packable = /^text\/|json|javascript|svg/;
/** Below this, the headers weigh more than what is saved. */
const min = 1_024;

const packers: Readonly<Record<Encoding, (bytes: Buffer) => Buffer>> = {
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes) => gzipSync(bytes, { level: 9 }),
};

export interface Packable {
  /** Whether what is sent depends on what the browser reads. */
  readonly varies: boolean;
  /**
   * As it was, where nothing better is read. Each form is made when it is first asked for, and
   * kept: the start does not wait for it.
   */
  readonly as: (encoding: Encoding | null) => Buffer;
}

export function packing(bytes: Buffer, type: string): Packable {
  const made = new Map<Encoding, Buffer>();
  return {
    varies: packable.test(type) && bytes.length >= min,
    as: (encoding) => {
      if (encoding === null) return bytes;
      const known = made.get(encoding) ?? packers[encoding](bytes);
      made.set(encoding, known);
      return known;
    },
  };
}

/**
 * By the `accept-encoding` of a request. What it refuses by `q=0` is not sent; finer wishes are not
 * weighed.
 */
export function encodingFor(accepted: string | undefined): Encoding | null {
  const read = new Set(
    (accepted ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => part.replaceAll(' ', ''))
      .filter((part) => !/;q=0(\.0*)?$/.test(part))
      .map((part) => part.split(';', 1)[0]),
  );
  return read.has('br') ? 'br' : read.has('gzip') ? 'gzip' : null;
}
