/** The Asterisk source: connects, keeps the connection alive, and hands facts to the sink. It never changes anything on the PBX. */
import type { Result } from '../../../shared/result.ts';
import { sleep } from '../../clock.ts';
import type { Logger } from '../../log.ts';
import type { Source, SourceContext, SourceKind } from '../source.ts';
import { checkAsterisk, checkQueueLog } from './check.ts';
import { Driver } from './driver.ts';
import { ANOMALIES, LIMITS } from './limits.ts';
import { Link, LinkLost } from './link.ts';
import { LoginRefused } from './login.ts';
import { type AsteriskOptions, readOptions } from './options.ts';
import { explain } from './remedies.ts';
import { Session } from './session.ts';
import { type Connect, connectSocket, connectWithin } from './socket.ts';

const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 30_000;
const NOTE_EVERY_MS = 2000;

/** One line of the registry. */
export const asteriskKind: SourceKind = {
  schemes: ['asterisk', 'asterisks'],
  parse(url): Result<Source, string> {
    const options = readOptions(url);
    return options.ok ? { ok: true, value: asteriskSource(options.value) } : options;
  },
  limits: LIMITS,
  anomalies: ANOMALIES,
  explain,
};

/** A source that is ready to run. */
export function asteriskSource(options: AsteriskOptions, connect: Connect = connectSocket): Source {
  const { queueLog } = options;
  return {
    name: options.name,
    kind: 'asterisk',
    about: { where: `${options.host}:${options.port}`, file: queueLog },
    run: (context) => run(context, options, connect),
    check: (context) => checkAsterisk(context, options, connect),
    ...(queueLog === null ? {} : { checkFile: () => checkQueueLog(queueLog) }),
  };
}

async function run(context: SourceContext, options: AsteriskOptions, connect: Connect): Promise<void> {
  const { clock, signal, log } = context;
  const driver = await Driver.start(context, options);
  const over = new AbortController();
  const tellFailure = (error: unknown) => log.error('the note could not be kept', { error });
  clock.every(NOTE_EVERY_MS, () => void driver.keepNote().catch(tellFailure), AbortSignal.any([signal, over.signal]));
  try {
    await reconnect(context, driver, options, connect);
  } finally {
    over.abort();
    await driver.finish();
  }
}

async function reconnect(context: SourceContext, driver: Driver, options: AsteriskOptions, connect: Connect): Promise<void> {
  const { clock, signal, sink, log } = context;
  let lostAt = sink.completeUntil;
  const tellDown = downTeller(log);
  for (let attempt = 0; !signal.aborted; attempt++) {
    const outcome = await connectOnce(context, driver, options, connect, lostAt);
    if (outcome.lostAt !== null) lostAt = outcome.lostAt;
    if (outcome.wasSynced) {
      attempt = 0;
      tellDown.again();
    }
    if (signal.aborted) break;
    sink.status({ state: 'down', reason: outcome.reason });
    tellDown.tell(outcome.reason);
    await sleep(clock, backoffMs(attempt, outcome.isRefused, context.random()), signal);
    if (driver.outbox.isFull()) await driver.outbox.drained();
  }
}

/** One line when it goes down and when the reason changes; while it stays down, after twice as many tries each time. */
function downTeller(log: Logger): { tell(reason: string): void; again(): void } {
  let last: string | null = null;
  let times = 0;
  return {
    tell(reason) {
      times = reason === last ? times + 1 : 1;
      last = reason;
      // A power of two.
      if ((times & (times - 1)) === 0) log.warn('asterisk is down', times === 1 ? { reason } : { reason, times });
    },
    again() {
      last = null;
    },
  };
}

/** Full jitter: a PBX that restarts is not met by all its listeners at once. A refusal is not tried again soon, or it would be locked out. */
function backoffMs(attempt: number, isRefused: boolean, random: number): number {
  if (isRefused) return Math.round(((1 + random) * BACKOFF_MAX_MS) / 2);
  return Math.round(random * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempt));
}

type Outcome = { readonly reason: string; readonly lostAt: number | null; readonly wasSynced: boolean; readonly isRefused: boolean };

async function connectOnce(
  context: SourceContext,
  driver: Driver,
  options: AsteriskOptions,
  connect: Connect,
  lostAt: number | null,
): Promise<Outcome> {
  const { clock, sink, signal } = context;
  const session = new Session(context, driver, options);
  let link: Link | null = null;
  const failed = (reason: string, isRefused: boolean): Outcome => {
    const wasSynced = session.isSynced;
    if (link === null || !wasSynced || signal.aborted) return { reason, lostAt: null, wasSynced, isRefused };
    const time = link.lastReadAt;
    driver.input({ kind: 'lost', lastByteAt: time });
    driver.input({ kind: 'status', state: 'down', reason, time });
    return { reason, lostAt: time, wasSynced, isRefused };
  };
  try {
    const stream = await connectWithin(clock, connect, options, signal);
    const nonce = String(context.random()).slice(2) + String(context.random()).slice(2);
    driver.input({ kind: 'opened', nonce });
    const opened = new Link(stream, clock, {
      onRead: () => {
        sink.alive();
        if (driver.outbox.isFull()) opened.close('facts cannot be stored');
      },
      onEvents: (messages, at) => session.events(messages, at),
      onProblem: (kind, example) => sink.anomaly(kind, example),
    });
    link = opened;
    const end = () => opened.close('stopped');
    signal.addEventListener('abort', end, { once: true });
    const reason = await session.run(opened, lostAt).finally(() => signal.removeEventListener('abort', end));
    return failed(reason, false);
  } catch (error) {
    link?.close('failed');
    if (!isExpected(error)) throw error;
    return failed(error.message, error instanceof LoginRefused);
  }
}

function isExpected(error: unknown): error is Error {
  return error instanceof LinkLost || error instanceof LoginRefused || (error instanceof Error && 'code' in error);
}
