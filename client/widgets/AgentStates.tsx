import { type Accessor, createMemo, type JSX, lazy, Show, Suspense } from 'solid-js';
import type { AgentRow } from '../../shared/board.ts';
import type { Scope } from '../../shared/boards/parts.ts';
import { countAgents, hasAgent } from '../../shared/boards/scope.ts';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { v } from '../../shared/schema.ts';
import { INTERVAL_MS, MINUTE_MS } from '../../shared/time.ts';
import { createAsked } from '../board/asked.ts';
import { scopeName } from '../board/subject.ts';
import { Tell } from '../board/words.ts';
import { type AgentsBy, allOf, averageOf, presentOf, type StatesQuarter, withJustOver } from '../charts/agent-states.ts';
import type { QuarterGap } from '../charts/quarters.ts';
import { dictionary } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { useFloor } from '../wall/floor.ts';
import { instantOf } from '../wall/instants.ts';
import { OldSince } from './OldSince.tsx';
import { spanOf } from './span.ts';

const StatesChart = lazy(async () => ({ default: (await import('../charts/StatesChart.tsx')).StatesChart }));

const ms = v.number();
const quarterSchema = v.object({
  startsAt: v.string(),
  availableMs: ms,
  ringingMs: ms,
  talkMs: ms,
  holdMs: ms,
  acwMs: ms,
  breakMs: ms,
  busyMs: ms,
  unknownMs: ms,
});
const answerSchema = v.object({ quarters: v.array(quarterSchema) });

/** Agents by what they are in, by the quarter: averages of those that are over, and those of this moment. */
export function AgentStates(props: { options: WidgetOf<'agent-states'>['options'] }): JSX.Element {
  const live = useLive();
  const derived = useFloor();
  const floor = () => live.store.board?.floor;
  const asked = createAsked(answerSchema, '/api/v1/agent-states', () => ({ scope: JSON.stringify(props.options.scope) }), INTERVAL_MS);
  const over = createMemo(() =>
    (asked.answer()?.quarters ?? []).map(({ startsAt, ...times }): StatesQuarter => ({ startsAt: instantOf(startsAt) ?? 0, by: averageOf(times) })),
  );
  const present = createPresent(() => props.options.scope);
  const quarterNow = createMemo(() => Math.floor(live.tick() / INTERVAL_MS) * INTERVAL_MS);
  const minuteNow = createMemo(() => Math.floor(live.tick() / MINUTE_MS) * MINUTE_MS);
  const quarters = createMemo((before: readonly StatesQuarter[]) => {
    const by = present();
    const startsAt = quarterNow();
    const known = over().filter((quarter) => quarter.startsAt < startsAt);
    const told = (asked.answeredAt() ?? 0) >= startsAt ? known : withJustOver(known, before, startsAt);
    return by === null || allOf(by) === 0 ? told : [...told, { startsAt, by }];
  }, []);
  // The row of the floor is another one with every change, its gaps are not.
  const told = createMemo(() => floor()?.gaps);
  const gaps = createMemo(() => (told() ?? []).map((gap): QuarterGap => ({ from: instantOf(gap.from) ?? 0, to: instantOf(gap.to) })));
  const span = createMemo(() => spanOf(floor()?.period.shift ?? null, quarters()[0]?.startsAt ?? null, quarterNow()), undefined, {
    equals: (a, b) => a.from === b.from && a.to === b.to,
  });
  const name = () => (live.store.board === null ? null : scopeName(live.store.board, props.options.scope, null));
  // Before the first answer an empty place is no news; one that failed leaves what is live.
  const isKnown = () => asked.answer() !== null || quarters().length > 0;
  return (
    <section class="widget">
      <h2>
        <span>
          <Tell of="agentStates" />
        </span>
        <Show when={name()}>{(of) => <bdi>{of()}</bdi>}</Show>
        <OldSince asked={asked} />
      </h2>
      <Show when={isKnown() && floor()}>
        {(known) => (
          <Show when={quarters().length > 0} fallback={<p class="empty">{derived.isUntold() ? dictionary().noData : <Tell of="noAgentStates" />}</p>}>
            <Suspense>
              <StatesChart
                quarters={quarters()}
                present={present()}
                gaps={gaps()}
                from={span().from}
                to={span().to}
                now={minuteNow()}
                dayStartsAt={instantOf(known().period.dayStartsAt)}
                timezone={known().timezone}
                look={live.freshness() === 'stale' || derived.cutOffAt() !== null ? 'stale' : 'live'}
              />
            </Suspense>
          </Show>
        )}
      </Show>
    </section>
  );
}

/** Agents of a part of the floor as they are now; null where nothing tells of now. */
function createPresent(scope: () => Scope): Accessor<AgentsBy | null> {
  const live = useLive();
  const derived = useFloor();
  return createMemo(
    (): AgentsBy | null => {
      const board = live.store.board;
      if (board === null || derived.isHistory() || derived.cutOffAt() !== null) return null;
      const isMine = (agent: AgentRow) => hasAgent(scope(), new Set(), agent);
      return presentOf(scope().of === 'floor' ? board.floor.agents : countAgents(board.agents.filter(isMine)));
    },
    null,
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
}
