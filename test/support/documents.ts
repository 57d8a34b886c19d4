import { describeConfig } from './config-page.ts';
import { describeEvents } from './events-page.ts';
import { describeMetrics } from './metrics-page.ts';
import { describeProtocol } from './protocol-page.ts';

/** Documents made from the code: `npm run docs` writes them, a house test compares them. One line each. */
export const generated: Record<string, () => string> = {
  'CONFIG.md': describeConfig,
  'EVENTS.md': describeEvents,
  'METRICS.md': describeMetrics,
  'PROTOCOL.md': describeProtocol,
};
