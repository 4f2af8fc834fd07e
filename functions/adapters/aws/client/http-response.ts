// Parses an HTTP response as RFC 9112 defines it: one response per request, without pipelining.
// Knows nothing about sockets.

export interface HttpResponse {
  readonly status: number;
  /** The status line and header lines, as received. */
  readonly head: string;
  readonly body: Buffer;
  /** Whether the connection can be used for another request. */
  readonly keep: boolean;
}

/**
 * `needs`: how many bytes must have arrived before it is worth parsing again. Infinity: the body
 * ends when the other end closes the connection.
 */
export type Reading = HttpResponse | { readonly needs: number } | 'malformed';

const maxHeadBytes = 64 * 1_024;
/** DynamoDB returns at most one megabyte. */
const maxBodyBytes = 16 * 1_024 * 1_024;
const crlf = '\r\n';
// Status line, header lines and trailers (RFC 9112, sections 4 and 5), without folded lines. Others
// may take anything else for the end of a line.
const fields = "(?:[\\w!#$%&'*+.^`|~-]+:[\\t -~\\x80-\\xff]*\\r\\n)*$";
const headPattern = new RegExp(
  `^HTTP/1\\.([01]) ([1-5]\\d\\d)(?: [\\t -~\\x80-\\xff]*)?\\r\\n${fields}`,
);
const trailersPattern = new RegExp(`^${fields}`);

/** Parses what has arrived so far. `ended`: the other end has closed the connection. */
export function readResponse(bytes: Buffer, ended: boolean): Reading {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) {
    return bytes.length > maxHeadBytes || ended ? 'malformed' : { needs: bytes.length + 1 };
  }
  const head = bytes.toString('latin1', 0, headEnd + 2);
  const [, minor, digits] = headPattern.exec(head) ?? [];
  if (digits === undefined) return 'malformed';
  const status = Number(digits);
  const start = headEnd + 4;
  // An interim response precedes the final one. 101 is malformed, because our requests never ask to
  // switch protocols.
  if (status < 200) {
    return status === 101
      ? 'malformed'
      : shiftNeeds(readResponse(bytes.subarray(start), ended), start);
  }

  const keep = minor === '1' && !/\r\nconnection:[^\r]*\bclose\b/i.test(head);
  const toResponse = (body: Buffer, end: number): HttpResponse => ({
    status,
    head,
    body,
    keep: keep && end === bytes.length,
  });
  if (status === 204 || status === 304) return toResponse(bytes.subarray(start, start), start);
  if (/\r\ntransfer-encoding:/i.test(head)) {
    if (!/\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n/i.test(head)) return 'malformed';
    const chunks = readChunks(bytes, start);
    if (chunks === 'malformed') return chunks;
    if ('end' in chunks) return toResponse(chunks.body, chunks.end);
    return ended ? 'malformed' : chunks;
  }
  const length = findHeader(head, 'content-length');
  if (length === undefined) {
    return ended
      ? { ...toResponse(bytes.subarray(start), bytes.length), keep: false }
      : { needs: bytes.length > maxBodyBytes ? 0 : Infinity };
  }
  if (!/^\d{1,8}$/.test(length) || Number(length) > maxBodyBytes) return 'malformed';
  const end = start + Number(length);
  if (bytes.length >= end) return toResponse(bytes.subarray(start, end), end);
  return ended ? 'malformed' : { needs: end };
}

/** Returns a header's first value. `name` is in lower case and has only letters and hyphens. */
export function findHeader(head: string, name: string): string | undefined {
  for (let from = head.indexOf(crlf); from >= 0; from = head.indexOf(crlf, from + 2)) {
    if (
      head.charCodeAt(from + 2 + name.length) !== 0x3a ||
      head.slice(from + 2, from + 2 + name.length).toLowerCase() !== name
    ) {
      continue;
    }
    return head.slice(from + 3 + name.length, head.indexOf(crlf, from + 2)).trim();
  }
  return undefined;
}

const shiftNeeds = (reading: Reading, by: number): Reading =>
  typeof reading === 'object' && 'needs' in reading ? { needs: reading.needs + by } : reading;

function readChunks(
  bytes: Buffer,
  start: number,
): { readonly body: Buffer; readonly end: number } | { readonly needs: number } | 'malformed' {
  const parts: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf(crlf, at);
    if (lineEnd < 0) return bytes.length - at > 1_024 ? 'malformed' : { needs: bytes.length + 1 };
    const size = Number.parseInt(
      /^([\da-f]{1,6})[ \t]*(?:;|$)/i.exec(bytes.toString('latin1', at, lineEnd))?.[1] ?? '',
      16,
    );
    if (Number.isNaN(size) || bytes.length > maxBodyBytes) return 'malformed';
    if (size === 0) {
      // Trailers, if there are any, end with an empty line.
      const last = bytes.indexOf('\r\n\r\n', lineEnd);
      if (last < 0) return { needs: bytes.length + 1 };
      const trailers = bytes.toString('latin1', lineEnd + 2, last + 2);
      if (last > lineEnd && !trailersPattern.test(trailers)) return 'malformed';
      return { body: Buffer.concat(parts), end: last + 4 };
    }
    const from = lineEnd + 2;
    if (bytes.length < from + size + 2) return { needs: from + size + 2 };
    if (bytes.toString('latin1', from + size, from + size + 2) !== crlf) return 'malformed';
    parts.push(bytes.subarray(from, from + size));
    at = from + size + 2;
  }
}
