/** The view of each kind of widget. To add one: its schema and sizes in shared/boards/widgets.ts, and its view here. */
import type { JSX } from 'solid-js';
import type { WidgetKind, WidgetOf } from '../../shared/boards/widgets.ts';
import { AgentStates } from '../widgets/AgentStates.tsx';
import { Agents } from '../widgets/Agents.tsx';
import { Alarms } from '../widgets/Alarms.tsx';
import { GROUPINGS, WHO } from '../widgets/agents-by.ts';
import { Channels } from '../widgets/Channels.tsx';
import { ClockFace } from '../widgets/ClockFace.tsx';
import { FreeText, Picture } from '../widgets/FreeText.tsx';
import { Intraday } from '../widgets/Intraday.tsx';
import { Metric } from '../widgets/Metric.tsx';
import { Notices } from '../widgets/Notices.tsx';
import { Overruns } from '../widgets/Overruns.tsx';
import { Queues } from '../widgets/Queues.tsx';
import { ServiceLevels } from '../widgets/ServiceLevels.tsx';
import { Sources } from '../widgets/Sources.tsx';
import { Statutory } from '../widgets/Statutory.tsx';
import { Waiters } from '../widgets/Waiters.tsx';
import { useRoom } from './room.ts';
import { useInScope } from './subject.ts';

type View<K extends WidgetKind> = (props: { options: WidgetOf<K>['options'] }) => JSX.Element;

/** In rem: the head of a team, a line of it, and the width of a column. */
const TEAM_HEAD = 3.7;
const AGENT_LINE = 2.84;
const TEAM_WIDTH = 43;
/** Teams stand below each other where there is room for so much. */
const BAND = 30;

const QueueTable: View<'queues'> = (props) => {
  const room = useRoom();
  const inScope = useInScope(() => props.options.scope);
  return <Queues only={inScope.hasQueue} room={room()} columns={props.options.columns} sort={props.options.sort} />;
};

const AgentGrid: View<'agents'> = (props) => {
  const room = useRoom();
  const inScope = useInScope(() => props.options.scope);
  const columns = () => Math.max(1, Math.round(room().w / TEAM_WIDTH));
  const bands = () => Math.max(1, Math.floor(room().h / BAND));
  const rows = () => Math.max(1, Math.floor((room().h / bands() - TEAM_HEAD) / AGENT_LINE));
  return (
    <Agents
      only={inScope.hasAgent}
      places={{ columns: columns(), rows: rows(), bands: bands() }}
      by={GROUPINGS[props.options.by]}
      who={WHO[props.options.names]}
    />
  );
};

export const VIEWS: { readonly [K in WidgetKind]: View<K> } = {
  metric: Metric,
  queues: QueueTable,
  agents: AgentGrid,
  'agent-states': AgentStates,
  intraday: Intraday,
  overruns: Overruns,
  'service-levels': ServiceLevels,
  channels: Channels,
  waiters: Waiters,
  statutory: Statutory,
  alarms: Alarms,
  sources: Sources,
  notices: Notices,
  clock: ClockFace,
  text: FreeText,
  image: Picture,
};
