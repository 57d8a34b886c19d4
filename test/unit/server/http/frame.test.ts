import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createFramer, textFrame } from '../../../../server/http/frame.ts';

test('a client reads frames of every length form as the messages they hold, mixed with what the library sends itself', async () => {
  const http = createServer();
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const messages = [0, 1, 125, 126, 65_535, 65_536, 200_000].map((length) => 'ש'.repeat(length / 2) + 'x'.repeat(length % 2));
  http.on('upgrade', (request, socket, head) =>
    server.handleUpgrade(request, socket, head, (ws) => {
      for (const [index, message] of messages.entries()) {
        socket.write(textFrame(Buffer.from(message)));
        ws.ping();
        ws.send(String(index));
      }
      ws.close(1000);
    }),
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const seen: string[] = [];
  client.on('message', (data, isBinary) => {
    expect(isBinary).toBe(false);
    seen.push(String(data));
  });
  await once(client, 'close');
  http.close();
  expect(seen).toEqual(messages.flatMap((message, index) => [message, String(index)]));
});

test('the same message is framed once', () => {
  const frameOf = createFramer();
  const [one, other] = [Buffer.from('one'), Buffer.from('other')];
  expect(frameOf(one)).toBe(frameOf(one));
  expect(frameOf(other)).toEqual(textFrame(other));
  expect(frameOf(one)).toEqual(textFrame(one));
});
