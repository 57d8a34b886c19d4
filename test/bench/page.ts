/** JavaScript that a wall loads, compressed: what the page names itself, and all of it with the chart. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { root } from '../support/sources.ts';
import type { Bench } from './figure.ts';

const KB = 1024;

export const page: Bench = {
  name: 'page',
  async run() {
    const assets = `${root}dist/client/assets/`;
    const html = readFileSync(`${root}dist/client/index.html`, 'utf8');
    const scripts = readdirSync(assets)
      .filter((name) => name.endsWith('.js'))
      .map((name) => {
        const bytes = readFileSync(assets + name);
        return { name, plain: bytes.length / KB, gzip: gzipSync(bytes).length / KB, isFirst: html.includes(name) };
      });
    const figure = (what: string, some: typeof scripts, atMost: number) => {
      const sum = (pick: (script: (typeof scripts)[number]) => number) => some.reduce((total, script) => total + pick(script), 0);
      const value = sum((script) => script.gzip);
      return {
        what,
        ours: `${value.toFixed(1)} KB gzip`,
        reference: `${sum((script) => script.plain).toFixed(1)} KB plain`,
        value,
        bar: { atMost },
        unit: 'KB',
      } as const;
    };
    return [
      figure(
        'wall page, JavaScript at once',
        scripts.filter((script) => script.isFirst),
        60,
      ),
      figure('wall page, JavaScript with the chart', scripts, 130),
    ];
  },
};
