import { serve } from '@hono/node-server';
import { Hono } from 'hono';

export async function run(): Promise<number> {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  const port = Number(process.env['MOKED_PORT'] ?? 3000);
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
  console.log(`Moked: http://localhost:${port}`);
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => server.close(() => resolve(0)));
    }
    server.once('error', (error) => {
      console.error(`cannot listen on port ${port}: ${error.message}`);
      resolve(1);
    });
  });
}
