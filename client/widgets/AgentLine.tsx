import { createMemo, type JSX, Show } from 'solid-js';
import type { AgentRow } from '../../shared/board.ts';
import type { AgentState } from '../../shared/events/agent.ts';
import type { Key } from '../i18n/dictionary.ts';
import { Elapsed, Figure } from '../i18n/Figure.tsx';
import { allowance, elapsedParts, elapsedText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { texts } from '../i18n/texts.ts';
import { useFloor } from '../wall/floor.ts';
import { Icon, type IconName } from '../wall/Icon.tsx';
import { nameIn, pauseName } from '../wall/names.tsx';
import type { AgentLine as LineOf } from '../wall/teams.ts';

/** How an agent is told: `id` is what the page calls the line, `text` what is read. */
export type Who = (agent: AgentRow) => { readonly id: string; readonly text: string };

/** By name, in the language shown. */
export const byName: Who = ({ id, name, nameEn }) => ({ id, text: nameIn(name, nameEn) });

export type StateKey = Extract<Key, `state${string}`>;

const WORDS: Record<AgentState, StateKey> = {
  available: 'stateAvailable',
  ringing: 'stateRinging',
  talking: 'stateTalking',
  hold: 'stateHold',
  acw: 'stateAcw',
  break: 'stateBreak',
  busy: 'stateBusy',
  unknown: 'stateUnknown',
  offline: 'stateOffline',
};

/** The platform's reason says more than our word, where she is on a break or busy with something else. */
function stateText(line: LineOf): string {
  const { state, reason } = line.agent;
  const isTold = (state === 'break' || state === 'busy') && reason !== null && reason !== '';
  return isTold ? pauseName(reason) : dictionary()[WORDS[state]];
}

/** One agent: who, in what, since when, and how much over or how little left of what she is allowed. */
export function AgentLine(props: { line: LineOf; who: Who }): JSX.Element {
  const floor = useFloor();
  const told = createMemo(() => {
    const { line, who } = props;
    const isLost = floor.lostSourceOf(line.agent) !== null;
    const isOver = line.overMs !== null;
    const icon: IconName = isLost ? 'plug' : isOver ? 'triangle' : line.agent.state;
    return { line, isLost, isOver, icon, who: who(line.agent), time: elapsedParts(line.elapsedMs) };
  });
  const agent = () => told().line.agent;
  const text = texts(() => {
    const { line, who, time } = told();
    return { name: who.text, state: stateText(line), big: time.big, small: time.small, unit: time.isHours ? dictionary().hoursUnit : '' };
  });
  return (
    <div class="agent" data-agent={told().who.id} data-state={agent().state} classList={{ 'is-over': told().isOver, 'is-old': told().isLost }}>
      <Icon name={told().icon} />
      <span class="agent-name">
        <bdi>{text.name}</bdi>
        <Show when={agent().nesting}>
          <em>{dictionary().newAgent}</em>
        </Show>
      </span>
      <span class="agent-state">
        <bdi>{text.state}</bdi>
        <Show when={told().isOver}>
          {' '}
          <Allowance ms={agent().allowedMs ?? 0} />
        </Show>
      </span>
      <Balance line={told().line} />
      <span class="agent-time">
        <bdi dir="ltr">
          {text.big}
          <i class="colon">:</i>
          {text.small}
        </bdi>
        <small class="unit" hidden={!told().time.isHours}>
          {text.unit}
        </small>
      </span>
    </div>
  );
}

function Allowance(props: { ms: number }): JSX.Element {
  const parts = () => allowance(props.ms);
  return <Figure>{dictionary()[parts().unit === 'minutes' ? 'minutesShort' : 'secondsShort'].replace('{n}', String(parts().n))}</Figure>;
}

/** How much over, or how little is left. */
function Balance(props: { line: LineOf }): JSX.Element {
  return (
    <Show when={props.line.overMs !== null || props.line.leftMs !== null}>
      <Show
        when={props.line.overMs !== null}
        fallback={
          <span class="agent-left">
            <Say of="allowanceLeft" with={{ time: elapsedText(props.line.leftMs ?? 0, dictionary().hoursUnit) }} />
          </span>
        }
      >
        <span class="agent-over">
          <Elapsed ms={props.line.overMs} sign="+" />
        </span>
      </Show>
    </Show>
  );
}
