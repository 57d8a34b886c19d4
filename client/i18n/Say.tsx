import { Index, type JSX, Show } from 'solid-js';
import { type Forms, form, type Key, type Params, type Piece, pieces } from './dictionary.ts';
import { dictionary, pluralRules } from './locale.ts';

type WithParams<K extends Key> = keyof Params<K> extends never ? { with?: undefined; count?: number } : { with: Params<K>; count?: number };

/** A message of the dictionary with its figures isolated, so that "+4:12" or "78.9%" is never turned around in Hebrew. */
export function Say<K extends Key>(props: { of: K } & WithParams<K>): JSX.Element {
  const filled = () => pieces(text(props.of, props.count ?? countOf(props.with)), props.with ?? {});
  return <Filled pieces={filled()} />;
}

/** Pieces of a message, each in its own direction. */
export function Filled(props: { pieces: readonly Piece[] }): JSX.Element {
  return (
    <Index each={props.pieces}>
      {(piece) => (
        <Show when={piece().kind !== 'words'} fallback={piece().value}>
          <bdi dir={piece().kind === 'figure' ? 'ltr' : 'auto'}>{piece().value}</bdi>
        </Show>
      )}
    </Index>
  );
}

function text(key: Key, count: number): string {
  return form(dictionary()[key] as string | Forms, pluralRules(), count);
}

function countOf(params: Readonly<Record<string, string | number>> | undefined): number {
  const count = params?.['count'];
  return typeof count === 'number' ? count : 1;
}
