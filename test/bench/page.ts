/** JavaScript that a wall loads, compressed: what the page names itself, and with the chart. */
import { type Script, wallScripts } from '../support/bundle.ts';
import type { Bench } from './figure.ts';

const KB = 1024;

export const page: Bench = {
  name: 'page',
  async run() {
    const { atOnce, withChart } = wallScripts();
    const figure = (what: string, scripts: readonly Script[], atMost: number) => {
      const kb = (size: 'plain' | 'gzip') => scripts.reduce((total, script) => total + script[size], 0) / KB;
      return {
        what,
        ours: `${kb('gzip').toFixed(1)} KB gzip`,
        reference: `${kb('plain').toFixed(1)} KB plain`,
        value: kb('gzip'),
        bar: { atMost },
        unit: 'KB',
      } as const;
    };
    return [figure('wall page, JavaScript at once', atOnce, 60), figure('wall page, JavaScript with the chart', withChart, 130)];
  },
};
