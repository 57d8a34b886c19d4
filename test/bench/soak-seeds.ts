/** The properties with cases that no run before had, as many rounds as asked for: `MOKED_TEST_ROUNDS` sets another number. A failing round tells its seed. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SoakPart } from './soak-part.ts';

const ROUNDS = Number(process.env['MOKED_TEST_ROUNDS'] ?? 20);
const root = fileURLToPath(new URL('../..', import.meta.url));

function round(seed: number): Promise<{ code: number | null; output: string }> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'property', '--project', 'client', '--reporter', 'dot'];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, MOKED_TEST_SEED: String(seed) } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

export const seeds: SoakPart = {
  name: 'seeds',
  async run(say) {
    const faults: string[] = [];
    const first = Date.now() % 1_000_000_000;
    for (let n = 0; n < ROUNDS; n++) {
      const { code, output } = await round(first + n);
      say(`round ${n + 1}: MOKED_TEST_SEED=${first + n} ${code === 0 ? 'right' : 'WRONG'}`);
      if (code !== 0) faults.push(`MOKED_TEST_SEED=${first + n}: ${output.slice(-3000)}`);
    }
    return { figures: `${ROUNDS} rounds of cases from seed ${first} on`, faults };
  },
};
