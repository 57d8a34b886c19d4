/** Alarms in words: what one is about, its value against its limit, why it ended. */
import type { AlarmSubject } from '../../shared/alarms/row.ts';
import type { Board } from '../../shared/board.ts';
import type { Words } from '../../shared/boards/parts.ts';
import { aboutMetric } from '../board/figure.ts';
import { inLanguage } from '../board/in-language.ts';
import { scopeName } from '../board/subject.ts';
import { word as boardWord } from '../board/words.ts';
import { NOTHING } from '../i18n/format.ts';
import { amountText, metricText } from '../wall/metric-text.ts';
import { sourceName } from '../wall/names.tsx';
import { type Word, word } from './words.ts';

type Known = Pick<Board, 'queues' | 'agents' | 'sources'> | null;

/** Of which part of the floor, or which source. */
export function partText(subject: AlarmSubject, board: Known): string {
  if (subject.of === 'source') {
    const found = board?.sources.find(({ name }) => name === subject.name);
    return found === undefined ? subject.name : sourceName(found);
  }
  return scopeName({ queues: board?.queues ?? [], agents: board?.agents ?? [] }, subject.scope, null) ?? boardWord('wholeFloor');
}

/** The name of the rule, else its metric. */
export function ruleText(subject: AlarmSubject, name: Words | null): string {
  if (name !== null) return inLanguage(name);
  return subject.of === 'source' ? word('ofSource') : metricText(subject.metric, subject.scope, subject.window);
}

/** An amount in the unit of the subject's metric. */
export function amountOf(subject: AlarmSubject, value: number | null): string {
  if (subject.of === 'source' || value === null) return NOTHING;
  return amountText(value, aboutMetric(subject.metric, subject.scope)?.unit ?? 'count');
}

const WHY: Readonly<Record<string, Word>> = {
  calm: 'whyClear',
  'rule rests': 'whyRuleRests',
  'rule off': 'whyRuleOff',
  'rule deleted': 'whyRuleDeleted',
  'rule changed': 'whyRuleChanged',
  'subject gone': 'whySubjectGone',
};

/** Why an alarm ended; what this page does not know stands as it came. */
export function whyText(why: string | null): string {
  const known = why === null ? undefined : WHY[why];
  return known === undefined ? (why ?? '') : word(known);
}
