/** Many sockets that read and say nothing, as walls do. Tells its parent once each of them is served. */
import { WebSocket } from 'ws';
import { PROTOCOL } from '../../shared/protocol/version.ts';

const [url = '', count = '1', manner = 'quiet'] = process.argv.slice(2);

/** A wall is served when its snapshot has come; a quiet socket when it is open. */
function open(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, manner === 'hello' ? [PROTOCOL] : [], { perMessageDeflate: false });
    socket.on('error', reject);
    socket.on('open', () => {
      if (manner === 'hello') socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL }));
      else resolve();
    });
    const look = (data: Buffer) => {
      if (!data.includes('"snapshot"')) return;
      // From here on both manners do the same with a frame: nothing.
      socket.off('message', look);
      resolve();
    };
    if (manner === 'hello') socket.on('message', look);
    socket.on('message', () => undefined);
  });
}

for (let n = 0; n < Number(count); n += 50) await Promise.all(Array.from({ length: Math.min(50, Number(count) - n) }, open));
process.send?.('served');
process.on('disconnect', () => process.exit(0));
