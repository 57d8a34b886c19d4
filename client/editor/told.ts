/** Instants and authors as the editor says them. */
import { clockText } from '../i18n/dates.ts';
import { authorText } from '../settings/shown.ts';
import { site } from '../site.ts';
import { instantOf } from '../wall/instants.ts';

/** An instant as a time of day in the site's zone. */
export const timeOf = (at: string | number): string => clockText(typeof at === 'number' ? at : (instantOf(at) ?? 0), site()?.timezone ?? 'UTC');

/** Who saved a version. */
export const nameOfAuthor = (by: string): string => authorText(by, 'moked');
