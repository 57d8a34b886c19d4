/** Many walls on one board while facts stream in, beside a bare broadcast by `ws` of frames of the same size to as many sockets. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { startApp } from '../support/app.ts';
import type { BenchDatabase } from './database.ts';
import { type Bench, count, type Figure, median } from './figure.ts';
import { Child, openWalls } from './load-children.ts';
import { BOARD, type Sent } from './load-sender.ts';
import type { Opened, Report } from './load-walls.ts';

const TICK_MS = 250;
/** Until then the floor fills: snapshots, first sight of queues and agents. */
const WARM_MS = 4000;
const BARE_FRAMES = 40;

/** Milliseconds from the sending of a frame until the last of so many sockets has it. */
async function bareBroadcast(walls: number, bytes: number): Promise<number[]> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  const sockets: WebSocket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const child = await openWalls(`ws://127.0.0.1:${(http.address() as AddressInfo).port}/`, '', walls);
  const sentAt: number[] = [];
  for (let n = 0; n < BARE_FRAMES; n++) {
    const frame = Buffer.from(`{"reason":"m${n}"}`.padEnd(bytes));
    sentAt.push(performance.timeOrigin + performance.now());
    for (const socket of sockets) socket.send(frame, { binary: false });
    await pause(TICK_MS / 2);
  }
  await pause(TICK_MS);
  const { arrivals } = await child.ask<Report>({ report: true });
  child.end();
  for (const socket of sockets) socket.terminate();
  http.close();
  if (arrivals.some((arrival) => arrival.walls !== walls)) throw new Error('a bare socket missed a frame');
  return arrivals.map(({ marker, last }) => last - (sentAt[marker] as number));
}

/** For each marker, milliseconds from its acknowledgement until the last wall had it; a marker that some wall never got as such is told. */
function lagsOf({ markers }: Sent, { arrivals }: Report, walls: number): { lags: number[]; missed: number } {
  const byMarker = new Map(arrivals.map((arrival) => [arrival.marker, arrival]));
  const settled = markers.filter(({ marker }) => marker * 500 >= WARM_MS);
  const lags = settled.flatMap(({ marker, acknowledged }) => {
    const arrival = byMarker.get(marker);
    return arrival === undefined || arrival.walls < walls ? [] : [Math.max(0, arrival.last - acknowledged)];
  });
  return { lags, missed: settled.length - lags.length };
}

type Loaded = { lags: number[]; missed: number; report: Report; cores: number; perWallKb: number; rate: number };

async function load({ db, close }: BenchDatabase, walls: number, rate: number, seconds: number): Promise<Loaded> {
  const app = await startApp({ db });
  const sender = new Child('load-sender.ts');
  const rss = process.memoryUsage().rss;
  const child = await openWalls(`${app.url.replace('http', 'ws')}/live`, BOARD, walls);
  const perWallKb = (process.memoryUsage().rss - rss) / 1024 / walls;
  const sending = sender.ask<Sent>({ url: app.url, rate, seconds });
  await pause(WARM_MS);
  const before = process.cpuUsage();
  const from = performance.now();
  const sent = await sending;
  const { user, system } = process.cpuUsage(before);
  const cores = (user + system) / 1000 / (performance.now() - from);
  await pause(1000);
  const report = await child.ask<Report>({ report: true });
  child.end();
  sender.end();
  await app.stop();
  await close();
  if (report.closed > 0) throw new Error(`${report.closed} walls were closed`);
  return { ...lagsOf(sent, report, walls), report, cores, perWallKb, rate: sent.posted / sent.seconds };
}

const ms = (value: number) => `${Math.round(value)} ms`;
/** A marker that is not in a frame of its own was overtaken by the next one within a tick. */
const missedNote = (missed: number) => (missed === 0 ? '' : `; ${missed} markers were overtaken within their tick`);

export const load500: Bench = {
  name: 'load',
  async run(database): Promise<Figure[]> {
    const walls = 500;
    const { lags, missed, report, cores, rate } = await load(await database(), walls, 1000, 24);
    const bare = median(await bareBroadcast(walls, report.largest));
    return [
      {
        what: `${walls} walls on 12 queues and 40 agents, ${count(rate)} facts/s: committed to the slowest wall`,
        ours: `${ms(median(lags))}, at most ${ms(Math.max(...lags))}`,
        reference: `a tick and bare ws ${ms(TICK_MS + bare)}`,
        value: median(lags) / (TICK_MS + bare),
        bar: { atMost: 1 },
        unit: '×',
        note: `median of ${lags.length} markers${missedNote(missed)}`,
      },
      {
        what: 'the largest delta of it',
        ours: `${(report.largest / 1024).toFixed(1)} KB`,
        reference: '',
        value: report.largest / 1024,
        bar: { atMost: 40 },
        unit: 'KB',
      },
      { what: 'the server meanwhile', ours: `${cores.toFixed(2)} cores`, reference: '', value: cores, bar: { atMost: 1 }, unit: 'cores' },
    ];
  },
};

export const crowd: Bench = {
  name: 'crowd',
  async run(database): Promise<Figure[]> {
    const walls = 5000;
    const { lags, missed, report, perWallKb, rate, cores } = await load(await database(), walls, 50, 24);
    const bare = median(await bareBroadcast(walls, report.largest));
    return [
      {
        what: `${count(walls)} walls, ${count(rate)} facts/s: committed to the slowest wall, the worst`,
        ours: `${ms(Math.max(...lags))} (median ${ms(median(lags))})`,
        reference: `bare ws ${ms(bare)}`,
        value: Math.max(...lags),
        bar: { atMost: 2000 },
        unit: 'ms',
        note: `${perWallKb.toFixed(0)} KB of the server's memory a wall; ${cores.toFixed(2)} cores${missedNote(missed)}`,
      },
    ];
  },
};

export const storm: Bench = {
  name: 'storm',
  async run(database): Promise<Figure[]> {
    const [walls, others] = [2000, 100];
    const { db, close } = await database();
    const app = await startApp({ db });
    const url = `${app.url.replace('http', 'ws')}/live`;
    const sender = new Child('load-sender.ts');
    const live = await openWalls(url, BOARD, others);
    const coming = new Child('load-walls.ts', [url, BOARD]);
    const sending = sender.ask<Sent>({ url: app.url, rate: 50, seconds: 24 });
    await pause(WARM_MS + 6000);
    const stormAt = performance.timeOrigin + performance.now();
    const { ms: served } = await coming.ask<Opened>({ open: walls });
    const sent = await sending;
    await pause(1000);
    const report = await live.ask<Report>({ report: true });
    for (const child of [sender, live, coming]) child.end();
    await app.stop();
    await close();
    const between = (from: number, to: number) =>
      lagsOf({ ...sent, markers: sent.markers.filter(({ acknowledged }) => acknowledged >= from && acknowledged < to) }, report, others).lags;
    const before = between(0, stormAt - TICK_MS);
    const during = between(stormAt - TICK_MS, stormAt + Math.max(served, 2 * TICK_MS));
    return [
      {
        what: `${count(walls)} walls at once: all live after`,
        ours: ms(served),
        reference: '',
        value: served,
        bar: { atMost: 10_000 },
        unit: 'ms',
      },
      {
        what: `${others} others meanwhile: committed to the slowest wall`,
        ours: `at most ${ms(Math.max(...during))}`,
        reference: `before it at most ${ms(Math.max(...before))}`,
        value: Math.max(...during),
        bar: { atMost: 1000 },
        unit: 'ms',
        note: `${during.length} markers during the storm, ${before.length} before`,
      },
    ];
  },
};
