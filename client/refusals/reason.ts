/** A refusal as one plain sentence, for messages that name a reason. */

import type { ApiError } from '../api.ts';
import { pieces } from '../i18n/dictionary.ts';
import { locale } from '../i18n/locale.ts';
import { BY_STATUS, textOf } from './texts.ts';

/** In the language of the page where it is known by its code or its status; else in the words of the server. */
export function reasonOf({ status, code, with: named = {}, reason }: ApiError): string {
  const known = textOf(code);
  const told = known?.what ?? BY_STATUS[status];
  if (told === undefined) return reason;
  return pieces(told[locale()].replaceAll('`', ''), named)
    .map(({ value }) => value)
    .join('');
}
