import type { JSX } from 'solid-js';
import { AGENT_NAMES, AGENTS_BY } from '../../shared/boards/widgets.ts';
import { ChoiceField, FlagField } from './fields.tsx';
import { Lines } from './Lines.tsx';
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
      <NamesField value={props.options.names} onChoose={(names) => tell({ names }, 'names')} />
    </>
  );
}

/** Who is over an allowance: which agents, of which kinds, how many lines, and what they are called. */
export function OverrunsOptions(props: OptionsProps<'overruns'>): JSX.Element {
  const tell = (change: Partial<typeof props.options>, at: string) => props.tell({ ...props.options, ...change }, at);
  return (
    <>
      <ScopeFields scope={props.options.scope} kinds={ANY} wrong={props.wrong} onChange={(scope) => tell({ scope }, 'scope')} />
      <FlagField label={word('breaks')} name="breaks" value={props.options.breaks} onChange={(breaks) => tell({ breaks }, 'breaks')} />
      <FlagField label={word('wrapups')} name="wrapup" value={props.options.wrapup} onChange={(wrapup) => tell({ wrapup }, 'wrapup')} />
      <Lines value={props.options.lines} wrong={props.wrong('lines')} onInput={(lines) => tell({ lines }, 'lines')} />
      <NamesField value={props.options.names} onChoose={(names) => tell({ names }, 'names')} />
    </>
  );
}

type Names = (typeof AGENT_NAMES)[number];

function NamesField(props: { value: Names; onChoose: (names: Names) => void }): JSX.Element {
  return (
    <ChoiceField
      label={word('names')}
      name="names"
      value={props.value}
      groups={[{ heading: null, choices: AGENT_NAMES.map((value) => ({ value, text: word(NAMES[value]) })) }]}
      onChoose={(names) => props.onChoose(AGENT_NAMES.find((one) => one === names) ?? 'full')}
    />
  );
}
