import { For, type JSX, Show } from 'solid-js';
import type { ApiError, Fault } from '../api.ts';
import { FAULTS } from '../refusals/texts.ts';
import { Why } from '../refusals/Why.tsx';
import { TEXTS, type Text } from './form.ts';
import { Tell } from './Tell.tsx';
import { word } from './words.ts';

/** Why the server did not do it, and each field that is wrong with what is allowed in it. */
export function Refused(props: { error: ApiError }): JSX.Element {
  const faults = () => (props.error.faults ?? []).filter(({ is }) => is in FAULTS);
  return (
    <div class="failure" role="alert" data-refused={props.error.code ?? props.error.status}>
      {word('refused')} <Why of={props.error} />
      <Show when={faults().length > 0}>
        <ul>
          <For each={faults()}>
            {(fault) => (
              <li data-fault={fault.field}>
                <b>{fieldName(fault.field)}:</b> <FaultText of={fault} />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}

const fieldName = (field: string) => (TEXTS.includes(field as Text) ? word(field as Text) : field);

/** What is wrong with one field, in the language of the page. */
export function FaultText(props: { of: Fault }): JSX.Element {
  return <Tell of={FAULTS[props.of.is as keyof typeof FAULTS]} with={props.of.with} />;
}
