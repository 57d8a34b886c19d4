/** Text messages as WebSocket frames (RFC 6455, 5.2), made once for all sockets: a broadcast then costs one write a wall and nothing else. */

const TEXT_WHOLE = 0x81;
const SHORT_MAX = 125;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** An unmasked, unfragmented text frame: what a server sends. */
export function textFrame(payload: Uint8Array): Buffer {
  const { byteLength } = payload;
  if (byteLength <= SHORT_MAX) return Buffer.concat([Buffer.of(TEXT_WHOLE, byteLength), payload]);
  if (byteLength <= 0xffff) {
    const header = Buffer.of(TEXT_WHOLE, LENGTH_16, 0, 0);
    header.writeUInt16BE(byteLength, 2);
    return Buffer.concat([header, payload]);
  }
  const header = Buffer.alloc(10);
  header[0] = TEXT_WHOLE;
  header[1] = LENGTH_64;
  header.writeBigUInt64BE(BigInt(byteLength), 2);
  return Buffer.concat([header, payload]);
}

/** Frames messages; asked for the same message again and again, as in a broadcast, it frames it once. */
export function createFramer(): (payload: Uint8Array) => Buffer {
  let last: { payload: Uint8Array; frame: Buffer } | null = null;
  return (payload) => {
    if (last?.payload !== payload) last = { payload, frame: textFrame(payload) };
    return last.frame;
  };
}
