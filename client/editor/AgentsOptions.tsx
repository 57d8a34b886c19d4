import type { JSX } from 'solid-js';
import { AGENT_NAMES, AGENTS_BY } from '../../shared/boards/widgets.ts';
import { ChoiceField } from './fields.tsx';
import type { OptionsProps } from './options.tsx';
import { ANY, ScopeFields } from './ScopeFields.tsx';
import { word } from './words.ts';

const BY = { team: 'byTeam', state: 'byState', trouble: 'byTrouble' } as const;
const NAMES = { full: 'namesFull', initials: 'namesInitials', pseudonym: 'namesPseudonym' } as const;

/** Which agents, how they are put together, and what they are called. */
export function AgentsOptions(props: OptionsProps<'agents'>): JSX.Element {
  const tell = (change: Partial<typeof props.options>, at: string) => props.tell({ ...props.options, ...change }, at);
  return (
    <>
      <ScopeFields scope={props.options.scope} kinds={ANY} wrong={props.wrong} onChange={(scope) => tell({ scope }, 'scope')} />
      <ChoiceField
        label={word('agentsBy')}
        name="by"
        value={props.options.by}
        groups={[{ heading: null, choices: AGENTS_BY.map((value) => ({ value, text: word(BY[value]) })) }]}
        onChoose={(by) => tell({ by: AGENTS_BY.find((one) => one === by) ?? 'team' }, 'by')}
      />
      <ChoiceField
        label={word('names')}
        name="names"
        value={props.options.names}
        groups={[{ heading: null, choices: AGENT_NAMES.map((value) => ({ value, text: word(NAMES[value]) })) }]}
        onChoose={(names) => tell({ names: AGENT_NAMES.find((one) => one === names) ?? 'full' }, 'names')}
      />
    </>
  );
}
