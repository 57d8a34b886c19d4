/** One delta of 1.5 KB to a thousand walls, against a bare broadcast by `ws` of the same bytes. */
import { type ChildProcess, fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Wire } from '../../server/live/hub.ts';
import { startApp } from '../support/app.ts';
import { alternate, type Bench, median } from './figure.ts';

const WALLS = 1000;
const BYTES = 1536;
const DELTAS = 250;
const BETWEEN_MS = 10;

const bytes = Buffer.from(
  JSON.stringify({ type: 'delta', epoch: 'bench', from: 1, to: 2, put: {}, del: {}, fill: '' }).replace('""', `"${'x'.repeat(1440)}"`),
);

/** A thousand clients in a process of their own. Resolves when each has had its first words. */
async function walls(url: string, hello: boolean): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('walls-process.ts', import.meta.url)), [url, String(WALLS), hello ? 'hello' : 'quiet']);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the walls ended: ${code}`)));
  });
  return child;
}

type Sent = { ms: number; cpuUs: number };

/** Sends the delta once and waits until it has left all buffers. */
async function broadcast(send: () => void, isDrained: () => boolean): Promise<Sent> {
  const before = process.cpuUsage();
  const start = performance.now();
  send();
  while (!isDrained()) await new Promise((resolve) => setImmediate(resolve));
  const ms = performance.now() - start;
  const used = process.cpuUsage(before);
  // The clients read on a core of their own; they must be done before the other side has its turn.
  await pause(BETWEEN_MS);
  return { ms, cpuUs: (used.user + used.system) / WALLS };
}

async function bareServer() {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  const sockets = new Set<WebSocket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    sockets,
    close: () => {
      for (const socket of sockets) socket.terminate();
      http.close();
    },
  };
}

export const fanout: Bench = {
  name: 'fanout',
  async run(database) {
    const { db, close } = await database();
    const app = await startApp({ db });
    const { hub } = app.core.publisher;
    const wires: Wire[] = [];
    const join = hub.join.bind(hub);
    hub.join = (wire) => {
      wires.push(wire);
      return join(wire);
    };
    const bare = await bareServer();
    const children = [await walls(`${app.url.replace('http', 'ws')}/live`, true), await walls(bare.url, false)];
    if (hub.size !== WALLS || bare.sockets.size !== WALLS) throw new Error(`${hub.size} walls and ${bare.sockets.size} bare sockets, not ${WALLS}`);
    const cpu: [number[], number[]] = [[], []];
    const note = async (side: 0 | 1, sent: Promise<Sent>) => {
      const { ms, cpuUs } = await sent;
      cpu[side].push(cpuUs);
      return ms;
    };
    const areDrained = () => wires.every((wire) => wire.buffered === 0);
    const areBareDrained = () => bareSockets.every((socket) => socket.bufferedAmount === 0);
    const bareSockets = [...bare.sockets];
    const sendBare = () => {
      for (const socket of bare.sockets) socket.send(bytes, { binary: false });
    };
    const sendOurs = () => hub.broadcast({ from: 1, to: 2, bytes }, Date.now());
    const [ours, reference] = await alternate(
      DELTAS,
      () => note(0, broadcast(sendOurs, areDrained)),
      () => note(1, broadcast(sendBare, areBareDrained)),
    );
    for (const child of children) child.disconnect();
    bare.close();
    await app.stop();
    await close();
    const ms = (values: readonly number[]) => `${median(values).toFixed(1)} ms`;
    return [
      {
        what: `${BYTES} B to ${WALLS.toLocaleString('en')} walls`,
        ours: `${ms(ours)}, CPU ${median(cpu[0]).toFixed(1)} µs a frame`,
        reference: `bare ws ${ms(reference)}, ${median(cpu[1]).toFixed(1)} µs`,
        value: median(reference) / median(ours),
        bar: { atLeast: 0.9 },
        unit: '×',
      },
    ];
  },
};
