import type { JSX } from 'solid-js';
import { NumberField } from './fields.tsx';
import { word } from './words.ts';

/** How many lines a list has at most; as many as have room, where nothing is typed. */
export function Lines(props: { value: number | null; wrong: string | null; onInput: (value: number | null) => void }): JSX.Element {
  return (
    <NumberField label={word('lines')} name="lines" value={props.value} placeholder={word('linesAll')} wrong={props.wrong} onInput={props.onInput} />
  );
}
