/** What jobs take from the configuration, whoever runs them. */
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createCustomerRef } from '../customer-ref.ts';
import { readSaved } from '../saved-sources.ts';
import { tenantKey } from '../secrets.ts';
import { readOptions } from '../sources/asterisk/options.ts';
import type { JobContext } from './jobs.ts';

/** What jobs need beside the core. */
export function jobSettings(config: Config, clock: Clock): Omit<JobContext, 'core' | 'db'> {
  const ref = createCustomerRef(tenantKey(config.dataDir));
  // Those that were added since the start count too.
  const sources = () => {
    const saved = readSaved(config.dataDir);
    return [...config.sources, ...((saved.ok ? saved.value : null) ?? [])];
  };
  return {
    now: () => clock.now(),
    customerRef: (raw) => ref('phone', raw),
    isConfigured: (source) => sources().some(({ name }) => name === source),
    importSettings(source) {
      const configured = sources().find(({ name, kind }) => name === source && kind.startsWith('asterisk'));
      const options = configured === undefined ? undefined : readOptions(configured.url);
      if (options?.ok === true) return { wrapupMs: options.value.wrapupMs, acwReasons: options.value.acwReasons };
      return { wrapupMs: new Map(), acwReasons: new Set() };
    },
  };
}
