/** `npm run dev`: the server, again on every change, and the pages through vite with its hot reload. */
import { spawn } from 'node:child_process';

const children = [['tsx', 'watch', '--clear-screen=false', 'server/main.ts', 'start'], ['vite']].map(([command = '', ...args]) =>
  spawn('npx', [command, ...args], { stdio: 'inherit' }),
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
for (const child of children) {
  child.on('exit', (code) => {
    for (const other of children) other.kill();
    process.exitCode = code ?? 1;
  });
}
