/** What a desk page shows in place of figures that could not be fetched. */
import type { JSX } from 'solid-js';
import type { ApiError } from '../api.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { reasonOf } from '../refusals/reason.ts';

/** Why, and a way to ask again. */
export function LoadFailed(props: { error: ApiError; onAgain: () => void }): JSX.Element {
  return (
    <p class="failure" role="alert">
      <span>
        <Say of="loadFailed" with={{ reason: reasonOf(props.error) }} />
      </span>{' '}
      <button type="button" class="button" onClick={() => props.onAgain()}>
        {dictionary().tryAgain}
      </button>
    </p>
  );
}
