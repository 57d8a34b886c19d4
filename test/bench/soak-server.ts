/** The server of the soak: a process with an embedded PostgreSQL of its own and a clock that is set from here; killed, stopped, and started again. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPostmaster, stopPostmaster } from '../../db/embedded/postmaster.ts';
import { openFolder, startEmbedded } from '../../db/embedded.ts';
import { until } from '../support/app.ts';
import { type Collected, GAIT, type Gait, instantOf, type Told } from './soak-clock.ts';

const UP_WITHIN_MS = 180_000;

export class SoakServer {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'moked-soak-'));
  readonly url: string;
  readonly env: Record<string, string>;
  readonly #speed: number;
  #gait: Gait;
  #child: ChildProcess | null = null;
  /** The end of what it said. */
  output = '';

  constructor(port: number, at: number, speed: number, env: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`;
    this.#speed = speed;
    this.#gait = { realAt: Date.now(), at, speed, until: null };
    this.env = { ...env, MOKED_PORT: String(port), MOKED_DATA: this.dataDir };
  }

  /** Its process; it has one from the first start on. */
  get pid(): number {
    return this.#child?.pid ?? Number.NaN;
  }

  /** The floor's time, ms since 1970. */
  now(): number {
    return instantOf(this.#gait, Date.now());
  }

  /** Lets it go up to an instant: there it stands still, however late anybody looks. */
  goTo(until: number): void {
    this.#turn({ realAt: Date.now(), at: this.now(), speed: this.#speed, until });
  }

  /** To a later time, and on from there as before: standing still, or as fast. */
  leap(ms: number): void {
    const at = this.now() + ms;
    const { until } = this.#gait;
    this.#turn({ realAt: Date.now(), at, speed: this.#gait.speed, until: until === null ? null : Math.max(until, at) });
  }

  async start(): Promise<void> {
    const child = fork(fileURLToPath(new URL('soak-server-process.ts', import.meta.url)), ['start'], {
      execArgv: ['--import', 'tsx', '--max-semi-space-size=32', '--expose-gc'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { MALLOC_ARENA_MAX: '2', ...process.env, ...this.env, [GAIT]: JSON.stringify(this.#gait) },
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => this.#hear(text.toString()));
    this.#child = child;
    await until(() => this.#isUp(child), 'the server answers', UP_WITHIN_MS);
  }

  /** Ends it as a power cut would, or asks it to stop. @throws where it does not end well when asked. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const code = await new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill(signal);
    });
    if (signal === 'SIGTERM' && code !== 0) throw new Error(`a stop ended with ${code}: ${this.output.slice(-1000)}`);
  }

  /** Ends its PostgreSQL, which the server starts again. */
  endDatabase(signal: 'SIGKILL' | 'SIGINT'): void {
    const postmaster = findPostmaster(openFolder(this.dataDir));
    if (postmaster !== undefined) process.kill(postmaster.pid, signal);
  }

  /** Connection string of its database; it is there while the server is. */
  async databaseUrl(): Promise<string> {
    const database = this.env['MOKED_SOURCES']?.startsWith('simulator:') === true ? 'moked_demo' : 'moked';
    return (await startEmbedded({ dataDir: this.dataDir, database })).url;
  }

  /** What it keeps in memory after its garbage is gone, PostgreSQL not counted. */
  async memory(): Promise<{ rssMb: number; heapMb: number }> {
    const child = this.#child as ChildProcess;
    const collected = new Promise<Collected>((resolve) => child.once('message', (told) => resolve(told as Collected)));
    child.send('collect' satisfies Told);
    const { heapBytes } = await collected;
    const rss = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    return { rssMb: Number(rss) / 1024, heapMb: heapBytes / 1024 / 1024 };
  }

  async get<T>(path: string): Promise<T> {
    const response = await fetch(this.url + path);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async remove(): Promise<void> {
    if (this.#child?.exitCode === null && this.#child.signalCode === null) await this.end('SIGTERM');
    const folder = openFolder(this.dataDir);
    const postmaster = findPostmaster(folder);
    if (postmaster !== undefined) await stopPostmaster(folder, postmaster.pid);
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #turn(gait: Gait): void {
    this.#gait = gait;
    this.#child?.send({ gait } satisfies Told);
  }

  #hear(text: string): void {
    this.output = (this.output + text).slice(-20_000);
  }

  async #isUp(child: ChildProcess): Promise<boolean> {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended: ${this.output.slice(-2000)}`);
    return fetch(`${this.url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
