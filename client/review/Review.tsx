import type { JSX } from 'solid-js';
export function Review(): JSX.Element {
  return <main>review</main>;
}
