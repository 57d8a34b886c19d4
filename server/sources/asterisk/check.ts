/** Reaches the PBX once and says in words what is wrong, or what was found. */
import { open, stat } from 'node:fs/promises';
import type { Result } from '../../../shared/result.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import { sleep } from '../../clock.ts';
import type { SourceContext } from '../source.ts';
import { Link, LinkLost, type Reply } from './link.ts';
import { readQueueStatus } from './lists.ts';
import { LoginRefused, login, readBanner } from './login.ts';
import type { AsteriskOptions } from './options.ts';
import { unreadable } from './queue-log/follow.ts';
import { parseLogLine } from './queue-log/parse.ts';
import { MISSING, Rights, refusedList } from './rights.ts';
import { type Connect, connectWithin } from './socket.ts';

const TIMEOUT_MS = 10_000;
/** Rights are nowhere to be asked for: they show in what comes while we listen. */
const LISTEN_MS = 3000;

export async function checkAsterisk(
  context: Omit<SourceContext, 'sink' | 'notes'>,
  options: AsteriskOptions,
  connect: Connect,
): Promise<Result<string, string>> {
  const rights = new Rights();
  let link: Link | null = null;
  try {
    link = new Link(await connectWithin(context.clock, connect, options, context.signal), context.clock, {
      onRead: () => undefined,
      onProblem: () => undefined,
      onEvents: (messages) => {
        for (const message of messages) rights.event(message);
      },
    });
    const banner = await readBanner(link, context.clock, options);
    await login(link, options);
    const skewMs = await skewOf(link, context.clock);
    const first = await link.request({ action: 'QueueStatus' }, TIMEOUT_MS);
    const channels = await link.request({ action: 'CoreShowChannels' }, TIMEOUT_MS);
    await sleep(context.clock, LISTEN_MS, AbortSignal.any([link.signal, context.signal]));
    const second = await link.request({ action: 'QueueStatus' }, TIMEOUT_MS);
    return judge(options, banner, rights, { first, second, channels, skewMs });
  } catch (error) {
    if (error instanceof LinkLost || error instanceof LoginRefused) return { ok: false, error: error.message };
    throw error;
  } finally {
    link?.close('checked');
  }
}

/** The clock of the PBX minus ours, ms; null where it does not tell. */
async function skewOf(link: Link, clock: SourceContext['clock']): Promise<number | null> {
  const sentAt = clock.now();
  const { response, at } = await link.request({ action: 'Ping' }, TIMEOUT_MS);
  const theirs = Number(response.get('Timestamp')) * SECOND_MS;
  return theirs > 0 ? Math.round(theirs - (sentAt + at) / 2) : null;
}

const HEAD_BYTES = 64 * 1024;

/** Whether queue_log can be read from here, and is one. */
export async function checkQueueLog(path: string): Promise<Result<string, string>> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { ok: false, error: `queueLog=${path} is a folder: name the file in it, such as ${path}/queue_log` };
    // To open a pipe would wait for whoever writes into it, and hold up everybody else.
    if (!found.isFile()) return { ok: false, error: `queueLog=${path} is no file: name the queue_log itself` };
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      const lines = buffer.toString('utf8', 0, bytesRead).split('\n').slice(0, 100);
      const isOther = bytesRead > 0 && !lines.some((line) => parseLogLine(line.trimEnd(), 'check') !== null);
      if (isOther) return { ok: false, error: `queueLog=${path} holds no line of queue_log: is it the right file?` };
      return { ok: true, value: `queueLog=${path} can be read` };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { ok: false, error: unreadable(path, error instanceof Error && 'code' in error ? String(error.code) : String(error)) };
  }
}

/** From here on times are corrected (`sink.ts`), so whoever reads the figures need not wait for it. */
const SKEW_TOLD_FROM_MS = 2 * SECOND_MS;
/** So far off somebody should set it, whatever is corrected: a file that is imported is not. */
const SKEW_WRONG_FROM_MS = MINUTE_MS;

/** In words, how far the clock is off; null where that is no matter. */
function clockWords(skewMs: number | null): string | null {
  if (skewMs === null || Math.abs(skewMs) < SKEW_TOLD_FROM_MS) return null;
  const ms = Math.abs(skewMs);
  const seconds = Math.round(ms / SECOND_MS);
  const two = (part: number) => String(part).padStart(2, '0');
  const length = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const hours = Math.round(ms / HOUR_MS);
  const isWhole = hours > 0 && Math.abs(ms - hours * HOUR_MS) < 2 * MINUTE_MS;
  const zone = isWhole ? ', by whole hours: its time zone or summer time is set wrong' : '';
  return `its clock is ${length} ${skewMs > 0 ? 'ahead' : 'behind'}${zone}`;
}

type Replies = { readonly first: Reply; readonly second: Reply; readonly channels: Reply; readonly skewMs: number | null };

function judge({ username, tls, insecure }: AsteriskOptions, banner: string, rights: Rights, replies: Replies): Result<string, string> {
  const { first, second, channels, skewMs } = replies;
  const where = `${banner.trim()}, logged in as ${username}${tls ? (insecure ? ' over TLS, whose certificate is not checked (insecure)' : ' over TLS') : ''}`;
  if (first.response.get('Response') !== 'Success') return { ok: false, error: `${where}, but ${refusedList(first.response.get('Message'))}` };
  const before = readQueueStatus(first.items);
  const after = readQueueStatus(second.items);
  if (!rights.has('system')) rights.lacks('system');
  if (JSON.stringify(before.members) !== JSON.stringify(after.members)) rights.silentChange();
  const clock = clockWords(skewMs);
  const isClockWrong = Math.abs(skewMs ?? 0) >= SKEW_WRONG_FROM_MS;
  const wrong = [...(isClockWrong && clock !== null ? [clock] : []), ...rights.missing];
  if (wrong.length > 0) return { ok: false, error: `${where}, but ${wrong.join('; ')}` };
  const queues = first.items.filter((item) => item.event === 'QueueParams').length;
  const talks = channels.response.get('Response') === 'Success' ? 'may list channels' : `may not list channels: ${MISSING.reporting}`;
  const seen = rights.has('agent') && rights.has('call') ? '' : '; too quiet to see whether the classes agent and call may be read';
  return {
    ok: true,
    value: `${where}; ${queues} queues, ${before.members.length} memberships, ${before.callers.length} waiting; ${talks}${seen}${clock === null ? '' : `; ${clock} (corrected)`}`,
  };
}
