/** Alarms of a board that was made up: what the ready-made rules say of it once every duration has gone by. */
import { decide, rowOf } from '../../shared/alarms/decide.ts';
import type { Sight } from '../../shared/alarms/look.ts';
import { READY_RULES } from '../../shared/alarms/ready-made.ts';
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { AlarmRules, Rule } from '../../shared/alarms/rules.ts';
import type { Board } from '../../shared/board.ts';
import { FIXTURE_NOW } from './board-fixture.ts';

/** A board as rules see it: figures of a queue and of the floor are in its rows. */
export function sightOf(board: Board): Sight {
  return {
    ...board,
    agents: () => board.agents,
    figures: (asked) =>
      Object.fromEntries(
        asked.map(({ key, scope, window, metric }) => {
          const row = scope.of === 'queue' ? board.queues.find(({ id }) => id === scope.id) : board.floor;
          return [key, (scope.of === 'floor' || scope.of === 'queue' ? row?.windows[window].metrics[metric] : board.figures[key]) ?? null];
        }),
      ),
  };
}

/** The same rule, told at once. */
export function atOnce<R extends Rule>(rule: R): R {
  if (rule.kind === 'source') return { ...rule, forMs: 0, clearForMs: 0 };
  const soon = <L extends object>(level: L | null) => (level === null ? null : { ...level, forMs: 0, clearForMs: 0 });
  return { ...rule, warn: soon(rule.warn), critical: soon(rule.critical) };
}

/** What `board.alarms` holds on a server that has looked at this floor for a while. Ids are made of rule and place, the same each time. */
export function alarmsOfBoard(board: Board, now: number = FIXTURE_NOW, rules: AlarmRules = READY_RULES): AlarmRow[] {
  let made = 0;
  const options = { now, newId: () => `alarm-${++made}`, isWithin: () => true };
  const { watches } = decide({ ...rules, rules: rules.rules.map(atOnce) }, sightOf(board), new Map(), options);
  return [...watches.values()].flatMap((watched) => rowOf(watched, false) ?? []);
}
