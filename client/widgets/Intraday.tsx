import { createMemo, type JSX, Show } from 'solid-js';
import { curvePointSchema } from '../../shared/board.ts';
import type { Scope } from '../../shared/boards/parts.ts';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { v } from '../../shared/schema.ts';
import { INTERVAL_MS, MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import { createAsked } from '../board/asked.ts';
import { figureOf, QUARTER_NOW, resolved, settingsOf } from '../board/figure.ts';
import { scopeName, useChosen } from '../board/subject.ts';
import { Tell } from '../board/words.ts';
import type { Quarter } from '../charts/quarters.ts';
import { useLive } from '../live/context.ts';
import { instantOf } from '../wall/instants.ts';
import { Curve, CurveOf } from './Curve.tsx';
import { OldSince } from './OldSince.tsx';

const answerSchema = v.object({ at: v.string(), quarters: v.array(curvePointSchema) });

/** Contacts wait and are answered long after their quarter: what is over still changes. */
const ASK_EVERY_MS = MINUTE_MS;
/** At the turn of a quarter the figures of the one under way may be those of the one before, for as long as a message takes. */
const TURN_MS = 3 * SECOND_MS;

/** The course of the day of a part of the floor; of the whole floor it travels with its row. */
export function Intraday(props: { options: WidgetOf<'intraday'>['options'] }): JSX.Element {
  return (
    <Show when={props.options.scope.of !== 'floor'} fallback={<Curve />}>
      <PartCurve scope={props.options.scope} />
    </Show>
  );
}

/** What the server has counted, and over it the quarter under way as it stands at this second. */
function PartCurve(props: { scope: Scope }): JSX.Element {
  const live = useLive();
  const chosen = useChosen();
  const scope = () => resolved(props.scope, chosen());
  const query = () => {
    const meant = scope();
    return meant === null ? null : { scope: JSON.stringify(meant) };
  };
  const asked = createAsked(answerSchema, '/api/v1/intraday', query, ASK_EVERY_MS);
  const figures = createMemo(
    () => {
      const board = live.store.board;
      return QUARTER_NOW.map((metric) => (board === null ? null : figureOf(board, { metric, scope: props.scope, window: 'interval' }, chosen(), 0)));
    },
    undefined,
    { equals: (a, b) => a.every((value, i) => value === b[i]) },
  );
  const quarterNow = createMemo<number | null>((before) => {
    const at = live.tick();
    const start = Math.floor(at / INTERVAL_MS) * INTERVAL_MS;
    return at - start < TURN_MS ? before : start;
  }, null);
  const present = createMemo<Quarter | null>(() => {
    const startsAt = quarterNow();
    const [offered = null, answered = null, abandoned = null, serviceLevel = null] = figures();
    return startsAt === null || offered === null ? null : { startsAt, offered, answered: answered ?? 0, abandoned: abandoned ?? 0, serviceLevel };
  });
  const quarters = createMemo(() => {
    const told = asked.answer();
    const known = (told?.quarters ?? []).map((point): Quarter => ({ ...point, startsAt: instantOf(point.startsAt) ?? 0 }));
    const now = present();
    if (now === null || now.startsAt + INTERVAL_MS <= (instantOf(told?.at) ?? 0)) return known;
    return [...known.filter(({ startsAt }) => startsAt !== now.startsAt), now];
  });
  const board = () => live.store.board;
  const name = () => {
    const known = board();
    return known === null ? null : scopeName(known, props.scope, chosen());
  };
  const target = () => {
    const known = board();
    return known === null ? 0 : settingsOf(known, props.scope, chosen()).serviceLevelTarget;
  };
  return (
    <section class="widget">
      <h2>
        <span>
          <Tell of="intraday" />
        </span>
        <Show when={name()}>{(of) => <bdi>{of()}</bdi>}</Show>
        <OldSince asked={asked} />
      </h2>
      <div class="curve">
        <Show when={asked.answer() !== null || present() !== null || scope() === null}>
          <CurveOf quarters={quarters()} target={target()} />
        </Show>
      </div>
    </section>
  );
}
