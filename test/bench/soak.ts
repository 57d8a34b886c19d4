/** `npm run soak`: what takes too long for the gate; exit code 1 if anything is not as it must be. `--only NAME` runs one part. */
import { build } from '../support/build.ts';
import { days } from './soak-days.ts';
import { kills } from './soak-kills.ts';
import type { SoakPart } from './soak-part.ts';
import { seeds } from './soak-seeds.ts';
import { sizes } from './soak-sizes.ts';
import { week } from './soak-week.ts';

const parts: readonly SoakPart[] = [kills, seeds, days, sizes, week];

function chosen(args: readonly string[]): readonly SoakPart[] {
  if (args.length === 0) return parts;
  const found = args[0] === '--only' && args.length === 2 ? parts.filter(({ name }) => name === args[1]) : [];
  if (found.length > 0) return found;
  console.error(`usage: npm run soak [-- --only ${parts.map(({ name }) => name).join('|')}]`);
  process.exit(2);
}

// Commands and pages are those of the build.
build('client');
build('server');

const summary: string[] = [];
let failed = 0;
for (const part of chosen(process.argv.slice(2))) {
  console.log(`${part.name} …`);
  const start = performance.now();
  const { figures, faults } = await part
    .run((line) => console.log(`  ${line}`))
    .catch((error: unknown) => ({
      figures: 'not finished',
      faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    }));
  for (const fault of faults) console.log(`  WRONG: ${fault}`);
  failed += faults.length;
  summary.push(
    `${part.name}: ${figures}; ${Math.round((performance.now() - start) / 1000)} s; ${faults.length === 0 ? 'right' : `${faults.length} WRONG`}`,
  );
}
for (const line of summary) console.log(line);
process.exit(failed === 0 ? 0 : 1);
