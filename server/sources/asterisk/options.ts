/** `asterisk://user:secret@host:5038?name=…` of MOKED_SOURCES, read and checked. */
import { basename } from 'node:path';
import type { Result } from '../../../shared/result.ts';
import { SECOND_MS } from '../../../shared/time.ts';

export type AsteriskOptions = {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Path of the certificate (or of its authority) that is trusted beside none other; null: those that the system trusts. */
  readonly ca: string | null;
  /** Any certificate will do: whoever stands between can listen. */
  readonly insecure: boolean;
  readonly username: string;
  readonly secret: string;
  /** Path of queue_log, null without one. */
  readonly queueLog: string | null;
  readonly wrapupMs: ReadonlyMap<string, number>;
  readonly acwReasons: ReadonlySet<string>;
};

const PORT = 5038;
const TLS_PORT = 5039;
const PARAMETERS = ['name', 'queueLog', 'wrapup', 'acwReasons', 'ca', 'insecure'];
const NAME = /^[\p{L}\p{N}_.-]{1,60}$/u;
const WRAPUP_MAX_SECONDS = 3600;

/** Says everything that is wrong at once, and never the secret. */
export function readOptions(url: URL): Result<AsteriskOptions, string> {
  const problems: string[] = [];
  const tls = url.protocol === 'asterisks:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '') problems.push('host is missing, such as asterisk://user:secret@10.0.0.5:5038');
  const username = decode(url.username);
  const secret = decode(url.password);
  if (username === null || secret === null) problems.push('user or secret holds a % that is not an escape: write % as %25');
  else {
    if (username === '') problems.push('user is missing: the name of the section in manager.conf');
    if (secret === '') problems.push('secret is missing: secret= of the user in manager.conf');
    if (/[\r\n]/.test(username + secret)) problems.push('user or secret holds a line break');
  }
  if (url.pathname !== '' && url.pathname !== '/') problems.push(`path ${url.pathname} is not used (a / in a secret is written %2F)`);
  problems.push(...parameterProblems(url));
  const name = url.searchParams.get('name') ?? (host === '' ? 'asterisk' : host);
  if (!NAME.test(name)) problems.push(`name "${name}" may hold letters, digits, dot, dash and underscore, at most 60`);
  const wrapupMs = readWrapup(url.searchParams.get('wrapup') ?? '', problems);
  if (problems.length > 0) return { ok: false, error: problems.join('; ') };
  const port = url.port === '' ? (tls ? TLS_PORT : PORT) : Number(url.port);
  const acwReasons = new Set(listOf(url.searchParams.get('acwReasons') ?? ''));
  const [queueLog, ca] = [url.searchParams.get('queueLog'), url.searchParams.get('ca')];
  const insecure = url.searchParams.has('insecure');
  return {
    ok: true,
    value: { name, host, port, tls, ca, insecure, username: username ?? '', secret: secret ?? '', queueLog, wrapupMs, acwReasons },
  };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function parameterProblems(url: URL): string[] {
  const problems: string[] = [];
  const names = [...url.searchParams.keys()];
  for (const unknown of names.filter((name) => !PARAMETERS.includes(name))) {
    problems.push(`parameter ${unknown} is not known: allowed are ${PARAMETERS.join(', ')}`);
  }
  for (const twice of PARAMETERS.filter((name) => names.filter((other) => other === name).length > 1)) {
    problems.push(`parameter ${twice} is given twice`);
  }
  const queueLog = url.searchParams.get('queueLog');
  if (queueLog !== null && !isFullPath(queueLog)) problems.push(`queueLog "${queueLog}" must be a full path, such as /var/log/asterisk/queue_log`);
  return [...problems, ...tlsProblems(url)];
}

function isFullPath(path: string): boolean {
  return path.startsWith('/') && basename(path) !== '';
}

function tlsProblems(url: URL): string[] {
  const [ca, insecure] = [url.searchParams.get('ca'), url.searchParams.get('insecure')];
  const problems: string[] = [];
  if (url.protocol !== 'asterisks:' && (ca !== null || insecure !== null)) problems.push('ca and insecure belong to TLS: asterisks://');
  if (ca !== null && !isFullPath(ca)) problems.push(`ca "${ca}" must be the full path of a PEM file, such as /etc/asterisk/keys/ca.crt`);
  if (insecure !== null && insecure !== 'yes') problems.push(`insecure "${insecure}" is not allowed; allowed: yes`);
  if (ca !== null && insecure !== null) problems.push('ca and insecure exclude each other');
  return problems;
}

function listOf(text: string): string[] {
  return text.split(',').filter((item) => item !== '');
}

/** `sales:10,support:15`: the seconds stand after the last colon, since a queue's name may hold one. */
function readWrapup(text: string, problems: string[]): Map<string, number> {
  const wrapupMs = new Map<string, number>();
  for (const item of listOf(text)) {
    const colon = item.lastIndexOf(':');
    const seconds = Number(item.slice(colon + 1));
    const isValid = colon > 0 && /^\d+(\.\d+)?$/.test(item.slice(colon + 1)) && seconds <= WRAPUP_MAX_SECONDS;
    if (isValid) wrapupMs.set(item.slice(0, colon), Math.round(seconds * SECOND_MS));
    else problems.push(`wrapup "${item}" must be queue:seconds, such as sales:10, at most ${WRAPUP_MAX_SECONDS} s`);
  }
  return wrapupMs;
}
