/** What a widget asks the server for beside the live board: at once, then in a rhythm, not all screens in the same moment. What is known stays while there is no answer. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { v } from '../../shared/schema.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import { getJson } from '../api.ts';
import { useLive } from '../live/context.ts';

/** A quarter is in the tables a few seconds after its end. */
const SETTLED_MS = 20_000;
const SPREAD_MS = 20_000;
/** How often it is tried again where there was no answer. */
const AGAIN_MS = 2 * MINUTE_MS;

export type Asked<T> = {
  /** null until it is known, and where nothing is asked. */
  readonly answer: Accessor<T | null>;
  /** The last question was not answered. */
  readonly isRefused: Accessor<boolean>;
  /** When what is known was answered, in milliseconds; null where nothing is. */
  readonly answeredAt: Accessor<number | null>;
};

/** Asks by a query (null: nothing is asked) every `everyMs` of the clock. */
export function createAsked<const S extends v.GenericSchema>(
  schema: S,
  path: string,
  query: Accessor<Readonly<Record<string, string>> | null>,
  everyMs: number,
): Asked<v.InferOutput<S>> {
  const live = useLive();
  const [answer, setAnswer] = createSignal<v.InferOutput<S> | null>(null);
  const [answeredAt, setAnsweredAt] = createSignal<number | null>(null);
  const [isRefused, setRefused] = createSignal(false);
  const [tries, setTries] = createSignal(0);
  const text = createMemo(() => {
    const asked = query();
    return asked === null ? null : JSON.stringify(asked);
  });
  const round = createMemo(() => Math.floor((live.clock.second() - SETTLED_MS) / everyMs));
  createEffect(
    on(text, () => {
      setAnswer(null);
      setAnsweredAt(null);
      setRefused(false);
    }),
  );
  createEffect(
    on([text, round, tries], ([asked]) => {
      if (asked === null) return;
      let isOver = false;
      let cancel: () => void = () => undefined;
      const ask = async () => {
        const found = await getJson(schema, path, JSON.parse(asked) as Record<string, string>);
        if (isOver) return;
        setRefused(!found.ok);
        if (found.ok) {
          setAnswer(() => found.value);
          setAnsweredAt(live.clock.now());
        } else cancel = live.clock.after(AGAIN_MS, () => setTries((n) => n + 1));
      };
      // The first time at once: somebody looks at an empty place.
      if (answer() === null) void ask();
      else cancel = live.clock.after(live.clock.random() * SPREAD_MS, () => void ask());
      onCleanup(() => {
        isOver = true;
        cancel();
      });
    }),
  );
  return { answer, isRefused, answeredAt };
}
