/**
 * Why a source is down or limited, in the language of the wall. A source says it in English, in words for whoever runs it; those we know are said
 * here as one short sentence each. What is not known stands as it came.
 */
import { type Dictionary, type Piece, pieces } from '../i18n/dictionary.ts';
import { dictionary } from '../i18n/locale.ts';

/** What the sentence is about, if it names something: an address, a user, a file. */
const KNOWN = [
  [/^(?<what>\S+) cannot be reached: nothing listens there/, 'reasonNothingListens'],
  [/^(?<what>\S+) cannot be reached: (?:there is no such host|the name of the host cannot)/, 'reasonNoHost'],
  [/^(?<what>\S+) cannot be reached: there is no way/, 'reasonNoWay'],
  [/^(?<what>\S+) cannot be reached: (?:it does not answer|no answer)/, 'reasonNoAnswer'],
  [/^(?<what>\S+) cannot be reached: it does not speak TLS/, 'reasonNoTls'],
  [/^(?<what>\S+) cannot be reached: .*\bcertificate\b/, 'reasonCertificate'],
  [/^(?<what>\S+) (?:says nothing|is not an AMI port)/, 'reasonNotAmi'],
  [/^(?:\S+ cannot be reached: it closed|\S+ closed the connection|connection closed)/, 'reasonClosed'],
  [/^(?:connection broken|no answer to )/, 'reasonBroken'],
  [/^(?:user|login of) (?<what>\S+) was refused/, 'reasonLogin'],
  [/^facts cannot be stored/, 'reasonUnstored'],
  [/^logged in, taking the lists/, 'reasonTakingLists'],
  [/\bthe user may not read the class system\b/, 'reasonRightSystem'],
  [/\bno event of the class agent comes\b/, 'reasonRightAgent'],
  [/\bno event of the class call comes\b/, 'reasonRightCall'],
  [/\bthe user may not list channels\b/, 'reasonRightReporting'],
  [/\bQueueStatus was refused\b/, 'reasonQueueStatus'],
  [/^nothing has come for longer than (?<what>\d+) min/, 'reasonSilentMinutes'],
  [/^nothing has come for longer than (?<what>\d+) s/, 'reasonSilentSeconds'],
  [/^it says that it is cut off/, 'reasonToldDown'],
] as const;

/** The sentences of a reason, ready to be shown; null where we do not know it and its own words stand. Several problems give several sentences. */
export function reasonSentences(reason: string, words: Dictionary = dictionary()): Piece[][] | null {
  const said = KNOWN.flatMap(([pattern, key]) => {
    const match = pattern.exec(reason);
    return match === null ? [] : [pieces(words[key], { what: match.groups?.['what'] ?? '' })];
  });
  return said.length === 0 ? null : said;
}

/** The same as plain text, for a tooltip; the source's own words where we have none. */
export function reasonText(reason: string, words: Dictionary = dictionary()): string {
  const said = reasonSentences(reason, words);
  return said === null ? reason : said.map((sentence) => sentence.map(({ value }) => value).join('')).join('. ');
}
