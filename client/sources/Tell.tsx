import { For, type JSX } from 'solid-js';
import { Filled } from '../i18n/Say.tsx';
import { type Params, type Said, said, type Word } from './words.ts';

/** A message of this page or of the server: figures and outside texts isolated, what is to be typed as code from left to right. */
export function Tell(props: { of: Word | Readonly<Record<'he' | 'en', string>>; with?: Params | undefined }): JSX.Element {
  return <Told pieces={said(props.of, props.with ?? {})} />;
}

/** Pieces of a message, what is to be typed among them. */
export function Told(props: { pieces: readonly Said[] }): JSX.Element {
  return <For each={props.pieces}>{(piece) => (piece.kind === 'code' ? <code dir="ltr">{piece.value}</code> : <Filled pieces={[piece]} />)}</For>;
}
