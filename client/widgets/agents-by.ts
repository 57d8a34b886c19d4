/** How the agents of a board are put together and what they are called, as its options say. */
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { word } from '../board/words.ts';
import { type AgentGroupName, groupByTrouble, groupsByState } from '../wall/agent-groups.ts';
import { nameIn } from '../wall/names.tsx';
import { codeOf, initialsOf } from '../wall/pseudonym.ts';
import { byName, type Who } from './AgentLine.tsx';
import { BY_TEAM, type Grouping } from './Agents.tsx';

type Options = WidgetOf<'agents'>['options'];

const TITLES = {
  over: 'groupOver',
  free: 'groupFree',
  busy: 'groupBusy',
  acw: 'groupAcw',
  break: 'groupBreak',
  unknown: 'groupUnknown',
  all: 'groupAll',
} as const satisfies Record<AgentGroupName, string>;

const title: Grouping['title'] = ({ name }) => word(TITLES[name as AgentGroupName]);

export const GROUPINGS: { readonly [B in Options['by']]: Grouping } = {
  team: BY_TEAM,
  state: { groups: groupsByState, title, isOneState: true },
  trouble: { groups: groupByTrouble, title, isOneState: false },
};

/** An id may be a name: where names are not shown, the lines are called by their codes. */
const byCode: Who = ({ id }) => ({ id: codeOf(id), text: word('agentCode', { code: codeOf(id) }) });

const byInitials: Who = (agent) => {
  const text = initialsOf(nameIn(agent.name, agent.nameEn));
  return text === '' ? byCode(agent) : { id: codeOf(agent.id), text };
};

export const WHO: { readonly [N in Options['names']]: Who } = { full: byName, initials: byInitials, pseudonym: byCode };
