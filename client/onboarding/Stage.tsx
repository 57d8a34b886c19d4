import type { JSX } from 'solid-js';
import { type Word, word } from './words.ts';

export type StageState = 'done' | 'now' | 'later';

/** One of the steps, with its number and how far it is: told in words, not by colour alone. */
export function Stage(props: { n: number; of: 'connect' | 'import' | 'name'; state: StageState; children: JSX.Element }): JSX.Element {
  const title: () => Word = () => props.of;
  return (
    <section class="stage" id={props.of} data-stage={props.of} data-state={props.state} aria-labelledby={`stage-${props.of}`}>
      <header>
        <span class="stage-number" aria-hidden="true">
          {props.state === 'done' ? '✓' : props.n}
        </span>
        <h2 id={`stage-${props.of}`}>{word(title())}</h2>
        <span class="badge" classList={{ 'is-new': props.state === 'now', 'is-done': props.state === 'done' }}>
          {word(props.state)}
        </span>
      </header>
      {props.children}
    </section>
  );
}
