/**
 * Many walls in a process of its own, each on one board, each reading all it gets. Told `open`, it opens so many at once and says how long it took
 * until each was served; told `report`, when each marker was at the first and at the last of them, and how large frames were.
 */
import { WebSocket } from 'ws';
import { PROTOCOL } from '../../shared/protocol/version.ts';

export type Asked = { open: number } | { report: true };
export type Arrival = { marker: number; first: number; last: number; walls: number };
export type Opened = { opened: number; ms: number };
export type Report = { arrivals: Arrival[]; largest: number; bytes: number; frames: number; closed: number };

const [url = '', board = ''] = process.argv.slice(2);
const MARKER = Buffer.from('"reason":"m');
const arrivals = new Map<number, Arrival>();
let largest = 0;
let bytes = 0;
let frames = 0;
let closed = 0;

const now = () => performance.timeOrigin + performance.now();

function take(data: Buffer): void {
  frames++;
  bytes += data.byteLength;
  const place = data.indexOf(MARKER);
  // A snapshot may hold a marker that went out long ago.
  if (place === -1 || data.includes('"snapshot"')) return;
  if (data.byteLength > largest) largest = data.byteLength;
  const marker = Number.parseInt(data.toString('latin1', place + MARKER.byteLength, place + MARKER.byteLength + 8), 10);
  const at = now();
  const arrival = arrivals.get(marker);
  if (arrival === undefined) arrivals.set(marker, { marker, first: at, last: at, walls: 1 });
  else {
    arrival.last = at;
    arrival.walls++;
  }
}

/** Without a board it is a socket that only reads. */
function open(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, board === '' ? [] : [PROTOCOL], { perMessageDeflate: false });
    let isServed = board === '';
    socket.on('error', reject);
    socket.on('close', () => closed++);
    socket.on('open', () => {
      if (isServed) resolve();
      else socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL, board }));
    });
    socket.on('message', (data: Buffer) => {
      take(data);
      if (isServed || !data.includes('"snapshot"')) return;
      isServed = true;
      resolve();
    });
  });
}

process.on('message', (asked: Asked) => {
  if ('report' in asked) {
    const report: Report = { arrivals: [...arrivals.values()], largest, bytes, frames, closed };
    process.send?.(report);
    return;
  }
  const start = now();
  Promise.all(Array.from({ length: asked.open }, open)).then(
    () => process.send?.({ opened: asked.open, ms: now() - start } satisfies Opened),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
