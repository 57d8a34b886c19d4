/** What other machines of the operator read: the rules, the dashboard and the unit name only what is there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, v } from '../../../shared/schema.ts';
import { answeredCall, NOON_IS_NOW, type RunningApp, startApp, until } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';
import { read } from '../../support/sources.ts';

const db = useDatabase();
let app: RunningApp;
let known: Set<string>;

beforeAll(async () => {
  app = await startApp({ db: db.database, env: NOON_IS_NOW });
  await app.post(answeredCall('o1', 'sales', 'dana', Date.now() - 60_000, 5000, 20_000));
  await until(async () => (await metrics()).has('moked_queue_waiting'), 'the queue on the metrics page');
  known = new Set([...(await metrics()), ...LATER]);
});
afterAll(() => app.stop());

async function metrics(): Promise<Set<string>> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name as string));
}

/** On the page from the first backup on: tests of backups look at it. */
const LATER = ['moked_backup_last_success_timestamp_seconds'];

const named = (text: string) => [...new Set([...text.matchAll(/\bmoked_[a-z_]+/g)].map(([name]) => name))].sort();

test('every figure that the rules of Prometheus look at is on the metrics page', () => {
  const asked = named(read('server/ops/prometheus.yaml'));
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((name) => !known.has(name))).toEqual([]);
});

test('the text format is what Prometheus reads: each line a comment or a figure', async () => {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) moked_\w+ .+|moked_\w+(\{.*\})? -?[\d.e+-]+)$/);
});

const dashboardSchema = v.object({
  panels: v.array(
    v.object({
      title: v.string(),
      targets: v.optional(v.array(v.object({ expr: v.optional(v.string()), rawSql: v.optional(v.string()) }))),
    }),
  ),
});

test('every panel of the dashboard shows something that is there', async () => {
  const dashboard = parse(dashboardSchema, JSON.parse(read('server/ops/grafana.json')));
  if (!dashboard.ok) throw new Error(dashboard.error);
  const targets = dashboard.value.panels.flatMap(({ title, targets: asked }) => (asked ?? []).map((target) => ({ title, ...target })));
  const expressions = targets.flatMap(({ expr }) => (expr === undefined ? [] : [expr]));
  const queries = targets.flatMap(({ title, rawSql }) => (rawSql === undefined ? [] : [{ title, rawSql }]));
  expect(expressions.length).toBeGreaterThan(10);
  expect(expressions.flatMap(named).filter((name) => !known.has(name))).toEqual([]);
  await app.get('/api/v1/reviews?from=2020-01-01T00:00:00Z&to=2020-01-01T01:00:00Z');
  for (const { title, rawSql } of queries) {
    const rows = await db.database.sql.unsafe(rawSql.replaceAll(/\$__timeFilter\((\w+)\)/g, "$1 between now() - interval '2 days' and now()"));
    expect(rows.length, title).toBeGreaterThan(0);
  }
  expect(queries.length).toBeGreaterThan(2);
});

test('what the page of operation lets Grafana read is there', async () => {
  const grant = /grant select on ([\s\S]+?) to grafana;/.exec(read('OPERATIONS.md'))?.[1] ?? '';
  const tables = grant.split(',').map((name) => name.trim());
  expect(tables.length).toBeGreaterThan(5);
  const rows = await db.database.sql<{ name: string }[]>`select table_name as name from information_schema.tables where table_schema = 'public'`;
  const there = rows.map(({ name }) => name);
  expect(tables.filter((name) => !there.includes(name))).toEqual([]);
});
