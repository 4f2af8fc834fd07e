// Reads the sizes of WebSocket frames in a byte stream (RFC 6455, section 5.2). ws reports whole
// messages only, but API Gateway limits single frames too. Reads headers and skips payloads.

/**
 * Returns a reader for consecutive chunks of one stream. It returns undefined until a frame longer
 * than `max` begins, and then how many whole messages came before it.
 */
export function createFrameSizeReader(max: number): (chunk: Uint8Array) => number | undefined {
  let header: number[] = [];
  let payloadLeft = 0;
  let messages = 0;

  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (payloadLeft > 0) {
        const skipped = Math.min(payloadLeft, chunk.length - at);
        payloadLeft -= skipped;
        at += skipped;
        continue;
      }
      header.push(chunk[at] ?? 0);
      at += 1;
      if (header.length < headerLength(header)) continue;
      payloadLeft = payloadLength(header);
      if (payloadLeft > max) return messages;
      if (endsMessage(header)) messages += 1;
      header = [];
    }
    return undefined;
  };
}

/** Two bytes, the extended length and the mask. */
function headerLength([, second]: readonly number[]): number {
  if (second === undefined) return 2;
  const extendedLengthBytes = { 126: 2, 127: 8 }[second & 0x7f] ?? 0;
  const maskBytes = (second & 0x80) === 0 ? 0 : 4;
  return 2 + extendedLengthBytes + maskBytes;
}

/** Tests for FIN on a data frame. Opcodes from 8 on are control frames. */
const endsMessage = ([first = 0]: readonly number[]): boolean =>
  (first & 0x80) !== 0 && (first & 0x0f) < 8;

function payloadLength(header: readonly number[]): number {
  const length = (header[1] ?? 0) & 0x7f;
  if (length < 126) return length;
  return header.slice(2, length === 126 ? 4 : 10).reduce((sum, byte) => sum * 256 + byte, 0);
}
