/** A rule read back in sentences, so that whoever set it sees what it says. */
import { ALARM_LEVELS, type Sound } from '../../shared/alarms/row.ts';
import { eachOf, type FigureRule, type Level, type Rule, type Side } from '../../shared/alarms/rules.ts';
import type { Board } from '../../shared/board.ts';
import type { Scope } from '../../shared/boards/parts.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { aboutMetric } from '../board/figure.ts';
import { inLanguage } from '../board/in-language.ts';
import { scopeName } from '../board/subject.ts';
import { word as boardWord } from '../board/words.ts';
import { amountText, metricText } from '../wall/metric-text.ts';
import { type Word, word } from './words.ts';

type Sentence = { readonly of: Word; readonly with: Readonly<Record<string, string | number>> };
type Known = Pick<Board, 'queues' | 'agents'> | null;

/** The name that a rule was given, else what it is about. */
export function ruleName(rule: Rule): string {
  if (rule.name !== null) return inLanguage(rule.name);
  return rule.kind === 'source' ? word('ofSource') : metricText(rule.of.metric, rule.of.scope, rule.of.window);
}

/** All that a rule says. */
export function ruleSentences(rule: Rule, board: Known): Sentence[] {
  const said: Sentence[] = rule.kind === 'source' ? [ofSource(rule)] : ofFigure(rule, board);
  if (rule.hours !== null)
    said.push({ of: 'sayHours', with: { hours: rule.hours.map(({ days, from, to }) => `${days.map(dayText).join(' ')} ${from}–${to}`).join(', ') } });
  said.push(soundSaid(rule));
  return said;
}

const dayText = (day: string): string => word(`day_${day}` as Word);

function ofSource(rule: Extract<Rule, { kind: 'source' }>): Sentence {
  const states = rule.states.map((state) => word(STATES[state])).join(', ');
  const names = rule.names === null ? word('anySource') : rule.names.join(', ');
  return { of: 'saySource', with: { level: levelText(rule.level), names, states, ...timesOf(rule) } };
}

export const STATES = { down: 'stateDown', 'catching-up': 'stateCatchingUp', limited: 'stateLimited' } as const;

const levelText = (level: 'warn' | 'critical') => word(level);

function ofFigure(rule: FigureRule, board: Known): Sentence[] {
  const part = partOf(rule.of, board);
  const metric = metricText(rule.of.metric, rule.of.scope, rule.of.window);
  const said = ALARM_LEVELS.flatMap((name): Sentence[] => {
    const level = rule[name];
    if (level === null) return [];
    return [
      {
        of: isAbove(rule) ? 'sayAbove' : 'sayBelow',
        with: {
          level: levelText(name),
          metric,
          part,
          at: limitText(rule, level.at),
          clear: limitText(rule, level.clear),
          ...timesOf(level),
        },
      },
    ];
  });
  const also = rule.and.map(
    (condition): Sentence => ({
      of: condition.side === 'above' ? 'sayAndAbove' : 'sayAndBelow',
      with: {
        metric: metricText(condition.metric, rule.of.scope, condition.window),
        at: unitText(condition.metric, rule.of.scope, condition.at),
      },
    }),
  );
  return [...said, ...also];
}

const isAbove = ({ side }: { readonly side: Side }) => side === 'above';
const lasting = (ms: number) => (ms === 0 ? word('atOnce') : word('lasting', { n: ms / SECOND_MS }));
/** How long trouble must have lasted, and calm. */
const timesOf = ({ forMs, clearForMs = forMs }: Pick<Level, 'forMs' | 'clearForMs'>) => ({ lasting: lasting(forMs), calm: lasting(clearForMs) });

/** "each queue", "each team", or the part of the floor as one. */
function partOf(of: FigureRule['of'], board: Known): string {
  const name = scopeName({ queues: board?.queues ?? [], agents: board?.agents ?? [] }, of.scope, null);
  const each = of.scope.of === 'queue' ? null : eachOf(of);
  if (each === null) return name ?? boardWord('wholeFloor');
  if (name === null) return word(each === 'queue' ? 'eachQueue' : 'eachTeam');
  return word(each === 'queue' ? 'eachQueueOf' : 'eachTeamOf', { name });
}

/** Chooses the form of a figure that is said as such. */
const SEVERAL = 10;

/** A limit as it is meant: an amount, so many targets, or so many points below the target. */
export function limitText({ meant, of }: Pick<FigureRule, 'meant' | 'of'>, value: number): string {
  // To the plural rules of Hebrew half a target is one.
  if (meant.as === 'targets') return word('targets', { n: value, count: Number.isInteger(value) ? value : SEVERAL });
  if (meant.as === 'points') return word('points', { n: value });
  return unitText(of.metric, of.scope, value);
}

const unitText = (metric: string, scope: Scope, value: number): string => amountText(value, aboutMetric(metric, scope)?.unit ?? 'count');

const SOUND: Readonly<Record<Sound['mode'], Word>> = { once: 'soundOnce', seconds: 'soundSeconds', while: 'soundWhile', times: 'soundTimes' };

function soundSaid({ sound, soundFrom }: Pick<Rule, 'sound' | 'soundFrom'>): Sentence {
  if (sound === null) return { of: 'saySilent', with: {} };
  const n = sound.mode === 'seconds' ? sound.seconds : sound.mode === 'times' ? sound.times : 1;
  return { of: 'saySound', with: { how: word(SOUND[sound.mode], { n }), level: levelText(soundFrom) } };
}
