/** Sources that are added and taken away while the server runs. */
import type { Refusal } from '../shared/refusals.ts';
import type { Result } from '../shared/result.ts';
import { type Connection, connectionUrl, type SourceDetail } from '../shared/sources.ts';
import { SECOND_MS } from '../shared/time.ts';
import type { Clock } from './clock.ts';
import { isSourceName } from './config/values.ts';
import type { Config } from './config.ts';
import type { Logger } from './log.ts';
import type { Runner } from './runner.ts';
import { connectionOfUrl, forget, readSaved, save } from './saved-sources.ts';
import { sourceKinds } from './sources/registry.ts';

/** The answer to who asked is out by then. */
const RESTART_AFTER_MS = SECOND_MS / 2;

export type DeskOptions = {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly runner: Runner;
  readonly signal: AbortSignal;
  /** Ends the server so that it starts again; undefined where nobody would start it. */
  readonly restart: (() => void) | undefined;
};

/** Why it was refused: 409 where something else stands against it, 400 where it is wrong in itself, 404 where there is none. */
export type Refused = {
  readonly status: 400 | 404 | 409;
  readonly reason: string;
  readonly code: Refusal;
  readonly with?: Readonly<Record<string, string>>;
};

export class SourceDesk {
  readonly #options: DeskOptions;
  readonly #saved: Set<string>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#saved = new Set(options.config.saved ?? []);
  }

  /** Where a source comes from. */
  originOf(name: string): SourceDetail['from'] {
    if (this.#saved.has(name)) return 'saved';
    return this.#options.config.sources.some((source) => source.name === name) ? 'environment' : 'sender';
  }

  /** Why none can be added; null where one can. */
  get problem(): { readonly code: Refusal; readonly text: string } | null {
    const { config, restart } = this.#options;
    if (config.saved === null)
      return { code: 'simulated', text: 'MOKED_SOURCES names a simulated floor: unset it and restart, then add sources here' };
    return config.isDemo && restart === undefined
      ? { code: 'unsupervised', text: 'the demo has to end first: set MOKED_SOURCES=none, restart the server, and add sources here' }
      : null;
  }

  /** What was saved under a name, its secret included; null where nothing was. */
  savedOf(name: string): Connection | null {
    const saved = this.#saved.has(name) ? readSaved(this.#options.config.dataDir) : null;
    const found = saved?.ok === true ? saved.value?.find((source) => source.name === name) : undefined;
    return found === undefined ? null : connectionOfUrl(found.url);
  }

  /** Saves a source and connects it; one of that name that was saved before is replaced. The demo ends with the first: then the server restarts. */
  put(name: string, connection: Connection): Promise<Result<{ restarts: boolean }, Refused>> {
    return this.#inTurn(async () => {
      const { config, clock, log, runner, restart, signal } = this.#options;
      const refused = this.#refusal(name);
      if (refused !== null) return { ok: false, error: refused };
      const text = connectionUrl({ ...connection, name });
      const url = URL.canParse(text) ? new URL(text) : null;
      const parsed = url === null ? undefined : sourceKinds.find(({ schemes }) => schemes.includes(url.protocol.slice(0, -1)))?.parse(url);
      if (parsed?.ok !== true)
        return { ok: false, error: { status: 400, code: 'connection', reason: parsed?.error ?? 'host: must be a host name or an address' } };
      save(config.dataDir, name, text);
      log.info('source saved', { source: name });
      if (config.isDemo) {
        clock.after(RESTART_AFTER_MS, () => restart?.(), signal);
        return { ok: true, value: { restarts: true } };
      }
      await runner.stop(name, 'to-change');
      this.#saved.add(name);
      runner.start(parsed.value);
      return { ok: true, value: { restarts: false } };
    });
  }

  /** Takes away a source that was saved; what it told so far stays. */
  remove(name: string): Promise<Result<null, Refused>> {
    return this.#inTurn(async () => {
      const { config, log, runner } = this.#options;
      if (!this.#saved.has(name) || !forget(config.dataDir, name)) {
        const reason =
          this.originOf(name) === 'environment' ? `${name} comes from MOKED_SOURCES: take it out there` : `no source ${name} was added here`;
        return this.originOf(name) === 'environment'
          ? { ok: false, error: { status: 409, reason, code: 'environment', with: { name } } }
          : { ok: false, error: { status: 404, reason, code: 'not-here', with: { name } } };
      }
      this.#saved.delete(name);
      await runner.stop(name, 'for-good');
      log.info('source removed', { source: name });
      return { ok: true, value: null };
    });
  }

  #refusal(name: string): Refused | null {
    const { config } = this.#options;
    const { problem } = this;
    if (problem !== null) return { status: 409, reason: problem.text, code: problem.code };
    if (!isSourceName(name)) {
      return {
        status: 400,
        code: 'source-name',
        with: { name },
        reason: 'name: letters, digits, dots, dashes and underscores, at most 64, a letter or digit first, and not moked',
      };
    }
    if (config.ingestTokens.some((token) => token.name === name))
      return { status: 409, code: 'sender', with: { name }, reason: `${name} is a sender of MOKED_INGEST_TOKENS: take another name` };
    const isOther = !config.isDemo && !this.#saved.has(name) && config.sources.some((source) => source.name === name);
    return isOther
      ? {
          status: 409,
          code: 'environment',
          with: { name },
          reason: `${name} is in MOKED_SOURCES, and of two with one name that one counts: change it there, or take another name`,
        }
      : null;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    // Whoever asked is told what went wrong; the next one has his turn all the same.
    this.#last = mine.then(
      () => null,
      () => null,
    );
    return mine;
  }
}
