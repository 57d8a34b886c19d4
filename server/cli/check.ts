/** `moked check`: validates the configuration and reaches every source and the database, saying exactly what is wrong. */
import { randomBytes } from 'node:crypto';
import { realClock } from '../clock.ts';
import { createCustomerRef } from '../customer-ref.ts';
import { silentLogger } from '../log.ts';
import { tenantKey } from '../secrets.ts';
import { sourceKinds } from '../sources/registry.ts';
import { CommandError, openConfigured, parseSources, readConfig } from './open.ts';

const WITHIN_MS = 20_000;

export async function run(args: readonly string[]): Promise<number> {
  if (args.length > 0) throw new CommandError(2, 'usage: moked check');
  const config = readConfig();
  const sources = parseSources(config, sourceKinds);
  console.log('configuration: fine');
  let failed = 0;
  const tell = (name: string, ok: boolean, text: string) => {
    if (!ok) failed++;
    console.log(`${name}: ${ok ? '' : 'FAILED: '}${text}`);
  };
  try {
    const opened = await openConfigured(config, { name: 'moked check' });
    tell('database', true, opened.place);
    await opened.close();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    tell('database', false, error.message);
  }
  const customerRef = createCustomerRef(tenantKey(config.dataDir));
  const random = () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
  for (const source of sources) {
    const stop = new AbortController();
    const done = new AbortController();
    realClock.after(WITHIN_MS, () => stop.abort(), done.signal);
    const result = await source.check({ name: source.name, clock: realClock, log: silentLogger, signal: stop.signal, customerRef, random });
    done.abort();
    tell(`source ${source.name} (${source.kind})`, result.ok, result.ok ? result.value : result.error);
  }
  if (config.ingestTokens.length > 0) console.log(`HTTP ingest: open for ${config.ingestTokens.map(({ name }) => name).join(', ')}`);
  return failed === 0 ? 0 : 1;
}
