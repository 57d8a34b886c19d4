/**
 * Applies the patches of this folder to their packages: run after every installation, and ends it with an error where one does not fit.
 * A patch is named after the package and the one version that it is for.
 */
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

type Change = { readonly file: string; readonly before: string; readonly after: string };

/** The changes of a unified diff, without their line numbers: the lines around each say where it belongs. */
function changesOf(patch: string): Change[] {
  return patch.split(/^--- .*\n(?=\+\+\+ )/m).flatMap((section) => {
    const file = /^\+\+\+ b\/(.+)$/m.exec(section)?.[1];
    if (file === undefined) return [];
    const hunks = section.split(/^@@ .*\n/m).slice(1);
    return hunks.map((hunk) => {
      const lines = hunk.replace(/\n$/, '').split('\n');
      const side = (signs: string) =>
        lines
          .filter((line) => line === '' || signs.includes(line[0] as string))
          .map((line) => line.slice(1))
          .join('\n');
      return { file, before: side(' -'), after: side(' +') };
    });
  });
}

/**
 * What the files of a package become by a patch; those that are already so are left out.
 * @param read gives the text of a file of the package.
 * @throws where a change fits nowhere, or in more than one place.
 */
export function patched(patch: string, read: (file: string) => string): Map<string, string> {
  const changes = changesOf(patch);
  if (changes.length === 0) throw new Error('the patch changes nothing');
  const texts = new Map<string, string>();
  for (const { file, before, after } of changes) {
    const text = texts.get(file) ?? read(file);
    if (text.split(after).length === 2) continue;
    const [head, tail, ...more] = text.split(before);
    if (head === undefined || tail === undefined || more.length > 0) throw new Error(`a change of ${file} does not fit; it begins with\n${before}`);
    texts.set(file, head + after + tail);
  }
  return texts;
}

/** The folder of an installed package: of the nearest package.json above its entry that has its name. */
function folderOf(name: string): { readonly folder: string; readonly version: string } {
  const require = createRequire(import.meta.url);
  for (let folder = dirname(require.resolve(name)); ; folder = dirname(folder)) {
    if (folder === dirname(folder)) throw new Error(`${name} is not installed`);
    const found = readdirSync(folder).includes('package.json') ? JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) : {};
    if (found.name === name) return { folder, version: found.version };
  }
}

function applyAll(): void {
  const here = fileURLToPath(new URL('.', import.meta.url));
  for (const file of readdirSync(here).filter((it) => it.endsWith('.patch'))) {
    const [, name, version] = /^(.+)-(\d+\.\d+\.\d+)\.patch$/.exec(file) ?? [];
    if (name === undefined) throw new Error(`${file} does not say for which version it is`);
    const installed = folderOf(name);
    if (installed.version !== version) {
      throw new Error(`${name} ${installed.version} is installed, and ${file} is for ${version}: see whether that version still needs it`);
    }
    for (const [path, text] of patched(readFileSync(join(here, file), 'utf8'), (it) => readFileSync(join(installed.folder, it), 'utf8'))) {
      // At once: another process may be reading it.
      const target = join(installed.folder, path);
      writeFileSync(`${target}.new`, text);
      renameSync(`${target}.new`, target);
    }
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) applyAll();
