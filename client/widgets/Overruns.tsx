import { createMemo, type JSX, Show } from 'solid-js';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { useInScope } from '../board/subject.ts';
import { Tell } from '../board/words.ts';
import { Elapsed, Figure } from '../i18n/Figure.tsx';
import { allowance, elapsedText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useFloor } from '../wall/floor.ts';
import { Icon } from '../wall/Icon.tsx';
import { pauseName } from '../wall/names.tsx';
import { type AgentLine, lineOf } from '../wall/teams.ts';
import type { Who } from './AgentLine.tsx';
import { WHO } from './agents-by.ts';
import { Lines } from './Lines.tsx';

type Options = WidgetOf<'overruns'>['options'];

/** Who is over a break or a wrap-up, the longest overrun first, then who has little of it left. */
export function Overruns(props: { options: Options }): JSX.Element {
  const floor = useFloor();
  const inScope = useInScope(() => props.options.scope);
  const lines = createMemo(() =>
    floor
      .agents()
      .filter((agent) => !agent.hidden && inScope.hasAgent(agent) && isAsked(props.options, agent.state))
      .map((agent) => lineOf(agent, floor.nowOf(agent)))
      .filter(({ overMs, leftMs }) => overMs !== null || leftMs !== null)
      .sort(byOverrun),
  );
  return (
    <Lines
      title={<Tell of="overruns" />}
      each={lines()}
      most={props.options.lines}
      empty={<Tell of="noOverruns" />}
      more={(count) => <Tell of="overrunsMore" with={{ count }} />}
    >
      {(line) => <Overrun line={line()} who={WHO[props.options.names]} />}
    </Lines>
  );
}

function isAsked({ breaks, wrapup }: Options, state: string): boolean {
  return (breaks && (state === 'break' || state === 'busy')) || (wrapup && state === 'acw');
}

function byOverrun(a: AgentLine, b: AgentLine): number {
  return (b.overMs ?? 0) - (a.overMs ?? 0) || (a.leftMs ?? 0) - (b.leftMs ?? 0) || a.agent.id.localeCompare(b.agent.id);
}

function Overrun(props: { line: AgentLine; who: Who }): JSX.Element {
  const agent = () => props.line.agent;
  const allowed = () => allowance(agent().allowedMs ?? 0);
  const state = () =>
    agent().state === 'acw' || !agent().reason ? dictionary()[agent().state === 'acw' ? 'stateAcw' : 'stateBreak'] : pauseName(agent().reason ?? '');
  return (
    <li class="line overrun" data-agent={props.who(agent()).id} data-level={props.line.overMs === null ? 'ok' : 'warn'}>
      <Icon name={props.line.overMs === null ? agent().state : 'triangle'} />
      <bdi>{props.who(agent()).text}</bdi>
      <span class="overrun-state">
        <bdi>{state()}</bdi>{' '}
        <Figure>{dictionary()[allowed().unit === 'minutes' ? 'minutesShort' : 'secondsShort'].replace('{n}', String(allowed().n))}</Figure>
      </span>
      <span class="number">
        <Show
          when={props.line.overMs !== null}
          fallback={<Say of="allowanceLeft" with={{ time: elapsedText(props.line.leftMs ?? 0, dictionary().hoursUnit) }} />}
        >
          <Elapsed ms={props.line.overMs} sign="+" />
        </Show>
      </span>
    </li>
  );
}
