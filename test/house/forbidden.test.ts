import { expect, test } from 'vitest';
import { allCode, lines, read, unneeded } from '../support/sources.ts';

type Ban = { what: string; pattern: RegExp; in: (file: string) => boolean; except: Record<string, string> };

const isProduct = (file: string) => !file.startsWith('test/');
const isAnywhere = (file: string) => !file.startsWith('test/house/');

/** Each exception says why; one that is no longer needed fails. */
const bans: Ban[] = [
  {
    what: 'clocks, timers and randomness outside the clock',
    pattern: /\bDate\.now\b|\bnew Date\(|\bsetTimeout\b|\bsetInterval\b|\bMath\.random\b/,
    in: isProduct,
    except: {
      'server/clock.ts': 'the clock',
      'client/live/clock.ts': 'the clock of the pages',
      'shared/time.ts': 'writes an instant as text',
      'db/embedded.ts': 'waits for PostgreSQL to start',
      'db/embedded/folder.ts': 'waits for its lock',
      'db/embedded/postmaster.ts': 'waits for PostgreSQL to answer',
      'server/supervise.ts': 'runs before there is a composition root',
    },
  },
  {
    what: 'an empty catch',
    pattern: /catch\s*(\([^)]*\))?\s*\{\s*\}|\.catch\(\s*\(\s*\w*\s*\)\s*=>\s*(\{\s*\}|undefined|null)\s*\)/,
    in: isAnywhere,
    except: {},
  },
  { what: 'FIXME', pattern: /\bFIXME\b/, in: isAnywhere, except: {} },
  { what: 'a TODO without an issue', pattern: /\bTODO\b(?!\(#\d+\))/, in: isAnywhere, except: {} },
  {
    what: 'made-up case without the seed of the run',
    pattern: /from 'fast-check'(?![\s\S]*support\/seed\.ts')/,
    in: (file) => /^test\/(?!property\/|support\/|house\/)/.test(file),
    except: {},
  },
  {
    what: 'a test that runs alone or not at all',
    pattern: /\b(test|describe|it)\.(only|skip|todo)\b/,
    in: isAnywhere,
    except: {},
  },
];

for (const ban of bans) {
  test(`there is no ${ban.what}`, () => {
    const places = allCode()
      .filter(ban.in)
      .flatMap((file) => {
        const text = read(file);
        // Over lines, since an empty catch may be spread on two of them.
        return [...text.matchAll(new RegExp(ban.pattern, 'g'))].map((match) => ({
          file,
          place: `${file}:${lines(text.slice(0, match.index)).length} ${match[0]}`,
        }));
      });
    expect(places.filter(({ file }) => !(file in ban.except)).map(({ place }) => place)).toEqual([]);
    expect(
      unneeded(
        Object.keys(ban.except),
        places.map(({ file }) => file),
      ),
    ).toEqual([]);
  });
}
