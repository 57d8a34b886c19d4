import type { JSX } from 'solid-js';
import { Told } from '../sources/Tell.tsx';
import type { Params } from '../sources/words.ts';
import { spoken, type Word } from './words.ts';

/** A message of this page. */
export function Tell(props: { of: Word; with?: Params | undefined }): JSX.Element {
  return <Told pieces={spoken(props.of, props.with ?? {})} />;
}
