/**
 * AMI framing: bytes in any cut become the banner line, messages and problems. Owns no socket. Lines are decoded only when they are whole,
 * so a cut inside a UTF-8 character is harmless; memory is bounded by `MESSAGE_MAX_BYTES`.
 */
import { type AmiMessage, amiMessage } from './message.ts';

/** The longest real message seen has under 3 KB; the answer to `Command` is never asked for. */
export const MESSAGE_MAX_BYTES = 256 * 1024;

export type Frame =
  | { readonly kind: 'banner'; readonly text: string }
  | { readonly kind: 'message'; readonly message: AmiMessage }
  /** `oversize`: a message over the limit was skipped whole. `malformed`: a line that is no header was left out. */
  | { readonly kind: 'problem'; readonly problem: 'oversize' | 'malformed'; readonly example: string };

export type Framer = {
  /** Takes what one read brought, in any cut, and returns what became whole. Never throws. */
  push(bytes: Uint8Array): Frame[];
};

const LF = 10;
const CR = 13;
const BANNER_MAX_BYTES = 1024;

/** A framer for one connection. */
export function createFramer(): Framer {
  let rest = Buffer.alloc(0);
  let pairs: [string, string][] = [];
  let messageBytes = 0;
  let isFirstLine = true;
  let isSkipping = false;

  const finish = (frames: Frame[]) => {
    if (isSkipping) {
      frames.push({ kind: 'problem', problem: 'oversize', example: `a message of more than ${MESSAGE_MAX_BYTES} bytes` });
    } else if (pairs.length > 0) {
      frames.push({ kind: 'message', message: amiMessage(pairs) });
    }
    pairs = [];
    messageBytes = 0;
    isSkipping = false;
  };

  const takeLine = (line: Buffer, frames: Frame[]) => {
    if (isFirstLine) {
      isFirstLine = false;
      frames.push({ kind: 'banner', text: line.toString('utf8').slice(0, BANNER_MAX_BYTES) });
      return;
    }
    if (line.length === 0) {
      finish(frames);
      return;
    }
    messageBytes += line.length + 2;
    if (messageBytes > MESSAGE_MAX_BYTES) isSkipping = true;
    if (isSkipping) {
      pairs = [];
      return;
    }
    const text = line.toString('utf8');
    const colon = text.indexOf(':');
    if (colon <= 0) {
      // The line may hold anything, a customer's number too: only its length is told.
      frames.push({ kind: 'problem', problem: 'malformed', example: `a line of ${line.length} bytes without a header name` });
      return;
    }
    const value = text.charCodeAt(colon + 1) === 32 ? text.slice(colon + 2) : text.slice(colon + 1);
    pairs.push([text.slice(0, colon), value]);
  };

  return {
    push(bytes) {
      const frames: Frame[] = [];
      // A copy, always: the socket may reuse the memory of a read.
      const buffer = Buffer.concat([rest, bytes]);
      let start = 0;
      for (let end = buffer.indexOf(LF, start); end !== -1; end = buffer.indexOf(LF, start)) {
        const isCrLf = end > start && buffer[end - 1] === CR;
        takeLine(buffer.subarray(start, isCrLf ? end - 1 : end), frames);
        start = end + 1;
      }
      rest = buffer.subarray(start);
      if (rest.length > MESSAGE_MAX_BYTES) {
        // An endless line: it belongs to a message that is too long whatever follows.
        isFirstLine = false;
        isSkipping = true;
        pairs = [];
        rest = rest.subarray(rest.length - 1);
      }
      return frames;
    },
  };
}
