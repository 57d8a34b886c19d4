/** `npm run bench`: every figure with its reference, measured in the same run; exit code 1 if a bar is missed. `--only NAME` runs one. */
import { boot, day } from './boot.ts';
import { benchServer } from './database.ts';
import { fanout } from './fanout.ts';
import { type Bench, type Figure, isMet } from './figure.ts';
import { fold } from './fold.ts';
import { frame } from './frame.ts';
import { ingest } from './ingest.ts';
import { crowd, load500, storm } from './load.ts';
import { memory } from './memory.ts';
import { page } from './page.ts';
import { paint } from './paint.ts';
import { reviews } from './reviews.ts';

const benches: readonly Bench[] = [fold, ingest, fanout, frame, boot, day, reviews, page, paint, load500, crowd, storm, memory];

function chosen(args: readonly string[]): readonly Bench[] {
  if (args.length === 0) return benches;
  const found = args[0] === '--only' && args.length === 2 ? benches.filter(({ name }) => name === args[1]) : [];
  if (found.length > 0) return found;
  console.error(`usage: npm run bench [-- --only ${benches.map(({ name }) => name).join('|')}]`);
  process.exit(2);
}

function cells(figure: Figure): string[] {
  const { what, ours, reference, value, unit, bar } = figure;
  const digits = { '×': 2, cores: 2, s: 2, KB: 1, MB: 0, ms: 0 }[unit];
  const need = 'atLeast' in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`;
  const label = unit === '×' ? '×' : ` ${unit}`;
  return [what, ours, reference, `${value.toFixed(digits)}${label}`, `${need}${label}`, isMet(figure) ? 'yes' : 'NO'];
}

function print(figures: readonly Figure[]): void {
  const rows = [['what', 'measured', 'reference of the same run', 'result', 'bar', 'met'], ...figures.map(cells)];
  const widths = (rows[0] as string[]).map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] as number)).join(' | ')} |`;
  console.log(`\n${line(rows[0] as string[])}\n|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  for (const row of rows.slice(1)) console.log(line(row));
  for (const { what, note } of figures) if (note !== undefined) console.log(`  ${what}: ${note}`);
}

const server = benchServer();
const figures: Figure[] = [];
try {
  for (const bench of chosen(process.argv.slice(2))) {
    console.error(`${bench.name} …`);
    figures.push(...(await bench.run(() => server.database())));
  }
} finally {
  await server.stop();
}
print(figures);
process.exit(figures.every(isMet) ? 0 : 1);
