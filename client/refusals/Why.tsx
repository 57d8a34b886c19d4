import { type JSX, Match, Show, Switch } from 'solid-js';
import type { Told } from '../../shared/sources.ts';
import type { ApiError } from '../api.ts';
import { Tell } from '../sources/Tell.tsx';
import { BY_STATUS, textOf } from './texts.ts';

type Refused = Pick<ApiError, 'reason' | 'code' | 'with'> & { readonly status?: number };

/** Why something was not done and what to do, in the language of the page; what nobody foresaw stands in the words of the server. */
export function Why(props: { of: Refused }): JSX.Element {
  const known = () => textOf(props.of.code);
  const byStatus = (): Told | null => BY_STATUS[props.of.status ?? -1] ?? null;
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
      <Match when={byStatus()}>{(told) => <Tell of={told()} />}</Match>
    </Switch>
  );
}
