/** Bodies as text. What is not UTF-8 is refused: read leniently, two ids that differ in such bytes would become one. */
import { isUtf8 } from 'node:buffer';
import type { Result } from '../../shared/result.ts';

/** The text of a body, or where it ceases to be UTF-8. */
export function readUtf8(bytes: Buffer): Result<string, string> {
  if (isUtf8(bytes)) return { ok: true, value: bytes.toString('utf8') };
  const place = firstFault(bytes);
  const byte = (bytes[place] ?? 0).toString(16).padStart(2, '0');
  return { ok: false, error: `the body is not UTF-8: at byte ${place} stands 0x${byte}; send the text in UTF-8` };
}

const REPLACEMENT = '\ufffd';

/** Offset of the first byte that a lenient reader replaces; a replacement character that was sent as such is none. */
function firstFault(bytes: Buffer): number {
  let offset = 0;
  for (const char of bytes.toString('utf8')) {
    const length = Buffer.byteLength(char);
    if (char === REPLACEMENT && bytes.toString('latin1', offset, offset + length) !== Buffer.from(REPLACEMENT).toString('latin1')) return offset;
    offset += length;
  }
  return offset;
}
