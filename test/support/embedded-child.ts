/** A process that starts (or adopts) the embedded PostgreSQL, says where, and stays: for tests that kill it. */
import { startEmbedded } from '../../db/embedded.ts';

const [dataDir = ''] = process.argv.slice(2);

startEmbedded({ dataDir, database: 'moked' }).then(
  ({ url, pid, wasAdopted }) => {
    console.log(JSON.stringify({ url, pid, wasAdopted }));
    process.stdin.resume();
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
