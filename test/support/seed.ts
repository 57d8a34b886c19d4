/**
 * What fast-check makes up is the same in every run, so that a run never fails by chance: what another seed shows is looked for on purpose.
 * `MOKED_TEST_SEED=7` takes another one, `MOKED_TEST_SEED=random` a new one each time.
 */
import fc from 'fast-check';

const seed = process.env['MOKED_TEST_SEED'] ?? '20261117';
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
