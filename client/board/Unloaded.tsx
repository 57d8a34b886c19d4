import { type JSX, Match, Switch } from 'solid-js';
import type { ApiError } from '../api.ts';
import { reasonOf } from '../refusals/reason.ts';
import { Tell } from './words.ts';

const MISSING = 404;
/** The answer came and was no board to this page. */
const UNREADABLE = 200;

/** In place of a board that is not there: why. */
export function Unloaded(props: { id: string; problem: ApiError | null }): JSX.Element {
  return (
    <p class="empty board-unloaded" role="status">
      <Switch>
        <Match when={props.problem?.status === MISSING}>
          <Tell of="boardMissing" with={{ id: props.id }} />
        </Match>
        <Match when={props.problem?.status === UNREADABLE}>
          <Tell of="boardUnreadable" with={{ id: props.id }} />
        </Match>
        <Match when={props.problem}>{(problem) => <Tell of="boardNotLoaded" with={{ reason: reasonOf(problem()) }} />}</Match>
      </Switch>
    </p>
  );
}
