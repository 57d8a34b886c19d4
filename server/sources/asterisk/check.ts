/** Reaches the PBX once and says in words what is wrong, or what was found. */
import { access, constants } from 'node:fs/promises';
import type { Result } from '../../../shared/result.ts';
import { sleep } from '../../clock.ts';
import type { SourceContext } from '../source.ts';
import { Link, LinkLost, type Reply } from './link.ts';
import { readQueueStatus } from './lists.ts';
import { LoginRefused, login, readBanner } from './login.ts';
import type { AsteriskOptions } from './options.ts';
import { unreadable } from './queue-log/follow.ts';
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
    const first = await link.request({ action: 'QueueStatus' }, TIMEOUT_MS);
    const channels = await link.request({ action: 'CoreShowChannels' }, TIMEOUT_MS);
    await sleep(context.clock, LISTEN_MS, AbortSignal.any([link.signal, context.signal]));
    const second = await link.request({ action: 'QueueStatus' }, TIMEOUT_MS);
    return judge(options, banner, rights, { first, second, channels });
  } catch (error) {
    if (error instanceof LinkLost || error instanceof LoginRefused) return { ok: false, error: error.message };
    throw error;
  } finally {
    link?.close('checked');
  }
}

/** Whether queue_log can be read from here. */
export async function checkQueueLog(path: string): Promise<Result<string, string>> {
  try {
    await access(path, constants.R_OK);
    return { ok: true, value: `queueLog=${path} can be read` };
  } catch (error) {
    return { ok: false, error: unreadable(path, error instanceof Error && 'code' in error ? String(error.code) : String(error)) };
  }
}

type Replies = { readonly first: Reply; readonly second: Reply; readonly channels: Reply };

function judge({ username, tls, insecure }: AsteriskOptions, banner: string, rights: Rights, replies: Replies): Result<string, string> {
  const { first, second, channels } = replies;
  const where = `${banner.trim()}, logged in as ${username}${tls ? (insecure ? ' over TLS, whose certificate is not checked (insecure)' : ' over TLS') : ''}`;
  if (first.response.get('Response') !== 'Success') return { ok: false, error: `${where}, but ${refusedList(first.response.get('Message'))}` };
  const before = readQueueStatus(first.items);
  const after = readQueueStatus(second.items);
  if (!rights.has('system')) rights.lacks('system');
  if (JSON.stringify(before.members) !== JSON.stringify(after.members)) rights.silentChange();
  if (rights.missing.length > 0) return { ok: false, error: `${where}, but ${rights.missing.join('; ')}` };
  const queues = first.items.filter((item) => item.event === 'QueueParams').length;
  const talks = channels.response.get('Response') === 'Success' ? 'may list channels' : `may not list channels: ${MISSING.reporting}`;
  const seen = rights.has('agent') && rights.has('call') ? '' : '; too quiet to see whether the classes agent and call may be read';
  return { ok: true, value: `${where}; ${queues} queues, ${before.members.length} memberships, ${before.callers.length} waiting; ${talks}${seen}` };
}
