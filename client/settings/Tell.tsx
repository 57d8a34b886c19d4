import type { JSX } from 'solid-js';
import { Filled } from '../i18n/Say.tsx';
import { type Params, spoken, type Word } from './words.ts';

/** A message of this page, its figures isolated. */
export function Tell(props: { of: Word; with?: Params }): JSX.Element {
  return <Filled pieces={spoken(props.of, props.with ?? {})} />;
}
