/** Exactly one process folds a database: it holds this lock on a connection of its own. Lost with the connection, so it is never stale. */
import { hostname } from 'node:os';
import postgres from 'postgres';
import { oneRow } from './one-row.ts';

const FOLD_LOCK = 7_305_110_003;
/** Halves of the number as `pg_locks` shows them. */
const CLASS_ID = Math.floor(FOLD_LOCK / 2 ** 32);
const OBJECT_ID = FOLD_LOCK % 2 ** 32;
const RELEASE_MS = 2000;

export type FoldLock =
  /** `withinMs`: after which the connection is cut where it does not end by itself. */
  | { readonly isHeld: true; release(withinMs?: number): Promise<void> }
  /** In words: which process has it, and where. */
  | { readonly isHeld: false; readonly holder: string };

/** @param onLost the connection broke: another process may fold now, so this one must stop at once. */
export async function takeFoldLock(url: string, onLost: () => void): Promise<FoldLock> {
  let isReleased = false;
  let isTaken = false;
  const sql = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    onnotice: () => undefined,
    onclose: () => {
      if (!isTaken || isReleased) return;
      isReleased = true;
      onLost();
    },
    connection: { application_name: `moked, process ${process.pid} on ${hostname()}` },
  });
  const release = async (withinMs = RELEASE_MS) => {
    isReleased = true;
    await sql.end({ timeout: withinMs / 1000 });
  };
  try {
    // The other side of a machine that lost its power would else be waited for, for two hours.
    await sql`select set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
      set_config('tcp_keepalives_count', '3', false)`;
    const { taken } = oneRow(await sql<{ taken: boolean }[]>`select pg_try_advisory_lock(${FOLD_LOCK}) as taken`);
    if (taken) {
      isTaken = true;
      return { isHeld: true, release };
    }
    const holder = await foldLockHolder(sql);
    await release();
    return { isHeld: false, holder: holder ?? 'a process that has just ended' };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Which process folds, in words; undefined where none does. */
export async function foldLockHolder(sql: postgres.Sql): Promise<string | undefined> {
  const [holder] = await sql<{ name: string; address: string | null }[]>`
    select a.application_name as name, host(a.client_addr) as address from pg_locks l join pg_stat_activity a using (pid)
    where l.locktype = 'advisory' and l.classid = ${CLASS_ID} and l.objid = ${OBJECT_ID} and l.granted
      and l.database = (select oid from pg_database where datname = current_database())`;
  return holder === undefined ? undefined : `${holder.name} (${holder.address ?? 'local'})`;
}
