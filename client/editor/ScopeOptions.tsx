import type { JSX } from 'solid-js';
import type { Scope } from '../../shared/boards/parts.ts';
import { ScopeFields } from './ScopeFields.tsx';

type Told = { readonly scope: Scope };

/** What a widget is told that asks for nothing but a part of the floor. */
export function ScopeOptions(props: {
  options: Told;
  kinds: ReadonlySet<Scope['of']>;
  tell: (options: Told, at: string) => void;
  wrong: (field: string) => string | null;
}): JSX.Element {
  return <ScopeFields scope={props.options.scope} kinds={props.kinds} wrong={props.wrong} onChange={(scope) => props.tell({ scope }, 'scope')} />;
}
