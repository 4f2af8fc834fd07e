// Compresses the page's files, in the best encoding that a browser accepts, as CloudFront does.
// These files are public and the same for everyone, so their lengths betray nothing.

import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

/** By content type. Pictures and fonts are compressed already. */
const compressibleType = /^text\/|json|javascript|svg/;
/** Below this size the headers cost more than compression saves. */
const minBytes = 1_024;

const compressors: Readonly<Record<Encoding, (bytes: Buffer) => Buffer>> = {
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes) => gzipSync(bytes, { level: 9 }),
};

export interface CompressibleFile {
  /** The response depends on what the browser accepts. */
  readonly varies: boolean;
  /**
   * Returns the file in an encoding; null: as it is. Each form is made when it is first needed, so
   * the start does not wait.
   */
  readonly encode: (encoding: Encoding | null) => Buffer;
}

export function createCompressibleFile(bytes: Buffer, type: string): CompressibleFile {
  const forms = new Map<Encoding, Buffer>();
  return {
    varies: compressibleType.test(type) && bytes.length >= minBytes,
    encode: (encoding) => {
      if (encoding === null) return bytes;
      const form = forms.get(encoding) ?? compressors[encoding](bytes);
      forms.set(encoding, form);
      return form;
    },
  };
}

/**
 * Returns the encoding for an `accept-encoding` header. Leaves out what the header refuses with
 * `q=0`, and ignores other weights.
 */
export function chooseEncoding(accepted: string | undefined): Encoding | null {
  const encodings = new Set(
    (accepted ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => part.replaceAll(' ', ''))
      .filter((part) => !/;q=0(\.0*)?$/.test(part))
      .map((part) => part.split(';', 1)[0]),
  );
  if (encodings.has('br')) return 'br';
  return encodings.has('gzip') ? 'gzip' : null;
}
