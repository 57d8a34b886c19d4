/** The rules of a new install: what is trouble on any floor, as far as its targets say. DECISIONS.md says why these. */
import { MINUTE_MS, SECOND_MS } from '../time.ts';
import type { AlarmRules, FigureRule } from './rules.ts';

const ALWAYS = { enabled: true, hours: null } as const;

/** On the line nobody waits this long without it being critical. */
const CRITICAL_ON_THE_LINE_MS = 5 * MINUTE_MS;

type OfQueues = Omit<FigureRule, 'kind' | 'enabled' | 'hours' | 'of'> & Pick<FigureRule['of'], 'metric' | 'window'>;

function ofQueues({ metric, window, ...rule }: OfQueues): FigureRule {
  return { kind: 'figure', ...ALWAYS, of: { metric, scope: { of: 'floor' }, window, each: true }, ...rule };
}

export const READY_RULES: AlarmRules = {
  quiet: null,
  rules: [
    ofQueues({
      id: 'statutory',
      name: { he: 'קרוב למגבלה בחוק', en: 'Close to the statutory limit' },
      metric: 'statutory_left_ms',
      window: null,
      side: 'below',
      meant: { as: 'value' },
      warn: null,
      critical: { at: MINUTE_MS, clear: 75 * SECOND_MS, forMs: 0, clearForMs: 3 * SECOND_MS },
      and: [],
      sound: { mode: 'times', times: 3 },
      soundFrom: 'critical',
    }),
    ofQueues({
      id: 'long-wait',
      name: { he: 'המתנה ארוכה', en: 'Long wait' },
      metric: 'longest_waiting_ms',
      window: null,
      side: 'above',
      meant: { as: 'targets', atMostOnTheLineMs: CRITICAL_ON_THE_LINE_MS },
      warn: { at: 3, clear: 2, forMs: SECOND_MS, clearForMs: 5 * SECOND_MS },
      critical: { at: 9, clear: 7, forMs: SECOND_MS, clearForMs: 5 * SECOND_MS },
      and: [],
      sound: { mode: 'once' },
      soundFrom: 'critical',
    }),
    ofQueues({
      id: 'none-free',
      name: { he: 'אין נציגים פנויים', en: 'Nobody free' },
      metric: 'longest_waiting_ms',
      window: null,
      side: 'above',
      meant: { as: 'targets', atMostOnTheLineMs: null },
      warn: { at: 1, clear: 0.5, forMs: 3 * SECOND_MS, clearForMs: 10 * SECOND_MS },
      critical: null,
      and: [{ metric: 'available', window: null, side: 'below', at: 0 }],
      sound: null,
      soundFrom: 'warn',
    }),
    ofQueues({
      id: 'service-level',
      name: { he: 'רמת השירות בחצי השעה האחרונה', en: 'Service level of the last half hour' },
      metric: 'service_level',
      window: 'rolling30',
      side: 'below',
      meant: { as: 'points' },
      warn: { at: 10, clear: 7, forMs: 10 * SECOND_MS, clearForMs: MINUTE_MS },
      critical: null,
      // Small numbers do not cry wolf.
      and: [{ metric: 'offered', window: 'rolling30', side: 'above', at: 20 }],
      sound: null,
      soundFrom: 'warn',
    }),
    {
      kind: 'source',
      id: 'source',
      name: null,
      ...ALWAYS,
      names: null,
      states: ['down', 'catching-up', 'limited'],
      level: 'warn',
      // A server that starts has not reached its sources yet.
      forMs: 10 * SECOND_MS,
      clearForMs: 3 * SECOND_MS,
      sound: { mode: 'once' },
      soundFrom: 'warn',
    },
  ],
};
