import type { JSX } from 'solid-js';
import { Filled } from '../i18n/Say.tsx';
import { targetTime } from './shown.ts';
import { type Params, spoken, type Word } from './words.ts';

/** A message of this page, its figures isolated. */
export function Tell(props: { of: Word; with?: Params }): JSX.Element {
  return <Filled pieces={spoken(props.of, props.with ?? {})} />;
}

/** A target of service level: so many per cent within a time. */
export function Target(props: { percent: unknown; seconds: unknown }): JSX.Element {
  const told = () => targetTime(Number(props.seconds));
  return <Tell of={told().of} with={{ percent: `${props.percent}%`, n: told().n }} />;
}
