/** `/healthz`, `/readyz`, `/metrics`: for the operator's machines. */
import type { Hono } from 'hono';
import { OWN_SOURCE } from '../../shared/ids.ts';
import { toIso } from '../../shared/time.ts';
import type { HttpDeps } from './deps.ts';
import { keptIn } from './keeping.ts';
import { type Recounting, recountingNow } from './recounting.ts';

type Asked = {
  database: { state: 'up' | 'down'; reason?: string };
  quarantine: Awaited<ReturnType<HttpDeps['quarantine']>>;
  /** null, too, while nobody can say. */
  recounting: Recounting | null;
  keeping: Awaited<ReturnType<typeof keptIn>> | null;
};

/** Adds the paths to the app. */
export function healthRoutes(app: Hono, deps: HttpDeps): void {
  const ask = oneAtATime(() => askDatabase(deps));
  app.get('/readyz', async (c) => {
    const { database, quarantine, recounting, keeping } = await Promise.race([ask(), silence(deps)]);
    const sources = deps.sources();
    const isWhole = sources.every((source) => source.state === 'up') && quarantine.length === 0;
    const status = database.state === 'down' ? 'down' : isWhole ? 'ready' : 'degraded';
    return c.json(
      { status, database, sources, quarantine, recounting, keeping, backup: backupOf(deps), anomalies: deps.ownAnomalies() },
      database.state === 'up' ? 200 : 503,
    );
  });

  app.get('/metrics', (c) => c.text(prometheus(deps), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }));
}

/** A backup that failed makes nobody wait: it is told, and is no reason for 503. */
function backupOf(deps: HttpDeps) {
  const backup = deps.backup();
  return backup === null ? null : { ...backup, lastAt: backup.lastAt === null ? null : toIso(Math.round(backup.lastAt)) };
}

/** Reads a table of ours and not just a constant, and where the last write failed tries another: a database that cannot do either is of no use. */
async function askDatabase(deps: HttpDeps): Promise<Asked> {
  try {
    const [quarantine, recounting, keeping] = await Promise.all([deps.quarantine(), recountingNow(deps), keptIn(deps)]);
    const problem = deps.appendProblem();
    // Whoever is told 503 sends nothing more: without a trial it would never be found well again.
    if (problem?.isPending === false) await deps.tryAppend();
    if (problem?.isPending === true) return { database: { state: 'down', reason: problem.reason }, quarantine, recounting, keeping };
    return { database: { state: 'up' }, quarantine, recounting, keeping };
  } catch (error) {
    return {
      database: { state: 'down', reason: error instanceof Error ? error.message : String(error) },
      quarantine: [],
      recounting: null,
      keeping: null,
    };
  }
}

/** Whoever asks while a question is open shares its answer: of a database that hangs for hours one question waits, not thousands. */
function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let open: Promise<T> | null = null;
  return () => {
    open ??= work().finally(() => {
      open = null;
    });
    return open;
  };
}

const ANSWER_WITHIN_MS = 2000;

function silence(deps: HttpDeps): Promise<Asked> {
  const reason = `no answer within ${ANSWER_WITHIN_MS / 1000} s`;
  return new Promise((resolve) => {
    deps.clock.after(
      ANSWER_WITHIN_MS,
      () => resolve({ database: { state: 'down', reason }, quarantine: [], recounting: null, keeping: null }),
      new AbortController().signal,
    );
  });
}

type Sample = { labels?: Record<string, string>; value: number };
type Family = { name: string; type?: 'counter'; help: string; samples: Sample[] };
type Queue = ReturnType<ReturnType<HttpDeps['view']>['rows']>['queues'][number];

function prometheus(deps: HttpDeps): string {
  deps.view().advance(deps.clock.now());
  const own = Object.entries(deps.gauges()).map(([name, value]): Family => {
    const family = { name, help: `${name.replaceAll('_', ' ')}.`, samples: [{ value }] };
    return name.endsWith('_total') ? { ...family, type: 'counter' } : family;
  });
  return [...floorFamilies(deps), ...sourceFamilies(deps), ...backupFamilies(deps), ...own].map(lines).join('');
}

function lines({ name, type = 'gauge' as 'gauge' | 'counter', help, samples }: Omit<Family, 'type'> & { type?: 'gauge' | 'counter' }): string {
  const rows = samples.map(({ labels, value }) => `moked_${name}${labelled(labels)} ${value}\n`);
  return `# HELP moked_${name} ${help}\n# TYPE moked_${name} ${type}\n${rows.join('')}`;
}

function floorFamilies(deps: HttpDeps): Family[] {
  const { queues, agents, floor } = deps.view().rows(false);
  const now = deps.clock.now();
  const states = new Map<string, number>();
  for (const agent of agents) states.set(agent.state, (states.get(agent.state) ?? 0) + 1);
  const perQueue = (name: string, help: string, value: (queue: Queue) => number | null): Family => ({
    name: `queue_${name}`,
    help,
    samples: queues
      .map((queue) => ({ labels: { queue: queue.id }, value: value(queue) }))
      .filter((sample): sample is typeof sample & { value: number } => sample.value !== null),
  });
  const age = (since: string | null) => (since === null ? 0 : Math.max(0, now - Date.parse(since)) / 1000);
  return [
    perQueue('waiting', 'Contacts waiting in the queue.', (queue) => queue.waiting),
    perQueue('longest_wait_seconds', 'Age of the contact that waits longest.', (queue) => age(queue.oldestWaitingSince)),
    perQueue('in_conversation', 'Contacts of the queue in conversation.', (queue) => queue.inConversation),
    perQueue(
      'service_level_day_ratio',
      'Service level of the business day by the formula of the queue.',
      (queue) => queue.windows.day.metrics['service_level'] ?? null,
    ),
    perQueue('offered_day', 'Contacts offered in the business day.', (queue) => queue.windows.day.metrics['offered'] ?? null),
    perQueue('abandoned_day', 'Contacts abandoned in the business day.', (queue) => queue.windows.day.metrics['abandoned'] ?? null),
    { name: 'floor_waiting', help: 'Contacts waiting in synchronous channels.', samples: [{ value: floor.waiting }] },
    { name: 'agents', help: 'Agents by state.', samples: [...states].map(([state, value]) => ({ labels: { state }, value })) },
  ];
}

function sourceFamilies(deps: HttpDeps): Family[] {
  const sources = deps.sources();
  const labels = (source: string) => ({ source });
  return [
    {
      name: 'source_up',
      help: '1 while the source tells what happens: it is connected, and a sender over HTTP is heard in its rhythm.',
      samples: sources.map(({ name, state }) => ({ labels: labels(name), value: state === 'up' ? 1 : 0 })),
    },
    {
      name: 'source_last_sign_timestamp_seconds',
      help: 'When the source was heard last; none where it never was.',
      samples: sources.flatMap(({ name, lastEventAt }) =>
        lastEventAt === null ? [] : [{ labels: labels(name), value: Date.parse(lastEventAt) / 1000 }],
      ),
    },
    {
      name: 'source_skew_seconds',
      help: 'Clock of the source minus ours.',
      samples: sources.flatMap(({ name, skewMs }) => (skewMs === null ? [] : [{ labels: labels(name), value: skewMs / 1000 }])),
    },
    {
      name: 'source_gaps',
      help: 'Gaps on record for the source.',
      samples: sources.map(({ name, gaps }) => ({ labels: labels(name), value: gaps })),
    },
    {
      name: 'anomalies_total',
      type: 'counter',
      help: 'Facts that did not fit.',
      samples: [
        ...sources.flatMap(({ name, anomalies }) => Object.entries(anomalies).map(([kind, value]) => ({ labels: { source: name, kind }, value }))),
        ...Object.entries(deps.ownAnomalies()).map(([kind, { count }]) => ({ labels: { source: OWN_SOURCE, kind }, value: count })),
      ],
    },
  ];
}

function backupFamilies(deps: HttpDeps): Family[] {
  const backup = deps.backup();
  if (backup === null) return [];
  return [
    {
      name: 'backup_last_success_timestamp_seconds',
      help: 'When the last nightly backup was finished and found whole; 0: never.',
      samples: [{ value: (backup.lastAt ?? 0) / 1000 }],
    },
    { name: 'backup_failed', help: '1 while the last try of the nightly backup failed.', samples: [{ value: backup.problem === null ? 0 : 1 }] },
  ];
}

function labelled(labels: Record<string, string> | undefined): string {
  if (labels === undefined) return '';
  const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')}}`;
}
