import { createMemo, Index, type JSX, Show } from 'solid-js';
import { type Forms, form, type Key, type Params, type Piece, pieces } from './dictionary.ts';
import { dictionary, pluralRules } from './locale.ts';
import { texts } from './texts.ts';

type WithParams<K extends Key> = keyof Params<K> extends never ? { with?: undefined; count?: number } : { with: Params<K>; count?: number };

/** A message of the dictionary with its figures isolated, so that "+4:12" or "78.9%" is never turned around in Hebrew. */
export function Say<K extends Key>(props: { of: K } & WithParams<K>): JSX.Element {
  const filled = () => pieces(text(props.of, props.count ?? countOf(props.with)), props.with ?? {});
  return <Filled pieces={filled()} />;
}

/** Pieces of a message, each in its own direction. Those that are as they were are not written again: who reads them aloud would say them again. */
export function Filled(props: { pieces: readonly Piece[] }): JSX.Element {
  const told = createMemo(() => props.pieces, undefined, { equals: areSame });
  return (
    <Index each={told()}>
      {(piece) => {
        const kind = createMemo(() => piece().kind);
        return (
          <Show when={kind() !== 'words'} fallback={<Words of={piece().value} />}>
            <bdi dir={kind() === 'figure' ? 'ltr' : 'auto'}>{piece().value}</bdi>
          </Show>
        );
      }}
    </Index>
  );
}

/** A text beside others keeps its place in the page as a node; as a string it would be put there anew whenever one of the others changes. */
function Words(props: { of: string }): JSX.Element {
  return texts(() => ({ words: props.of })).words;
}

function areSame(a: readonly Piece[], b: readonly Piece[]): boolean {
  return a.length === b.length && a.every(({ kind, value }, i) => kind === b[i]?.kind && value === b[i]?.value);
}

function text(key: Key, count: number): string {
  return form(dictionary()[key] as string | Forms, pluralRules(), count);
}

function countOf(params: Readonly<Record<string, string | number>> | undefined): number {
  const count = params?.['count'];
  return typeof count === 'number' ? count : 1;
}
