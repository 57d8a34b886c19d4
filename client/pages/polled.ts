/** What a desk page shows, asked again by itself while somebody looks; what was known stays when that fails. */
import { createSignal, onCleanup, onMount } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import type { Result } from '../../shared/result.ts';
import type { ApiError } from '../api.ts';
import { createPageClock, type PageClock } from '../live/clock.ts';
import { goToEnter } from '../site.ts';

export type Polled<T> = {
  readonly page: () => T | null;
  /** Why the last question failed; null where it did not. */
  readonly error: () => ApiError | null;
  /** Asks now. @returns what is there now; null where that is not known. */
  readonly refresh: () => Promise<T | null>;
  readonly clock: PageClock;
};

/** @param key by which rows stay the same rows when they are asked for again. */
export function createPolled<T extends object>(
  ask: () => Promise<Result<T, ApiError>>,
  { everyMs, key }: { everyMs: number; key: string },
): Polled<T> {
  const clock = createPageClock();
  const [store, setStore] = createStore<{ page: T | null }>({ page: null });
  const [error, setError] = createSignal<ApiError | null>(null);
  const refresh = async (): Promise<T | null> => {
    const answer = await ask();
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) {
      if (answer.error.status === 401) goToEnter();
      return null;
    }
    setStore('page', reconcile(answer.value as T | null, { key, merge: false }));
    return answer.value;
  };
  let cancel: () => void = () => undefined;
  let isOver = false;
  const look = async () => {
    if (document.visibilityState === 'visible') await refresh();
    if (!isOver) cancel = clock.after(everyMs, () => void look());
  };
  onMount(() => void look());
  onCleanup(() => {
    isOver = true;
    cancel();
  });
  return { page: () => store.page, error, refresh, clock };
}
