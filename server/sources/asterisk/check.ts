/** Reaches the PBX once and says in words what is wrong, or what was found. */
import { access, constants } from 'node:fs/promises';
import type { Result } from '../../../shared/result.ts';
import { sleep } from '../../clock.ts';
import type { SourceContext } from '../source.ts';
import { Link, LinkLost, type Reply } from './link.ts';
import { readQueueStatus } from './lists.ts';
import { LoginRefused, login, readBanner } from './login.ts';
import type { AsteriskOptions } from './options.ts';
import { type Connect, connectWithin } from './socket.ts';

const TIMEOUT_MS = 10_000;
/** Rights are nowhere to be asked for: they show in what comes while we listen. */
const LISTEN_MS = 3000;

export async function checkAsterisk(
  context: Omit<SourceContext, 'sink' | 'notes'>,
  options: AsteriskOptions,
  connect: Connect,
): Promise<Result<string, string>> {
  if (options.queueLog !== null && !(await isReadable(options.queueLog))) {
    return { ok: false, error: `${options.name}: queueLog=${options.queueLog} cannot be read: is the path right, and may this user read it?` };
  }
  const classes = new Set<string>();
  let link: Link | null = null;
  try {
    link = new Link(await connectWithin(context.clock, connect, options, context.signal), context.clock, {
      onRead: () => undefined,
      onProblem: () => undefined,
      onEvents: (messages) => {
        for (const message of messages) classes.add(message.get('Privilege').split(',')[0] ?? '');
      },
    });
    const banner = await readBanner(link, context.clock, options);
    await login(link, options);
    const first = await link.request({ action: 'QueueStatus' }, TIMEOUT_MS);
    const channels = await link.request({ action: 'CoreShowChannels' }, TIMEOUT_MS);
    await sleep(context.clock, LISTEN_MS, AbortSignal.any([link.signal, context.signal]));
    const second = await link.request({ action: 'QueueStatus' }, TIMEOUT_MS);
    return judge(options, banner, classes, { first, second, channels });
  } catch (error) {
    if (error instanceof LinkLost || error instanceof LoginRefused) return { ok: false, error: error.message };
    throw error;
  } finally {
    link?.close('checked');
  }
}

async function isReadable(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

type Replies = { readonly first: Reply; readonly second: Reply; readonly channels: Reply };

function judge({ name, username }: AsteriskOptions, banner: string, classes: ReadonlySet<string>, replies: Replies): Result<string, string> {
  const { first, second, channels } = replies;
  const where = `${name}: ${banner.trim()}, logged in as ${username}`;
  if (first.response.get('Response') !== 'Success') {
    return { ok: false, error: `${where}, but QueueStatus says: ${first.response.get('Message')} (is app_queue loaded?)` };
  }
  const before = readQueueStatus(first.items);
  const after = readQueueStatus(second.items);
  if (!classes.has('system')) {
    return { ok: false, error: `${where}, but no FullyBooted came: give the user read = system,call,agent in manager.conf` };
  }
  // Members and callers that change without an event of the class: the user may not read it.
  if (JSON.stringify(before.members) !== JSON.stringify(after.members) && !classes.has('agent')) {
    return { ok: false, error: `${where}, but agents change and no event of the class agent comes: give the user read = system,call,agent` };
  }
  if (classes.has('agent') && !classes.has('call') && channels.items.length > 0) {
    return { ok: false, error: `${where}, but no event of the class call comes: without it hang-ups cannot be told from timeouts` };
  }
  const queues = first.items.filter((item) => item.event === 'QueueParams').length;
  const talks =
    channels.response.get('Response') === 'Success' ? 'may list channels' : 'may not list channels (write = reporting would allow it; not needed)';
  const seen = classes.has('agent') && classes.has('call') ? '' : '; too quiet to see whether the classes agent and call may be read';
  return { ok: true, value: `${where}; ${queues} queues, ${before.members.length} memberships, ${before.callers.length} waiting; ${talks}${seen}` };
}
