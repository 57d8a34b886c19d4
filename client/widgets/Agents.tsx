import { createMemo, For, Index, type JSX, Show } from 'solid-js';
import type { AgentRow } from '../../shared/board.ts';
import type { AgentState } from '../../shared/events/agent.ts';
import type { Key } from '../i18n/dictionary.ts';
import { Elapsed, Figure } from '../i18n/Figure.tsx';
import { allowance, countText, elapsedText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { useFloor } from '../wall/floor.ts';
import { Icon, type IconName } from '../wall/Icon.tsx';
import { nameIn, pauseName } from '../wall/names.tsx';
import {
  type AgentLine,
  countsOf,
  type Places,
  pageOfTeams,
  type StateCounts,
  sumOf,
  type Team,
  type TeamBlock,
  teamsOf,
  WALL,
} from '../wall/teams.ts';

/** Teams of other pages that have room on the last line. Where there are more, some are told by name and the others are counted together. */
const ELSEWHERE = 4;
const ELSEWHERE_OF_MANY = 2;

/** Agents by team: overruns, then who is free, then the rest; nobody is cut without being counted. */
export function Agents(props: { only?: (agent: AgentRow) => boolean; places?: Places }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const shown = () => (props.only === undefined ? floor.agents() : floor.agents().filter(props.only));
  const places = () => props.places ?? WALL;
  const teams = createMemo(() => teamsOf(shown(), floor.nowOf, places().columns * places().bands));
  const page = createMemo(() => pageOfTeams(teams(), live.clock.second(), places()));
  const elsewhere = () => page().elsewhere;
  const named = () => (elsewhere().length <= ELSEWHERE ? ELSEWHERE : ELSEWHERE_OF_MANY);
  return (
    <section
      class="agents"
      classList={{ 'is-paged': page().pages > 1 }}
      style={{
        '--places': String(places().columns),
        '--bands': String(places().bands),
        '--lines': String(page().pages > 1 ? places().rows - 1 : places().rows),
      }}
    >
      <Show when={teams().length > 0} fallback={<NoAgents />}>
        <Index each={page().blocks}>{(block) => <TeamOf block={block()} />}</Index>
        <Show when={page().pages > 1}>
          <p class="agents-page">
            <span>
              <Say of="pageOf" with={{ page: page().page, pages: page().pages }} />
            </span>
            <For each={elsewhere().slice(0, named())}>{(team) => <Elsewhere team={team} />}</For>
            <Show when={elsewhere().length > named()}>
              <span class="elsewhere is-rest">
                <span>
                  <Say of="moreTeams" with={{ count: elsewhere().length - named() }} />
                </span>
                <Counts counts={sumOf(elsewhere().slice(named()))} isBrief />
              </span>
            </Show>
          </p>
        </Show>
      </Show>
    </section>
  );
}

function NoAgents(): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  return (
    <Show when={live.store.board !== null}>
      <p class="empty">
        <Show when={floor.isHistory()} fallback={dictionary().noAgentsYet}>
          {dictionary().agentsNotLive} <a href="/review">{dictionary().review}</a>
        </Show>
      </p>
    </Show>
  );
}

/** A team that has no place on this page: at least whether someone there is free. */
function Elsewhere(props: { team: Team }): JSX.Element {
  return (
    <span class="elsewhere">
      <bdi>{nameIn(props.team.name, props.team.nameEn) ?? dictionary().noTeam}</bdi>
      <Counts counts={props.team.counts} isBrief />
    </span>
  );
}

function TeamOf(props: { block: TeamBlock }): JSX.Element {
  const team = () => props.block.team;
  const width = () => props.block.columns.length;
  return (
    <section class="team" classList={{ 'is-wide': width() > 1 }} data-team={team().name ?? ''} style={{ '--columns': String(width()) }}>
      <h2>
        <span class="team-name">
          <bdi>{nameIn(team().name, team().nameEn) ?? dictionary().noTeam}</bdi>
          <Show when={nameIn(team().site, team().siteEn)}>{(site) => <small>{site()}</small>}</Show>
        </span>
        <Counts counts={team().counts} />
      </h2>
      <Index each={props.block.columns}>
        {(lines, i) => (
          <div class="team-column">
            <Index each={lines()}>{(line) => <Line line={line()} />}</Index>
            <Show when={i === width() - 1}>
              <Rest block={props.block} />
            </Show>
          </div>
        )}
      </Index>
    </section>
  );
}

/** Who has no line, below the last one. */
function Rest(props: { block: TeamBlock }): JSX.Element {
  return (
    <>
      <Show when={props.block.signedOut > 0}>
        <p class="agent-more">
          <span>
            <Say of="signedOut" with={{ count: props.block.signedOut }} />
          </span>
        </p>
      </Show>
      <Show when={props.block.hidden.length > 0}>
        <p class="agent-more">
          <span>
            <Say of="andMore" with={{ count: props.block.hidden.length }} />
          </span>
          <Counts counts={countsOf(props.block.hidden)} isBrief />
        </p>
      </Show>
    </>
  );
}

type StateKey = Extract<Key, `state${string}`>;

const COUNTED: readonly { of: keyof StateCounts; icon: IconName; word: StateKey; isAlways: boolean }[] = [
  { of: 'free', icon: 'available', word: 'stateAvailable', isAlways: true },
  { of: 'busy', icon: 'talking', word: 'stateTalking', isAlways: true },
  { of: 'acw', icon: 'acw', word: 'stateAcw', isAlways: true },
  { of: 'break', icon: 'break', word: 'stateBreak', isAlways: true },
  { of: 'unknown', icon: 'unknown', word: 'stateUnknown', isAlways: false },
  { of: 'off', icon: 'offline', word: 'stateOffline', isAlways: false },
];

/** The same signs as in the lines, and so the heading teaches them. */
function Counts(props: { counts: StateCounts; isBrief?: boolean }): JSX.Element {
  return (
    <For each={COUNTED}>
      {({ of, icon, word, isAlways }) => (
        <Show when={(isAlways && !props.isBrief) || props.counts[of] > 0}>
          <span class="state-count" classList={{ 'is-free': of === 'free' && props.counts.free > 0 }} title={dictionary()[word]}>
            <Icon name={icon} />
            <Figure>{countText(props.counts[of])}</Figure>
          </span>
        </Show>
      )}
    </For>
  );
}

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
function stateText(line: AgentLine): string {
  const { state, reason } = line.agent;
  const isTold = (state === 'break' || state === 'busy') && reason !== null && reason !== '';
  return isTold ? pauseName(reason) : dictionary()[WORDS[state]];
}

function Line(props: { line: AgentLine }): JSX.Element {
  const floor = useFloor();
  const agent = () => props.line.agent;
  const isLost = () => floor.lostSourceOf(agent()) !== null;
  return (
    <div class="agent" data-agent={agent().id} data-state={agent().state} classList={{ 'is-over': props.line.overMs !== null, 'is-old': isLost() }}>
      <Icon name={isLost() ? 'plug' : props.line.overMs === null ? agent().state : 'triangle'} />
      <span class="agent-name">
        <bdi>{nameIn(agent().name, agent().nameEn)}</bdi>
        <Show when={agent().nesting}>
          <em>{dictionary().newAgent}</em>
        </Show>
      </span>
      <span class="agent-state">
        <bdi>{stateText(props.line)}</bdi>
        <Show when={props.line.overMs !== null}>
          {' '}
          <Allowance ms={agent().allowedMs ?? 0} />
        </Show>
      </span>
      <Balance line={props.line} />
      <span class="agent-time">
        <Elapsed ms={props.line.elapsedMs} />
      </span>
    </div>
  );
}

function Allowance(props: { ms: number }): JSX.Element {
  const parts = () => allowance(props.ms);
  return <Figure>{dictionary()[parts().unit === 'minutes' ? 'minutesShort' : 'secondsShort'].replace('{n}', String(parts().n))}</Figure>;
}

/** How much over, or how little is left. */
function Balance(props: { line: AgentLine }): JSX.Element {
  return (
    <Show
      when={props.line.overMs !== null}
      fallback={
        <Show when={props.line.leftMs !== null}>
          <span class="agent-left">
            <Say of="allowanceLeft" with={{ time: elapsedText(props.line.leftMs ?? 0, dictionary().hoursUnit) }} />
          </span>
        </Show>
      }
    >
      <span class="agent-over">
        <Elapsed ms={props.line.overMs} sign="+" />
      </span>
    </Show>
  );
}
