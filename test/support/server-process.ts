import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentOf } from '../../db/embedded/folder.ts';
import { SENDER, TOKEN, until } from './app.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The server as an operator runs it: a process of its own, with its own embedded PostgreSQL in a folder of its own. */
export class ServerProcess {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'moked-server-'));
  readonly port: number;
  readonly env: Record<string, string>;
  #child: ChildProcess | null = null;
  output = '';

  constructor(port: number, env: Record<string, string> = {}) {
    this.port = port;
    this.env = env;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it; resolves when it answers. */
  async start(): Promise<void> {
    const child = this.launch();
    const answers = async () => {
      // One that was killed has a signal in place of a code.
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended by ${child.signalCode ?? child.exitCode}`);
      return this.isUp();
    };
    await until(answers, 'the server answers', 180_000).catch((error: unknown) => {
      throw new Error(`${error instanceof Error ? error.message : String(error)}; it said: ${this.output.slice(-2000)}`);
    });
  }

  /** Starts it without waiting. */
  launch(): ChildProcess {
    const env = {
      ...process.env,
      MOKED_SOURCES: 'none',
      MOKED_INGEST_TOKENS: `${SENDER}:${TOKEN}`,
      MOKED_DATA: this.dataDir,
      MOKED_PORT: String(this.port),
      ...this.env,
    };
    const child = spawn(process.execPath, ['dist/server/main.js', 'start'], { cwd: root, env });
    child.stdout.on('data', (text: Buffer) => (this.output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (this.output += text.toString()));
    this.#child = child;
    return child;
  }

  async isUp(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/healthz`)).ok;
    } catch {
      return false;
    }
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to stop. @returns its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Resolves with its exit code when it ends of its own accord. */
  async ended(): Promise<number | null> {
    const child = this.#child;
    if (child === null) throw new Error('it does not run');
    return new Promise((resolve) => child.once('exit', resolve));
  }

  /** Ends its PostgreSQL as a power cut would: the postmaster and with it, by their own watch, its backends. */
  killDatabase(): void {
    const pid = this.postmasterPid();
    if (pid !== null) process.kill(pid, 'SIGKILL');
  }

  /** `null` where there is no postmaster, or its file is not written yet: number 0 would be everybody in our own process group. */
  postmasterPid(): number | null {
    const path = join(this.dataDir, 'pg/postmaster.pid');
    const pid = existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : 0;
    return pid > 0 ? pid : null;
  }

  /** The postmaster and its children: to be stopped, they are a database that hangs. */
  processesOfDatabase(): number[] {
    const postmaster = this.postmasterPid();
    if (postmaster === null) throw new Error('no postmaster');
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return [postmaster, ...pids.map(Number).filter((pid) => parentOf(pid) === postmaster)];
  }

  async remove(): Promise<void> {
    await this.stop();
    const pid = this.postmasterPid();
    if (pid !== null) {
      try {
        process.kill(pid, 'SIGQUIT');
      } catch {
        this.output += 'the postmaster had ended\n';
      }
    }
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child?.exitCode ?? null);
    return new Promise((resolve) => {
      child.once('exit', (code) => resolve(code));
      child.kill(signal);
    });
  }
}
