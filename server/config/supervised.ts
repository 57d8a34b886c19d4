/** Whether the server may end in order to begin again. */
import { entry } from './entry.ts';
import { oneOf } from './values.ts';

export const supervisedEntry = entry({
  name: 'MOKED_SUPERVISED',
  fallback: 'no',
  fallbackNote: '`no`; `compose.yaml` and `moked.service` set `yes`',
  allowed: 'yes or no',
  about:
    'With `yes` whatever runs the server starts it again when it ends with another code than 0 and 2. Then the first source that is saved at `/start` ends the demo by itself, ' +
    'which takes a start on other data. `npm start` needs no word of it.',
  parse: oneOf('yes', 'no'),
});
