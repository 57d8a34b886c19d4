import { type JSX, Match, Show, Switch } from 'solid-js';
import type { ApiError } from '../api.ts';
import { Tell } from '../sources/Tell.tsx';
import { toldOf } from './reason.ts';
import { textOf } from './texts.ts';

type Refused = Pick<ApiError, 'reason' | 'code' | 'with'> & { readonly status?: number };

/** Why something was not done and what to do, in the language of the page; what nobody foresaw stands in the words of the server. */
export function Why(props: { of: Refused }): JSX.Element {
  const known = () => textOf(props.of.code);
  const inOne = () => toldOf(props.of.code, props.of.status);
  return (
    <Switch
      fallback={
        <bdi dir="ltr" lang="en">
          {props.of.reason}
        </bdi>
      }
    >
      <Match when={known()}>
        {(text) => (
          <>
            <b>
              <Tell of={text().what} with={props.of.with} />.
            </b>{' '}
            <Show when={text().remedy}>{(remedy) => <Tell of={remedy()} with={props.of.with} />}</Show>
          </>
        )}
      </Match>
      <Match when={inOne()}>{(told) => <Tell of={told()} with={props.of.with} />}</Match>
    </Switch>
  );
}
