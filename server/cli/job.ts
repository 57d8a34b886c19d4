/** Commands that change stored data: by the running server where there is one, else in this process, under the lock. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isCut } from '../../db/open.ts';
import { parse } from '../../shared/schema.ts';
import { realClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { jobSettings } from '../control/job-settings.ts';
import { type Job, type Progress, progressSchema, runJob, STOPPED, WENT_AWAY } from '../control/jobs.ts';
import { controlFile, parseAddress } from '../control/server.ts';
import { createCore } from '../core.ts';
import { Leadership } from '../leadership.ts';
import { createLogger } from '../log.ts';
import { createStore } from '../store.ts';
import { readConfig } from './environment.ts';
import { asCommandError, CommandError } from './failures.ts';
import { interruptible, stepsUnless, unless } from './interruptible.ts';
import { DEMO, openConfigured } from './open.ts';
import { clearLine, progressLine } from './progress.ts';

/** Runs a job with a progress line on the terminal. @returns the exit code. */
export async function perform(job: Job): Promise<number> {
  const config = readConfig();
  const there = await ask(config, job);
  if (there !== null) return interruptible('the server goes on with it', (signal) => show(stepsUnless(signal, there)));
  return interruptible('what is stored stays: run it again, twice is once', (signal) => show(here(config, job, signal)));
}

async function ask(config: Config, job: Job): Promise<AsyncIterable<Progress> | null> {
  const path = controlFile(config.dataDir);
  if (!existsSync(path)) return null;
  const address = parseAddress(readFileSync(path, 'utf8'));
  if (!address.ok) return null;
  const { port, token } = address.value;
  const body = JSON.stringify(job.job === 'import queue-log' ? { ...job, file: resolve(job.file) } : job);
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers: { authorization: `Bearer ${token}` } });
    if (response.ok && response.body !== null) return lines(response.body);
  } catch {
    // A server that was killed leaves its address behind; then the lock says that nobody has it.
    return null;
  }
  return null;
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<Progress> {
  let rest = '';
  let hasEnded = false;
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const progress = parse(progressSchema, JSON.parse(part));
        if (!progress.ok) continue;
        hasEnded = progress.value.is !== 'progress';
        yield progress.value;
      }
    }
  } catch {
    // A connection that breaks off: whether it was behind the last word is what matters.
  }
  if (!hasEnded) throw new CommandError(1, STOPPED);
}

async function* here(config: Config, job: Job, signal: AbortSignal): AsyncGenerator<Progress> {
  // A shell without the server's environment would mix real history into the demo's database.
  if (config.isDemo && job.job === 'import queue-log') {
    throw new CommandError(
      2,
      'MOKED_SOURCES is not set here, so this would go into the demo: set it as for the server, e.g. export MOKED_SOURCES=… (or none)',
    );
  }
  const opened = await openConfigured(config, { name: `moked ${job.job}, process ${process.pid}`, signal });
  // Without its environment a command would work on other data than the server, in silence.
  if (config.isDemo) console.error(`moked: MOKED_SOURCES is not set, so this is done to the demo: ${opened.place}, database ${DEMO}`);
  const ending = new AbortController();
  const log = createLogger(realClock, () => undefined);
  const lost = new AbortController();
  const until = AbortSignal.any([signal, lost.signal]);
  const leadership = new Leadership({
    url: opened.url,
    clock: realClock,
    log,
    signal: ending.signal,
    revive: async () => undefined,
    // Without the lock another process may write: this one ends, and does not wait for a database to come back.
    onLost: () => lost.abort(new CommandError(1, WENT_AWAY)),
    onRegained: () => undefined,
    onOusted: () => undefined,
  });
  try {
    until.throwIfAborted();
    const holder = await leadership.take();
    if (holder !== null) throw new CommandError(2, `${opened.place} is in use by ${holder}, which cannot be asked from here`);
    const starting = createCore({
      config,
      clock: realClock,
      log,
      db: opened.db,
      store: createStore(opened.db),
      build: '',
      onBroken: (error) => {
        // What was under way when the end was asked for fails as its database goes.
        if (!until.aborted) throw error;
      },
      isServer: false,
      signal: ending.signal,
    });
    const core = await unless(until, starting);
    for await (const step of stepsUnless(until, runJob({ core, db: opened.db, ...jobSettings(config, realClock), signal: until }, job))) {
      // Nothing more can be written.
      if (step.text === WENT_AWAY) throw new CommandError(1, WENT_AWAY);
      yield step;
    }
    await unless(until, core.ingest.drained());
    await unless(until, core.flusher.flush({ checkpoint: true }));
  } catch (error) {
    throw isCut(error) ? new CommandError(1, WENT_AWAY) : asCommandError(error, opened.place);
  } finally {
    ending.abort();
    await leadership.release();
    await opened.close({ manner: lost.signal.aborted ? 'hung' : 'patient' });
  }
}

async function show(progress: AsyncIterable<Progress>): Promise<number> {
  const line = progressLine();
  let code = 1;
  try {
    for await (const step of progress) {
      if (step.is === 'progress') {
        process.stderr.write(line(step.share, step.text));
      } else {
        process.stderr.write(clearLine());
        (step.is === 'done' ? process.stdout : process.stderr).write(`${step.is === 'done' ? '' : 'moked: '}${step.text}\n`);
        code = step.is === 'done' ? 0 : 1;
      }
    }
  } catch (error) {
    process.stderr.write(clearLine());
    throw error;
  }
  return code;
}
