import { createServer, type Socket } from 'node:net';
import { type PbxOptions, TestPbx } from './pbx.ts';

/** A test PBX at a free port of loopback, over real TCP; `close` hangs up and stops listening. */
export async function startTcpPbx(options: Partial<PbxOptions> = {}): Promise<{ pbx: TestPbx; port: number; close(): Promise<void> }> {
  const pbx = new TestPbx({ now: Date.now, ...options });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    pbx.serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the PBX has no port');
  return {
    pbx,
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}
