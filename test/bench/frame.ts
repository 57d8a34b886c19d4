/** From the sending of an event to the frame at a wall, on an idle floor, against a bare commit and an echo by `ws`. */
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Database } from '../../db/open.ts';
import { PROTOCOL } from '../../shared/protocol/version.ts';
import { cloudEvent, type RunningApp, startApp, TOKEN } from '../support/app.ts';
import { type Bench, median } from './figure.ts';

const SAMPLES = 25;
/** A floor is idle when the windows that follow a change have gone out as well. */
const IDLE_MS = 1600;
const FRAME = 'x'.repeat(1536);

function next(socket: WebSocket, isIt: (data: RawData) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const take = (data: RawData) => {
      if (!isIt(data)) return;
      socket.off('message', take);
      resolve();
    };
    socket.on('message', take);
  });
}

async function openWall(app: RunningApp): Promise<WebSocket> {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/live`, [PROTOCOL], { perMessageDeflate: false });
  const served = next(socket, (data) => String(data).includes('"type":"snapshot"'));
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL })));
  await served;
  return socket;
}

/** A sender that keeps its connection: bytes written as they are, so that the client's own work is not measured. */
async function openSender(port: number) {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await new Promise((resolve) => socket.once('connect', resolve));
  return {
    async post(events: readonly object[]): Promise<void> {
      const body = JSON.stringify(events);
      const head = [
        'POST /api/v1/events HTTP/1.1',
        `Host: 127.0.0.1:${port}`,
        `Authorization: Bearer ${TOKEN}`,
        'Content-Type: application/cloudevents-batch+json',
        `Content-Length: ${Buffer.byteLength(body)}`,
      ];
      const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
      socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
      const text = await answer;
      if (!text.startsWith('HTTP/1.1 200')) throw new Error(text.slice(0, 300));
    },
    close: () => socket.destroy(),
  };
}

/** A server that commits one row and echoes. */
async function openEcho(db: Database): Promise<{ socket: WebSocket; close: () => void }> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  let id = 0;
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const rows = db.sql`insert into event_log (source, event_id, type, at, source_time, received_at, sequence, body)
        values ('bare', ${`bare-${++id}`}, 'cc.agent.membership.v1', now(), now(), now(), '', '{}')`;
      rows.then(
        () => socket.send(data, { binary: false }),
        (error: unknown) => socket.close(1011, String(error).slice(0, 100)),
      );
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once('open', resolve));
  return {
    socket,
    close: () => {
      socket.terminate();
      http.close();
    },
  };
}

export const frame: Bench = {
  name: 'frame',
  async run(database) {
    const { db, close } = await database();
    const app = await startApp({ db });
    const wall = await openWall(app);
    const echo = await openEcho(db);
    const { post, close: closeSender } = await openSender(app.port);
    const ours: number[] = [];
    const accepted: number[] = [];
    const reference: number[] = [];
    for (let n = -3; n < SAMPLES; n++) {
      await pause(IDLE_MS);
      const membership = { agentId: 'one', queueId: 'idle', joined: true, paused: n % 2 === 0 };
      const seen = next(wall, (data) => String(data).includes('"agents"'));
      let start = performance.now();
      const answered = post([cloudEvent('agent.membership', Date.now(), membership)]);
      const acknowledged = answered.then(() => performance.now() - start);
      await seen;
      const shown = performance.now() - start;
      const answeredMs = await acknowledged;
      const echoed = next(echo.socket, () => true);
      start = performance.now();
      echo.socket.send(FRAME);
      await echoed;
      if (n < 0) continue;
      ours.push(shown);
      accepted.push(answeredMs);
      reference.push(performance.now() - start);
    }
    wall.terminate();
    echo.close();
    closeSender();
    await app.stop();
    await close();
    return [
      {
        what: 'event to frame, idle floor',
        ours: `${median(ours).toFixed(2)} ms (accepted after ${median(accepted).toFixed(2)} ms)`,
        reference: `commit and echo ${median(reference).toFixed(2)} ms`,
        value: median(ours) / median(reference),
        bar: { atMost: 5 },
        unit: '×',
      },
    ];
  },
};
