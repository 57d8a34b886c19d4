import { createMemo, For, Index, type JSX, Show } from 'solid-js';
import type { AgentRow } from '../../shared/board.ts';
import { Figure } from '../i18n/Figure.tsx';
import { countText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { useFloor } from '../wall/floor.ts';
import { Icon, type IconName } from '../wall/Icon.tsx';
import { nameIn } from '../wall/names.tsx';
import { countsOf, type Places, pageOfTeams, type StateCounts, sumOf, type Team, type TeamBlock, teamsOf, WALL } from '../wall/teams.ts';
import { AgentLine, byName, type StateKey, type Who } from './AgentLine.tsx';

/** Teams of other pages that have room on the last line. Where there are more, some are told by name and the others are counted together. */
const ELSEWHERE = 4;
const ELSEWHERE_OF_MANY = 2;
/** In so many columns there is room for no name of a group elsewhere. */
const NARROW = 2;

/** How agents are put together, and what is written over each group. */
export type Grouping = {
  readonly groups: (agents: readonly AgentRow[], nowOf: (agent: AgentRow) => number, columns: number) => Team[];
  readonly title: (group: Team) => string;
  /** All of a group are in the same, so that one number counts them. */
  readonly isOneState: boolean;
};

export const BY_TEAM: Grouping = {
  groups: teamsOf,
  title: ({ name, nameEn }) => nameIn(name, nameEn) ?? dictionary().noTeam,
  isOneState: false,
};

type AgentsProps = { only?: (agent: AgentRow) => boolean; places?: Places; by?: Grouping; who?: Who };

/** Agents by team, or as `by` says: overruns, then who is free, then the rest; nobody is cut without being counted. */
export function Agents(props: AgentsProps): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const shown = () => (props.only === undefined ? floor.agents() : floor.agents().filter(props.only));
  const places = () => props.places ?? WALL;
  const by = () => props.by ?? BY_TEAM;
  const teams = createMemo(() => by().groups(shown(), floor.nowOf, places().columns * places().bands));
  const page = createMemo(() => pageOfTeams(teams(), live.clock.second(), places()));
  const elsewhere = () => page().elsewhere;
  const named = () => {
    // The signs of the counts tell the states of groups that have no room for their names.
    if (by().isOneState && places().columns <= NARROW) return 0;
    return elsewhere().length <= ELSEWHERE ? ELSEWHERE : ELSEWHERE_OF_MANY;
  };
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
        <Index each={page().blocks}>{(block) => <TeamOf block={block()} by={by()} who={props.who ?? byName} />}</Index>
        <Show when={page().pages > 1}>
          <p class="agents-page">
            <span>
              <Say of="pageOf" with={{ page: page().page, pages: page().pages }} />
            </span>
            <Index each={elsewhere().slice(0, named())}>{(team) => <Elsewhere team={team()} by={by()} />}</Index>
            <Show when={elsewhere().length > named()}>
              <span class="elsewhere is-rest">
                <Show when={!by().isOneState}>
                  <span>
                    <Say of="moreTeams" with={{ count: elsewhere().length - named() }} />
                  </span>
                </Show>
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
function Elsewhere(props: { team: Team; by: Grouping }): JSX.Element {
  return (
    <span class="elsewhere">
      <bdi>{props.by.title(props.team)}</bdi>
      <Counts counts={props.team.counts} isBrief />
    </span>
  );
}

function TeamOf(props: { block: TeamBlock; by: Grouping; who: Who }): JSX.Element {
  const team = () => props.block.team;
  const width = () => props.block.columns.length;
  return (
    <section class="team" classList={{ 'is-wide': width() > 1 }} data-team={team().name ?? ''} style={{ '--columns': String(width()) }}>
      <h2>
        <span class="team-name">
          <bdi>{props.by.title(team())}</bdi>
          <Show when={nameIn(team().site, team().siteEn)}>{(site) => <small>{site()}</small>}</Show>
        </span>
        <Show when={props.by.isOneState} fallback={<Counts counts={team().counts} />}>
          <span class="state-count" classList={{ 'is-free': team().counts.free > 0 }}>
            <Figure>{countText(team().lines.length)}</Figure>
          </span>
          <Counts counts={{ ...NOBODY, off: team().counts.off }} isBrief />
        </Show>
      </h2>
      <Index each={props.block.columns}>
        {(lines, i) => (
          <div class="team-column">
            <Index each={lines()}>{(line) => <AgentLine line={line()} who={props.who} />}</Index>
            <Show when={i === props.block.restIn}>
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

const COUNTED: readonly { of: keyof StateCounts; icon: IconName; word: StateKey; isAlways: boolean }[] = [
  { of: 'free', icon: 'available', word: 'stateAvailable', isAlways: true },
  { of: 'busy', icon: 'talking', word: 'stateTalking', isAlways: true },
  { of: 'acw', icon: 'acw', word: 'stateAcw', isAlways: true },
  { of: 'break', icon: 'break', word: 'stateBreak', isAlways: true },
  { of: 'unknown', icon: 'unknown', word: 'stateUnknown', isAlways: false },
  { of: 'off', icon: 'offline', word: 'stateOffline', isAlways: false },
];

const NOBODY: StateCounts = { free: 0, busy: 0, acw: 0, break: 0, off: 0, unknown: 0 };

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
