import { createServer } from 'node:net';

/** Below the ports that systems give to whoever asks for any, or connects: between the look and the use nobody gets one of them by chance. */
const PORTS = { from: 10_000, count: 20_000 };
/** A row of ports of this process's own: test files run side by side, each in a process. */
const ROW = 20;
let asked = 0;

/** A port at which nobody listens, and which nobody is given but who asks here. Each call gives another one. */
export function freePort(): Promise<number> {
  const port = PORTS.from + ((process.pid * ROW + asked++) % PORTS.count);
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => (asked > PORTS.count ? reject(new Error('no port is free')) : resolve(freePort())));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}
