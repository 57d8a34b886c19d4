/** A board as it was saved last, and how the page looks with it; a new version comes by itself. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import type { ApiError } from '../api.ts';
import { defaultLocale } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { site } from '../site.ts';
import { type Board, getBoard } from './api.ts';
import { boardAsked } from './figure.ts';
import { inLanguage } from './in-language.ts';
import type { Chosen } from './subject.ts';

const ASK_WITHIN_MS = 700;

export type Followed = {
  readonly board: Accessor<Board | null>;
  /** Why the server did not give it last. */
  readonly problem: Accessor<ApiError | null>;
  /** Stands in where a widget names no queue. */
  readonly chosen: Chosen;
};

/** @param ask says what the board needs of the live floor. */
export function followBoard(id: string, ask: (board: string | undefined) => void): Followed {
  const live = useLive();
  const [board, setBoard] = createSignal<Board | null>(null, { equals: (a, b) => a?.id === b?.id && a?.version === b?.version });
  const [problem, setProblem] = createSignal<ApiError | null>(null);
  const fetch = async () => {
    const answer = await getBoard(id);
    setProblem(answer.ok ? null : answer.error);
    // What is shown stays while the server cannot be asked.
    if (answer.ok) setBoard(answer.value);
  };
  const minute = createMemo(() => Math.floor(live.clock.second() / MINUTE_MS));
  // All screens of a board are told at once, and the server is not asked by all in the same moment.
  createEffect(() => {
    const saved = live.saved();
    if (saved?.id === id && saved.version !== board()?.version) onCleanup(live.clock.after(live.clock.random() * ASK_WITHIN_MS, () => void fetch()));
  });
  createEffect(on([minute, () => live.state().kind === 'live'], () => void fetch()));
  createEffect(() => {
    const layout = board()?.layout;
    if (layout !== undefined) wear(layout);
  });
  onCleanup(() => {
    delete document.documentElement.dataset['look'];
  });
  const chosen = createMemo(
    () => new URLSearchParams(location.search).get('queue') ?? live.store.board?.queues.find(({ hidden }) => !hidden)?.id ?? null,
  );
  createEffect(() => {
    const layout = board()?.layout;
    if (layout !== undefined) ask(boardAsked(layout, chosen()));
  });
  return { board, problem, chosen };
}

/** Gives the page the name, the look and the first language of the board. */
function wear(layout: BoardLayout): void {
  defaultLocale(layout.language ?? site()?.locale);
  document.title = `${inLanguage(layout.name)} · ${site()?.name ?? 'Moked'}`;
  document.documentElement.dataset['look'] = layout.theme;
}
