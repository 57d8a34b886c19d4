/** `npm run docs`: writes the generated documents. */
import { writeFileSync } from 'node:fs';
import { generated } from './documents.ts';
import { root } from './sources.ts';

for (const [name, make] of Object.entries(generated)) {
  writeFileSync(root + name, make());
  console.log(name);
}
