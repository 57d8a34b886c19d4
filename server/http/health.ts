/** `/healthz`, `/readyz`, `/metrics`: for the operator's machines. */
import type { Hono } from 'hono';
import type { HttpDeps } from './deps.ts';

/** Adds the paths to the app. */
export function healthRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/readyz', async (c) => {
    const database = await deps.db.sql`select 1`.then(
      () => ({ state: 'up' }),
      (error: unknown) => ({ state: 'down', reason: error instanceof Error ? error.message : String(error) }),
    );
    const sources = deps.sources();
    const quarantine = database.state === 'up' ? await deps.quarantine() : [];
    const isWhole = sources.every((source) => source.state === 'up') && quarantine.length === 0;
    const status = database.state === 'down' ? 'down' : isWhole ? 'ready' : 'degraded';
    return c.json({ status, database, sources, quarantine }, database.state === 'up' ? 200 : 503);
  });

  app.get('/metrics', (c) => c.text(prometheus(deps), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }));
}

type Sample = { labels?: Record<string, string>; value: number };

function prometheus(deps: HttpDeps): string {
  const view = deps.view();
  const now = deps.clock.now();
  view.advance(now);
  const { queues, agents, floor } = view.rows(false);
  const sources = deps.sources();
  const states = new Map<string, number>();
  for (const agent of agents) states.set(agent.state, (states.get(agent.state) ?? 0) + 1);
  const family = (name: string, type: 'gauge' | 'counter', help: string, samples: Sample[]) =>
    [
      `# HELP moked_${name} ${help}`,
      `# TYPE moked_${name} ${type}`,
      ...samples.map(({ labels, value }) => `moked_${name}${labelled(labels)} ${value}`),
    ].join('\n');
  const perQueue = (value: (queue: (typeof queues)[number]) => number | null) =>
    queues.flatMap((queue) => {
      const number = value(queue);
      return number === null ? [] : [{ labels: { queue: queue.id }, value: number }];
    });
  return `${[
    family(
      'queue_waiting',
      'gauge',
      'Contacts waiting in the queue.',
      perQueue((queue) => queue.waiting),
    ),
    family(
      'queue_longest_wait_seconds',
      'gauge',
      'Age of the contact that waits longest.',
      perQueue((queue) => (queue.oldestWaitingSince === null ? 0 : Math.max(0, now - Date.parse(queue.oldestWaitingSince)) / 1000)),
    ),
    family(
      'queue_in_conversation',
      'gauge',
      'Contacts of the queue in conversation.',
      perQueue((queue) => queue.inConversation),
    ),
    family(
      'queue_service_level_day_ratio',
      'gauge',
      'Service level of the business day by the queue’s formula.',
      perQueue((queue) => queue.windows.day.metrics['service_level'] ?? null),
    ),
    family(
      'queue_offered_day',
      'gauge',
      'Contacts offered in the business day.',
      perQueue((queue) => queue.windows.day.metrics['offered'] ?? null),
    ),
    family(
      'queue_abandoned_day',
      'gauge',
      'Contacts abandoned in the business day.',
      perQueue((queue) => queue.windows.day.metrics['abandoned'] ?? null),
    ),
    family('floor_waiting', 'gauge', 'Contacts waiting in synchronous channels.', [{ value: floor.waiting }]),
    family(
      'agents',
      'gauge',
      'Agents by state.',
      [...states].map(([state, value]) => ({ labels: { state }, value })),
    ),
    family(
      'source_up',
      'gauge',
      '1 while the source is connected.',
      sources.map((source) => ({ labels: { source: source.name }, value: source.state === 'up' ? 1 : 0 })),
    ),
    family(
      'source_skew_seconds',
      'gauge',
      'Clock of the source minus ours.',
      sources.flatMap((source) => (source.skewMs === null ? [] : [{ labels: { source: source.name }, value: source.skewMs / 1000 }])),
    ),
    family(
      'source_gaps',
      'gauge',
      'Gaps on record for the source.',
      sources.map((source) => ({ labels: { source: source.name }, value: source.gaps })),
    ),
    family(
      'anomalies_total',
      'counter',
      'Facts that did not fit.',
      sources.flatMap((source) => Object.entries(source.anomalies).map(([kind, value]) => ({ labels: { source: source.name, kind }, value }))),
    ),
    ...Object.entries(deps.gauges()).map(([name, value]) =>
      family(name, name.endsWith('_total') ? 'counter' : 'gauge', name.replaceAll('_', ' '), [{ value }]),
    ),
  ].join('\n')}\n`;
}

function labelled(labels: Record<string, string> | undefined): string {
  if (labels === undefined) return '';
  const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')}}`;
}
