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

const LF = 10;
const CR = 13;
const SPACE = 32;
const BANNER_MAX_LENGTH = 1024;

/** The framer of one connection. */
export class Framer {
  #rest: Buffer = Buffer.alloc(0);
  #pairs: [string, string][] = [];
  #messageBytes = 0;
  #isFirstLine = true;
  #isSkipping = false;

  /** Takes what one read brought, in any cut, and returns what became whole. Never throws. */
  push(bytes: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    // A copy, always: the socket may reuse the memory of a read.
    const buffer = Buffer.concat([this.#rest, bytes]);
    let start = 0;
    for (let end = buffer.indexOf(LF, start); end !== -1; end = buffer.indexOf(LF, start)) {
      const isCrLf = end > start && buffer[end - 1] === CR;
      this.#takeLine(buffer.subarray(start, isCrLf ? end - 1 : end), frames);
      start = end + 1;
    }
    this.#rest = buffer.subarray(start);
    if (this.#rest.length > MESSAGE_MAX_BYTES) {
      // An endless line: it belongs to a message that is too long whatever follows.
      this.#isFirstLine = false;
      this.#isSkipping = true;
      this.#pairs = [];
      this.#rest = this.#rest.subarray(this.#rest.length - 1);
    }
    return frames;
  }

  #takeLine(line: Buffer, frames: Frame[]): void {
    if (this.#isFirstLine) {
      this.#isFirstLine = false;
      frames.push({ kind: 'banner', text: line.toString('utf8').slice(0, BANNER_MAX_LENGTH) });
      return;
    }
    if (line.length === 0) {
      this.#finish(frames);
      return;
    }
    this.#messageBytes += line.length + 2;
    if (this.#messageBytes > MESSAGE_MAX_BYTES) this.#isSkipping = true;
    if (this.#isSkipping) {
      this.#pairs = [];
      return;
    }
    const text = line.toString('utf8');
    const colon = text.indexOf(':');
    if (colon <= 0) {
      // The line may hold anything, a customer's number too: only its length is told.
      frames.push({ kind: 'problem', problem: 'malformed', example: `a line of ${line.length} bytes without a header name` });
      return;
    }
    const value = text.charCodeAt(colon + 1) === SPACE ? text.slice(colon + 2) : text.slice(colon + 1);
    this.#pairs.push([text.slice(0, colon), value]);
  }

  #finish(frames: Frame[]): void {
    if (this.#isSkipping) {
      frames.push({ kind: 'problem', problem: 'oversize', example: `a message of more than ${MESSAGE_MAX_BYTES} bytes` });
    } else if (this.#pairs.length > 0) {
      frames.push({ kind: 'message', message: amiMessage(this.#pairs) });
    }
    this.#pairs = [];
    this.#messageBytes = 0;
    this.#isSkipping = false;
  }
}
