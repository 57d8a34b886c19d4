/** Alarms while the database is away: walls go on having them, nothing is raised twice, and what happened is written when it is back. */
import net from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { saveRules } from '../../../db/alarm-rules.ts';
import { openDatabase } from '../../../db/open.ts';
import { Delivery } from '../../../server/alarms/delivery.ts';
import { Keeper } from '../../../server/alarms/keeper.ts';
import { MAX_UNWRITTEN, Pen } from '../../../server/alarms/pen.ts';
import { type Entry, entryOf } from '../../../server/alarms/records.ts';
import { Engine } from '../../../server/engine/engine.ts';
import { View } from '../../../server/engine/view.ts';
import { silentLogger } from '../../../server/log.ts';
import type { Alarm } from '../../../shared/alarms/machine.ts';
import { READY_RULES } from '../../../shared/alarms/ready-made.ts';
import type { Rule } from '../../../shared/alarms/rules.ts';
import type { SourceRow } from '../../../shared/board.ts';
import { SECOND_MS, toIso } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { createDatabase } from '../../support/postgres.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const NOW = Date.parse('2026-11-22T12:00:00+02:00');
const SOURCE: SourceRow = {
  name: 'pbx',
  kind: 'asterisk',
  state: 'up',
  since: toIso(NOW),
  lastEventAt: toIso(NOW),
  skewMs: null,
  gaps: 0,
  reason: null,
  anomalies: {},
};

/** A database behind a line that can be cut. */
async function behindALine() {
  const { url, drop } = await createDatabase();
  const target = new URL(url);
  const open = new Set<net.Socket>();
  const proxy = net.createServer((client) => {
    const server = net.connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => open.delete(socket));
    }
    client.pipe(server).pipe(client);
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  const listen = (port: number) => new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = proxy.address() as net.AddressInfo;
  const through = new URL(url);
  through.port = String(port);
  const [db, direct] = [openDatabase(through.href), openDatabase(url)];
  onTestFinished(async () => {
    await Promise.all([db.close(), direct.close()]);
    proxy.close();
    await drop();
  });
  return {
    db,
    sql: direct.sql,
    cut(): void {
      proxy.close();
      for (const socket of open) socket.destroy();
    },
    mend: () => listen(port),
  };
}

test('without a database alarms are raised and cleared, and written in full when it is back', { timeout: 60_000 }, async () => {
  const line = await behindALine();
  const clock = virtualClock(NOW);
  const engine = new Engine();
  const view = new View(engine, false);
  const about = { contactId: 'c1', segmentId: 'c1', queueId: 'sales' };
  engine.apply(fact('cc.contact.queued.v1', NOW, about, { source: 'pbx' }), 1);
  const options = { clock, log: silentLogger, db: line.db };
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const keeper = await Keeper.open(options);
  let changes = 0;
  keeper.start({ view: () => view, sources: () => [SOURCE], onChange: () => void changes++ }, ending.signal);
  await clock.advanceTo(NOW + 62 * SECOND_MS);
  await keeper.written();
  const ids = keeper.rows.map(({ id }) => id);
  expect(keeper.rows.map(({ rule, level }) => `${rule} ${level}`).sort()).toEqual(['long-wait warn', 'none-free warn']);
  // Raised in two looks: walls are told of each, and of nothing in between.
  expect(changes).toBe(2);
  line.cut();
  await clock.advanceTo(NOW + 182 * SECOND_MS);
  expect(keeper.rows.find(({ rule }) => rule === 'long-wait')).toMatchObject({ level: 'critical' });
  await expect(keeper.acknowledge(ids[0] ?? '', 'Dana', '')).rejects.toThrow();
  expect(keeper.rows.every(({ acknowledged }) => acknowledged === null)).toBe(true);
  engine.apply(fact('cc.contact.answered.v1', NOW + 183 * SECOND_MS, { ...about, agentId: 'a' }, { source: 'pbx' }), 2);
  await clock.advanceTo(NOW + 210 * SECOND_MS);
  expect(keeper.rows).toEqual([]);
  expect(keeper.gauges).toMatchObject({ alarms_open: 0, alarms_unwritten: 3 });
  await line.mend();
  await expect.poll(() => keeper.written().then(() => 'written', String), { timeout: 20_000 }).toBe('written');
  const history = await line.sql`select rule_id, string_agg(change, ', ' order by number) as changes, bool_and(told_at is not null) as told
    from alarm a join alarm_transition t on t.alarm_id = a.id group by a.id, rule_id order by rule_id`;
  expect([...history]).toEqual([
    { rule_id: 'long-wait', changes: 'raised, escalated, cleared', told: true },
    { rule_id: 'none-free', changes: 'raised, cleared', told: true },
  ]);
  expect((await Keeper.open(options)).rows).toEqual([]);
});

test('rules that were saved just before the database went hold as soon as it is back', { timeout: 60_000 }, async () => {
  const line = await behindALine();
  const clock = virtualClock(NOW);
  const engine = new Engine();
  const view = new View(engine, false);
  engine.apply(fact('cc.contact.queued.v1', NOW, { contactId: 'c1', segmentId: 'c1', queueId: 'sales' }, { source: 'pbx' }), 1);
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const keeper = await Keeper.open({ clock, log: silentLogger, db: line.db });
  keeper.start({ view: () => view, sources: () => [SOURCE], onChange: () => undefined }, ending.signal);
  await clock.advanceTo(NOW + 62 * SECOND_MS);
  expect(keeper.rows.length).toBeGreaterThan(0);
  await saveRules(line.sql, 1, { rules: [], quiet: null }, { at: NOW, by: 'Dana' });
  line.cut();
  await expect(keeper.readRules()).rejects.toThrow();
  await clock.advanceTo(NOW + 64 * SECOND_MS);
  await line.mend();
  const oneMoreSecond = async () => {
    await clock.advanceTo(clock.now() + SECOND_MS);
    return keeper.rows;
  };
  await expect.poll(oneMoreSecond, { timeout: 20_000 }).toEqual([]);
});

test('what is handed over is not handed over again because the database cannot note it', async () => {
  const { db, sql } = await behindALine();
  const pen = new Pen({ db, log: silentLogger, onWritten: () => undefined });
  pen.add([entry('a', 1), entry('a', 2)]);
  await pen.flush();
  const heard: string[] = [];
  const delivery = new Delivery({
    db,
    clock: virtualClock(NOW),
    log: silentLogger,
    channels: [({ alarmId, number }) => heard.push(`${alarmId} ${number}`)],
  });
  const again = async () => {
    delivery.soon();
    await delivery.ended();
  };
  // As a disk that is full: it is read, and not written.
  await sql`create function full_disk() returns trigger language plpgsql as $$ begin raise exception using errcode = '53100'; end $$`;
  await sql`create trigger full_disk before update on alarm_transition execute function full_disk()`;
  await again();
  await again();
  expect(heard).toEqual(['a 1', 'a 2']);
  pen.add([entry('a', 3)]);
  await pen.flush();
  await again();
  await sql`drop trigger full_disk on alarm_transition`;
  await again();
  expect(heard).toEqual(['a 1', 'a 2', 'a 3']);
  expect([...(await sql`select count(*)::int as untold from alarm_transition where told_at is null`)]).toEqual([{ untold: 0 }]);
});

const rule = READY_RULES.rules[0] as Rule;
const subject = { of: 'source', name: 'pbx' } as const;

function entry(id: string, number: number): Entry {
  const alarm: Alarm = { id, level: 'warn', raisedAt: NOW, levelAt: NOW, limit: null, value: null, noDataSince: null, acknowledged: null };
  return entryOf({ rule, subject }, { change: number === 1 ? 'raised' : 'eased', at: NOW, alarm, value: null, why: null }, number);
}

test('what cannot be written for too long is bounded: the oldest goes, and is counted', async () => {
  const { db } = await behindALine();
  const pen = new Pen({ db, log: silentLogger, onWritten: () => undefined });
  pen.add(Array.from({ length: MAX_UNWRITTEN + 5 }, (_, i) => entry('a', i + 1)));
  expect([pen.unwritten, pen.lost]).toEqual([MAX_UNWRITTEN, 5]);
});

test('written twice it is there once, and one row that the database refuses holds up no other', async () => {
  const { db, sql } = await behindALine();
  const pen = new Pen({ db, log: silentLogger, onWritten: () => undefined });
  const refused: Entry = { ...entry('b', 1), transition: { ...entry('b', 1).transition, change: null as unknown as string } };
  for (let twice = 0; twice < 2; twice++) {
    pen.add([entry('a', 1), refused, entry('a', 2)]);
    await pen.flush();
  }
  expect([pen.unwritten, pen.lost]).toEqual([0, 2]);
  expect([...(await sql`select alarm_id, number from alarm_transition order by number`)]).toEqual([
    { alarm_id: 'a', number: 1 },
    { alarm_id: 'a', number: 2 },
  ]);
});
