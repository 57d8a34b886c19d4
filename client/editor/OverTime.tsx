import { type JSX, Show } from 'solid-js';
import { figureKind } from '../../shared/boards/options.ts';
import { FlagField } from './fields.tsx';
import type { OptionsProps } from './options.tsx';
import { word } from './words.ts';

/** What of a figure of contacts is told beside it: a week ago, and quarter by quarter. */
export function OverTime(props: Pick<OptionsProps<'metric'>, 'options' | 'tell'>): JSX.Element {
  const tell = (change: Partial<typeof props.options>, at: string) => props.tell({ ...props.options, ...change }, at);
  return (
    <Show when={figureKind(props.options.metric, props.options.scope) === 'stay'}>
      <Show when={props.options.window === 'day' || props.options.window === 'shift'}>
        <FlagField label={word('trend')} name="trend" value={props.options.trend} onChange={(trend) => tell({ trend }, 'trend')} />
      </Show>
      <FlagField label={word('spark')} name="spark" value={props.options.spark} onChange={(spark) => tell({ spark }, 'spark')} />
    </Show>
  );
}
