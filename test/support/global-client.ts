/** The server of the browser tests serves `dist/client`, as for an operator. With the server's bundle, or a test of `npm start` would build both while pages are being served. */
import { build } from './build.ts';

export default function setup(): void {
  build('client');
  build('server');
}
