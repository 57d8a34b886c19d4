/** `kill -9` forty times under load, every third time with the database: acknowledged = stored = counted. `MOKED_TEST_KILLS` sets another number. */
import { isDeepStrictEqual } from 'node:util';
import { type CrashFigures, crashRun } from '../support/crash-run.ts';
import { count, median } from './figure.ts';
import type { SoakPart } from './soak-part.ts';

const KILLS = Number(process.env['MOKED_TEST_KILLS'] ?? 40);

function faultsOf(figures: CrashFigures): string[] {
  const { acknowledged, acknowledgedEvents, storedEvents, counted, waiting, inConversation, retries } = figures;
  const faults: string[] = [];
  if (storedEvents !== acknowledgedEvents) faults.push(`${acknowledgedEvents} facts acknowledged, ${storedEvents} stored`);
  for (const [who, count] of Object.entries(counted)) {
    if (!isDeepStrictEqual(count, acknowledged)) faults.push(`${who} says ${JSON.stringify(count)}, acknowledged ${JSON.stringify(acknowledged)}`);
  }
  if (waiting !== 0 || inConversation !== 0) faults.push(`${waiting} still wait and ${inConversation} still talk on the wall`);
  if (retries === 0) faults.push('no batch was ever repeated: the kills hit nothing');
  return faults;
}

export const kills: SoakPart = {
  name: 'kills',
  async run(say) {
    const figures = await crashRun({
      kills: KILLS,
      databaseEvery: 3,
      contactsBetween: 500,
      seed: 20261117,
      onKill: (kill, sender) => say(`kill ${kill}: ${count(sender.contacts)} contacts acknowledged, ${count(sender.retries)} batches repeated`),
    });
    const { acknowledged, acknowledgedEvents, storedEvents, counted, databaseKills, restartMs } = figures;
    return {
      figures:
        `${figures.kills} kills, ${databaseKills} with the database; ${count(acknowledged.offered)} contacts (${count(acknowledgedEvents)} facts) acknowledged, ` +
        `${count(storedEvents)} facts stored, ${Object.keys(counted).length} readers; ${count(figures.retries)} batches repeated; ` +
        `up again in median ${Math.round(median(restartMs))} ms, at most ${Math.round(Math.max(...restartMs))} ms`,
      faults: faultsOf(figures),
    };
  },
};
