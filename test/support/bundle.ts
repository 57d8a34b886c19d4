import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { read, root } from './sources.ts';

const assets = `${root}dist/client/assets/`;

/** A built script and its sizes in bytes. */
export type Script = { readonly name: string; readonly plain: number; readonly gzip: number };

function scriptOf(name: string): Script {
  const bytes = readFileSync(assets + name);
  return { name, plain: bytes.length, gzip: gzipSync(bytes).length };
}

/** The script and what it imports at once, and that in its turn. */
function withImports(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(assets + name, 'utf8');
  for (const [, imported] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) withImports(imported as string, found);
  return found;
}

/** What a wall loads: `atOnce` is named by the page itself, `withChart` has the chart that comes after it. The desk pages load scripts of their own. */
export function wallScripts(): { readonly atOnce: readonly Script[]; readonly withChart: readonly Script[] } {
  const names = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const atOnce = names.filter((name) => read('dist/client/index.html').includes(name));
  const charts = names.filter((name) => name.startsWith('QuarterChart-'));
  if (atOnce.length === 0 || charts.length !== 1) throw new Error(`the build has ${atOnce.length} scripts of the page and ${charts.length} charts`);
  const withChart = new Set([...atOnce.flatMap((name) => [...withImports(name)]), ...withImports(charts[0] as string)]);
  return { atOnce: atOnce.map(scriptOf), withChart: [...withChart].map(scriptOf) };
}
