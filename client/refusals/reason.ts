/** A refusal as one plain sentence, for messages that name a reason. */

import type { Told } from '../../shared/sources.ts';
import type { ApiError } from '../api.ts';
import { actorName } from '../i18n/actor.ts';
import { pieces } from '../i18n/dictionary.ts';
import { locale } from '../i18n/locale.ts';
import { ALARMS } from './alarm-texts.ts';
import { DESK } from './desk-texts.ts';
import { BY_STATUS, textOf } from './texts.ts';

const CODED: Readonly<Record<string, Told>> = { ...ALARMS, ...DESK };

/** What is known of it by its code, where that is one sentence, or else by its status; undefined where nothing is. */
export const toldOf = (code: string | undefined, status: number | undefined): Told | undefined => CODED[code ?? ''] ?? BY_STATUS[status ?? -1];

/** In the language of the page where it is known by its code or its status; else in the words of the server. */
export function reasonOf({ status, code, with: named = {}, reason }: ApiError): string {
  const told = textOf(code)?.what ?? toldOf(code, status);
  if (told === undefined) return reason;
  const said = typeof named['by'] === 'string' ? { ...named, by: actorName(named['by']) } : named;
  return pieces(told[locale()].replaceAll('`', ''), said)
    .map(({ value }) => value)
    .join('');
}
