/** Posts bodies that it was given, over a few connections, and says how long it took until the last was acknowledged. */
import { Agent, request } from 'node:http';

const [url = '', token = '', connections = '1'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
let bodies: Buffer[] = [];

function post(body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents-batch+json', 'content-length': body.length };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        const isWhole = response.statusCode === 200 && text.includes('"rejected":[]') && text.includes('"duplicate":0');
        if (isWhole) resolve();
        else reject(new Error(`${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function send(): Promise<number> {
  const start = performance.now();
  let next = 0;
  const work = async () => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) await post(body);
  };
  await Promise.all(Array.from({ length: Number(connections) }, work));
  return performance.now() - start;
}

process.on('message', (message: { load?: string[]; send?: true }) => {
  if (message.load !== undefined) {
    bodies = message.load.map((text) => Buffer.from(text));
    process.send?.({ ms: 0 });
    return;
  }
  send().then(
    (ms) => process.send?.({ ms }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
